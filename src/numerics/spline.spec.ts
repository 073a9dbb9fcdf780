import { describe, expect, it } from 'vitest';
import { createCubicSpline, evaluateSpline, findSplineMaximum } from './spline.ts';

describe('cubic spline', () => {
  it('passes through its samples', () => {
    const samples = [3, -1, 4, 1, -5, 9, 2, -6];
    const spline = createCubicSpline(samples);
    expect(samples.map((_, i) => evaluateSpline(spline, i))).toBeAllclose(samples, { absolute: 1e-14 });
  });

  it('reproduces a straight line, and a two-sample spline is one', () => {
    expect(evaluateSpline(createCubicSpline([1, 3, 5, 7]), 1.25)).toBeCloseTo(3.5, 14);
    expect(evaluateSpline(createCubicSpline([1, 3]), 0.25)).toBeCloseTo(1.5, 14);
  });

  it('has continuous first and second derivatives, and none of the second at its ends', () => {
    const spline = createCubicSpline([0, 2, -1, 5, 3, 3]);
    const h = 1e-4;
    const first = (x: number): number => (evaluateSpline(spline, x + h) - evaluateSpline(spline, x - h)) / (2 * h);
    const second = (x: number): number =>
      (evaluateSpline(spline, x + h) - 2 * evaluateSpline(spline, x) + evaluateSpline(spline, x - h)) / (h * h);
    for (const knot of [1, 2, 3, 4]) {
      expect(first(knot - 2 * h)).toBeCloseTo(first(knot + 2 * h), 1);
      expect(second(knot - 2 * h)).toBeCloseTo(second(knot + 2 * h), 1);
    }
    expect(spline.curvatures[0]).toBe(0);
    expect(spline.curvatures[5]).toBe(0);
  });

  it('converges with the fourth power of the spacing away from its ends', () => {
    const worst = (step: number): number => {
      const samples = Float64Array.from({ length: Math.round(8 / step) + 1 }, (_, i) => Math.sin(i * step));
      const spline = createCubicSpline(samples);
      let error = 0;
      for (let x = 3; x <= 5; x += 0.013)
        error = Math.max(error, Math.abs(evaluateSpline(spline, x / step) - Math.sin(x)));
      return error;
    };
    expect(worst(0.2) / worst(0.1)).toBeGreaterThan(12);
  });

  it('finds the maximum between samples on either side of the highest one', () => {
    for (const truth of [5.9, 6, 6.3]) {
      const samples = Float64Array.from({ length: 13 }, (_, i) => Math.cos(0.3 * (i - truth)));
      const { position, value } = findSplineMaximum(createCubicSpline(samples), 6);
      expect(Math.abs(position - truth)).toBeLessThan(1e-3);
      expect(value).toBeCloseTo(1, 4);
    }
  });

  it('stays on the sample where it is already the top', () => {
    expect(findSplineMaximum(createCubicSpline([1, 2, 3]), 2)).toEqual({ position: 2, value: 3 });
  });

  it('refuses a single sample', () => {
    expect(() => createCubicSpline([1])).toThrow(RangeError);
  });
});
