import { describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { tellDivergence } from './checkpoint-file.ts';

const divergence = new LabError('device', 'Training diverged at step 260: the loss is NaN.', 'Lower the rate.');
const point = (step: number, score: number) => ({ step, score, trainingLoss: 1 });

describe('a divergence in the terminal', () => {
  it('names the checkpoint that is left, and how its best weights are saved', () => {
    const { code, message, hint } = tellDivergence(divergence, 'a.checkpoint', [point(100, 0.5), point(200, 0.75)]);
    expect({ code, message }).toEqual({ code: divergence.code, message: divergence.message });
    expect(hint).toBe(
      'The checkpoint of step 200 is kept in a.checkpoint: the same command with --export saves its best weights, of step 100, validation mean 0.500 m. Lower the rate.',
    );
  });

  it('promises nothing where there is nothing to save', () => {
    for (const history of [[], [point(100, Infinity)]]) {
      const { hint } = tellDivergence(divergence, 'a.checkpoint', history);
      expect(hint).toBe('There is no checkpoint with weights worth saving yet. Lower the rate.');
    }
  });
});
