import { describe, expect, it } from 'vitest';
import { createDivergenceWatch } from './divergence.ts';

/** What is said after each of these losses. */
function watchAll(losses: readonly number[]): string[] {
  const watch = createDivergenceWatch();
  return losses.map((loss) => watch(loss));
}

describe('divergence', () => {
  it('is a loss that is no number', () => {
    expect(watchAll([1, NaN])).toEqual(['', 'the loss is NaN']);
    expect(watchAll([Infinity])).toEqual(['the loss is Infinity']);
  });

  it('is a loss that stays far above where it began, not a single odd batch', () => {
    const start = Array.from({ length: 30 }, () => 0.5);
    expect(watchAll([...start, 60, 0.5, 0.4]).every((words) => words === '')).toBe(true);
    const words = watchAll([...start, ...Array.from({ length: 20 }, () => 50)]);
    expect(words.at(-1)).toContain('times that of the first 20');
    // Two losses of a hundred times the first ones lift the mean of twenty above ten times.
    expect(words.findIndex((said) => said !== '')).toBe(31);
  });
});
