/** A picture of fractions on cividis, painted cell by cell and stretched to its box. */
import { useEffect, useRef, type ReactElement } from 'react';
import { CIVIDIS_TABLE } from '../styles/cividis.ts';
import styles from './heat-map.module.css';
import type { FractionImage } from './images.ts';

/** Cividis as whole pixels in the byte order of this machine. */
const PIXELS = new Uint32Array(
  Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 : CIVIDIS_TABLE[3 * (i >> 2) + (i % 4)])).buffer,
);

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
    const cells = new Uint32Array(pixels.data.buffer);
    const { values } = image;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      // A cell without a value stays transparent.
      if (value === value) cells[i] = PIXELS[value <= 0 ? 0 : value >= 1 ? 255 : (255 * value + 0.5) | 0];
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
