/** A picture of fractions on cividis, painted cell by cell and stretched to its box. */
import { useEffect, useRef, type ReactElement } from 'react';
import { CIVIDIS_TABLE } from '../styles/cividis.ts';
import styles from './heat-map.module.css';
import type { FractionImage } from './images.ts';

/** What is painted. */
export interface HeatMapProps {
  readonly image: FractionImage;
  /** What the picture is, for those who cannot see it; left out where the surroundings say so. */
  readonly label?: string;
}

/** Paints into a canvas of one pixel a cell. */
export function HeatMap({ image, label }: HeatMapProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || image.rows < 1 || image.columns < 1) return;
    if (element.width !== image.columns || element.height !== image.rows) {
      element.width = image.columns;
      element.height = image.rows;
    }
    const pixels = context.createImageData(image.columns, image.rows);
    const { data } = pixels;
    for (let i = 0; i < image.values.length; i++) {
      const value = image.values[i];
      if (Number.isNaN(value)) continue;
      const colour = 3 * Math.min(255, Math.max(0, Math.round(255 * value)));
      data[4 * i] = CIVIDIS_TABLE[colour];
      data[4 * i + 1] = CIVIDIS_TABLE[colour + 1];
      data[4 * i + 2] = CIVIDIS_TABLE[colour + 2];
      data[4 * i + 3] = 255;
    }
    context.putImageData(pixels, 0, 0);
  }, [image]);
  // Few cells keep their edges; many are blended by the browser.
  const crisp = image.columns < 120 && image.rows < 120;
  return (
    <canvas
      ref={canvas}
      className={crisp ? styles.crisp : styles.smooth}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    />
  );
}
