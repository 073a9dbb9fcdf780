import { describe, expect, it } from 'vitest';
import { spreadEvenly } from './spread.ts';

describe('spreadEvenly', () => {
  it('takes some from everywhere, each once, and no more than there are', () => {
    expect(spreadEvenly(400, 4)).toEqual([0, 100, 200, 300]);
    expect(spreadEvenly(5, 3)).toEqual([0, 1, 3]);
    expect(spreadEvenly(3, 60)).toEqual([0, 1, 2]);
    expect(spreadEvenly(0, 60)).toEqual([]);
  });

  it('leaves gaps that differ by one at most', () => {
    const chosen = spreadEvenly(1000, 37);
    const gaps = chosen.map((number, i) => (chosen[i + 1] ?? 1000) - number);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBe(1);
  });
});
