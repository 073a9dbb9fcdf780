import { describe, expect, it } from 'vitest';
import { niceAbove, niceTicks } from './axes.ts';

describe('niceTicks', () => {
  it('finds round numbers inside the range', () => {
    expect(niceTicks(0, 100, 5)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(niceTicks(-0.3, 0.3, 4)).toEqual([-0.2, 0, 0.2]);
    expect(niceTicks(63, 187, 4)).toEqual([100, 150]);
  });

  it('has none for an empty range', () => {
    expect(niceTicks(3, 3, 4)).toEqual([]);
    expect(niceTicks(0, Infinity, 4)).toEqual([]);
  });
});

describe('niceAbove', () => {
  it('rounds up to one, two or five', () => {
    expect(niceAbove(0.3)).toBe(0.5);
    expect(niceAbove(2)).toBe(2);
    expect(niceAbove(6.1)).toBe(10);
  });
});
