/** All marker shapes on one small picture, for deck.gl's icon layer. */
import { SHAPE_OUTLINES } from '../styles/marker-shapes.ts';
import { SHAPES, type Shape } from '../styles/palette.ts';

/** Side of one icon, pixels. */
const CELL = 64;

/** The picture as a data address, and where each shape lies on it. */
export interface MarkerAtlas {
  readonly image: string;
  readonly mapping: Readonly<
    Record<
      Shape,
      { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly mask: true }
    >
  >;
}

/** Draws the atlas: white shapes that the layer tints. */
export function createMarkerAtlas(): MarkerAtlas {
  const canvas = document.createElement('canvas');
  canvas.width = CELL * SHAPES.length;
  canvas.height = CELL;
  // It is read back at once: on the graphics processor that would wait for all that the map has asked of it.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context) {
    context.fillStyle = '#ffffff';
    SHAPES.forEach((shape, index) => {
      context.beginPath();
      for (const [x, y] of SHAPE_OUTLINES[shape]) {
        context.lineTo(CELL * (index + 0.5 + 0.44 * x), CELL * (0.5 + 0.44 * y));
      }
      context.closePath();
      context.fill();
    });
  }
  return {
    image: canvas.toDataURL(),
    mapping: Object.fromEntries(
      SHAPES.map((shape, index) => [shape, { x: index * CELL, y: 0, width: CELL, height: CELL, mask: true as const }]),
    ) as MarkerAtlas['mapping'],
  };
}
