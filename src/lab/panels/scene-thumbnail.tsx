/** The small picture of a scene in the list, in the colours of the theme. */
import { useEffect, useRef, type ReactElement } from 'react';
import type { SceneView } from '../../engine/frontend.ts';
import { useLabState } from '../lab-context.ts';
import { MAP_THEMES } from '../map/map-theme.ts';
import { paintScene } from '../map/scene-picture.ts';
import styles from './scene-thumbnail.module.css';

/** Pixels of the canvas: three to one of the page, so that edges are smooth on any screen. */
const SIZE = { width: 288, height: 192 };

/** The picture; an empty frame until the scene is there. */
export function SceneThumbnail({ scene }: { readonly scene: SceneView | undefined }): ReactElement {
  const theme = useLabState((state) => state.theme);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !scene) return;
    const { width, height, data } = paintScene(scene, MAP_THEMES[theme], SIZE.width, SIZE.height);
    context.putImageData(new ImageData(data, width, height), 0, 0);
  }, [scene, theme]);
  return <canvas ref={canvas} className={styles.picture} width={SIZE.width} height={SIZE.height} aria-hidden />;
}
