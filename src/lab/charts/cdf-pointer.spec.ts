import { beforeEach, describe, expect, it } from 'vitest';
import type { ErrorRange } from '../comparison/error-range.ts';
import { buildCdf } from './cdf.ts';
import { CDF_MARGIN } from './cdf-figure.ts';
import { createCdfPointer, errorAt, partOf, userAt, type CdfPointer, type PlotFrame } from './cdf-pointer.ts';

// A plot area of 400 × 200 pixels over 1 cm to 100 m.
const frame: PlotFrame = {
  width: 400 + CDF_MARGIN.left + CDF_MARGIN.right,
  height: 203 + CDF_MARGIN.top + CDF_MARGIN.bottom,
  decades: [-2, 2],
};
const x = (part: number): number => CDF_MARGIN.left + 400 * part;
const y = (share: number): number => CDF_MARGIN.top + 2 * (101.5 - share);
const lines = [buildCdf([0.1, 1, 10, Infinity], [40, 41, 42, 43]), buildCdf([1.02, 1.01, 50, 60], [40, 41, 42, 43])];

describe('places on the axis', () => {
  it('are errors by their logarithm, and never beyond its ends', () => {
    expect(errorAt(frame, x(0.5))).toBeCloseTo(1, 9);
    expect(errorAt(frame, x(0.75))).toBeCloseTo(10, 9);
    expect(errorAt(frame, 0)).toBeCloseTo(0.01, 9);
    expect(errorAt(frame, 1e4)).toBeCloseTo(100, 9);
    for (const part of [0, 0.3, 1]) expect(partOf(frame.decades, errorAt(frame, x(part)))).toBeCloseTo(part, 9);
    expect(partOf(frame.decades, 0)).toBe(0);
  });

  it('tell whose step is there, on the curve that is nearest', () => {
    expect(userAt(frame, lines, x(0.25), y(25))).toBe(40);
    expect(userAt(frame, lines, x(0.5) + 6, y(50) - 3)).toBe(40); // the second curve: user 40 comes after 41
    expect(userAt(frame, lines, x(0.5), y(25))).toBe(41);
    expect(userAt(frame, lines, x(0.1), y(90))).toBeNull();
  });
});

describe('a pointer on the curves', () => {
  let chosen: number[];
  let shown: (ErrorRange | null)[];
  let settled: (ErrorRange | null)[];
  let pointer: CdfPointer;
  beforeEach(() => {
    chosen = [];
    shown = [];
    settled = [];
    pointer = createCdfPointer(() => ({ frame, lines }), {
      choose: (user) => chosen.push(user),
      show: (range) => shown.push(range),
      settle: (range) => settled.push(range),
    });
  });

  it('chooses a user by a press, even with an unsteady hand', () => {
    pointer.down(x(0.25), y(25));
    pointer.move(x(0.25) + 3);
    pointer.up(x(0.25) + 3, y(25));
    expect(chosen).toEqual([40]);
    expect([shown, settled]).toEqual([[], []]);
  });

  it('chooses a range by a pull in either direction, and nobody with it', () => {
    pointer.down(x(0.75), y(25));
    pointer.move(x(0.5));
    pointer.move(x(0.25));
    pointer.up(x(0.25), y(25));
    expect(chosen).toEqual([]);
    expect(shown).toHaveLength(2);
    expect(shown[1]?.low).toBeCloseTo(0.1, 9);
    expect(shown[1]?.high).toBeCloseTo(10, 9);
    expect(settled).toEqual([shown[1]]);
  });

  it('does nothing without a press, or when the gesture is taken away', () => {
    pointer.move(x(0.9));
    pointer.up(x(0.25), y(25));
    pointer.down(x(0.25), y(25));
    pointer.cancel();
    pointer.move(x(0.9));
    pointer.up(x(0.25), y(25));
    expect([chosen, shown, settled]).toEqual([[], [], []]);
  });
});
