/** From a point of a picture of all channels to the number that is there, and back. */
import type { UnitPlace, UnitView } from '../../engine/frontend.ts';
import { tileChannels } from '../inspector/images.ts';

type Extent = Pick<UnitView, 'height' | 'width' | 'channels'>;

/**
 * The number at a point.
 *
 * @param across where the point is from the left, 0 to 1
 * @param down where it is from the top, 0 to 1
 * @returns null between tiles, and where there is no channel
 */
export function placeAt(extent: Extent, aspect: number, across: number, down: number): UnitPlace | null {
  const tiles = tileChannels(extent, aspect);
  const x = Math.floor(across * tiles.columns);
  const y = Math.floor(down * tiles.rows);
  if (x < 0 || y < 0 || x >= tiles.columns || y >= tiles.rows) return null;
  const channel = Math.floor(y / tiles.cellHeight) * tiles.across + Math.floor(x / tiles.cellWidth);
  const [row, column] = [y % tiles.cellHeight, x % tiles.cellWidth];
  return channel < extent.channels && row < extent.height && column < extent.width ? { row, column, channel } : null;
}

/** Where a number is in the picture, as fractions of its extent: left, top, width, height. */
export function boxOf(extent: Extent, aspect: number, { row, column, channel }: UnitPlace): readonly number[] {
  const { across, cellHeight, cellWidth, rows, columns } = tileChannels(extent, aspect);
  return [
    ((channel % across) * cellWidth + column) / columns,
    (Math.floor(channel / across) * cellHeight + row) / rows,
    1 / columns,
    1 / rows,
  ];
}

/** The place of the largest number: where an explanation begins. */
export function strongestPlace({ width, channels, values }: Omit<UnitView, 'reads'>): UnitPlace {
  let best = 0;
  values.forEach((value, i) => {
    if (value > values[best]) best = i;
  });
  const pixel = Math.floor(best / channels);
  return { row: Math.floor(pixel / width), column: pixel % width, channel: best % channels };
}
