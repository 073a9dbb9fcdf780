import { describe, expect, it } from 'vitest';
import type { UnitView } from '../../engine/frontend.ts';
import { boxOf, placeAt, strongestPlace } from './places.ts';

describe('places in the picture of a layer', () => {
  it.each([
    [{ height: 6, width: 6, channels: 13 }, 1.65],
    [{ height: 1, width: 1, channels: 128 }, 1.65],
  ] as const)('go to the box of their number and back: %o', (extent, aspect) => {
    for (let i = 0; i < extent.height * extent.width * extent.channels; i++) {
      const place = {
        channel: i % extent.channels,
        column: Math.floor(i / extent.channels) % extent.width,
        row: Math.floor(i / extent.channels / extent.width),
      };
      const [left, top, width, height] = boxOf(extent, aspect, place);
      expect(placeAt(extent, aspect, left + width / 2, top + height / 2)).toEqual(place);
    }
  });

  it('are none outside of the picture, between tiles, and after the last channel', () => {
    const extent = { height: 2, width: 2, channels: 3 };
    // Two tiles across, two down: 5×5 cells, the last tile empty.
    expect(placeAt(extent, 1, 1, 0.5)).toBeNull();
    expect(placeAt(extent, 1, 0.5, 0.1)).toBeNull();
    expect(placeAt(extent, 1, 0.9, 0.9)).toBeNull();
    expect(placeAt(extent, 1, 0.9, 0.1)).toEqual({ row: 0, column: 1, channel: 1 });
  });

  it('begin at the largest number', () => {
    const values = Float32Array.from([0, 1, 2, 3, 9, 5, 6, 7]);
    const unit = { height: 2, width: 2, channels: 2, values } as UnitView;
    expect(strongestPlace(unit)).toEqual({ row: 1, column: 0, channel: 0 });
  });
});
