import { describe, expect, it } from 'vitest';
import { CIVIDIS_TABLE, cividis, errorColour } from './cividis.ts';

/** Relative luminance of WCAG 2. */
function luminance(colour: readonly number[]): number {
  const [r, g, b] = colour.map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe('cividis', () => {
  it('begins and ends at the published colours and clamps beyond', () => {
    expect(cividis(0)).toEqual([0, 32, 76]);
    expect(cividis(1)).toEqual([255, 233, 69]);
    expect(cividis(-3)).toEqual(cividis(0));
    expect(cividis(7)).toEqual(cividis(1));
    expect(cividis(Number.NaN)).toEqual(cividis(0));
  });

  it('grows lighter all the way, so that order survives without colour', () => {
    for (let i = 1; i < 256; i++) {
      const here = luminance([...CIVIDIS_TABLE.subarray(3 * i, 3 * i + 3)]);
      const before = luminance([...CIVIDIS_TABLE.subarray(3 * i - 3, 3 * i)]);
      expect(here).toBeGreaterThanOrEqual(before - 1e-3);
    }
  });

  it('puts equal ratios of error at equal distances', () => {
    expect(errorColour(0.01)).toEqual(cividis(0));
    expect(errorColour(1)).toEqual(cividis(0.5));
    expect(errorColour(50)).toEqual(cividis(1));
  });
});
