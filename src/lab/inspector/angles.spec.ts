import { describe, expect, it } from 'vitest';
import { angleDifference } from './angles.ts';

const degrees = (angle: number, from: number): number =>
  (angleDifference((angle * Math.PI) / 180, (from * Math.PI) / 180) * 180) / Math.PI;

describe('angleDifference', () => {
  it('is the plain difference of neighbours', () => {
    expect(degrees(-31.2, -31)).toBeCloseTo(-0.2, 10);
    expect(degrees(100, -60)).toBeCloseTo(160, 10);
  });

  it('goes the short way round, over the seam and over whole turns', () => {
    expect(degrees(179, -179)).toBeCloseTo(-2, 10);
    expect(degrees(-179, 179)).toBeCloseTo(2, 10);
    expect(degrees(10 + 720, 350 - 360)).toBeCloseTo(20, 10);
    expect(degrees(-10 - 720, 10)).toBeCloseTo(-20, 10);
  });

  it('has one value for half a turn, +π', () => {
    expect(angleDifference(Math.PI, 0)).toBe(Math.PI);
    expect(angleDifference(-Math.PI, 0)).toBe(Math.PI);
  });

  it('keeps what is not known unknown', () => {
    expect(angleDifference(Number.NaN, 0)).toBeNaN();
  });
});
