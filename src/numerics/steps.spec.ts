import { describe, expect, it } from 'vitest';
import { finishSteps, stepsBetween, type Steps } from './steps.ts';

function* halves(result: string): Steps<string> {
  yield 0.5;
  yield 1;
  return result;
}

describe('work in steps', () => {
  it('gives its result when all of it is done at once', () => {
    expect(finishSteps(halves('done'))).toBe('done');
  });

  it('counts as a part of other work', () => {
    const part = stepsBetween(halves('part'), 0.2, 0.6);
    const shares: number[] = [];
    let step = part.next();
    for (; !step.done; step = part.next()) shares.push(step.value);
    expect(shares).toBeAllclose([0.4, 0.6], { absolute: 1e-12 });
    expect(step.value).toBe('part');
  });
});
