import { describe, expect, it } from 'vitest';
import type { BegunTraining, TrainingChoices, TrainingEvent, TrainingOffers } from '../../engine/frontend.ts';
import {
  beginTraining,
  endTraining,
  hearTraining,
  idleTraining,
  isUnderWay,
  keptOf,
  secondsLeft,
  secondsPerPass,
  type TrainingState,
} from './training-state.ts';

const choices: TrainingChoices = { estimator: 'pe-msrn', width: 4, learningRate: 1e-3, passes: 10, draws: 1 };
const offers: TrainingOffers = {
  ...{ dataset: 's3-3d', title: 'Hall', unavailable: '', positions: 640, networks: [], passes: [], draws: [] },
  ...{ rates: [1e-5, 1], kept: { choices, step: 5, totalSteps: 100, wasRunning: false }, own: null },
};
const begun: BegunTraining = {
  ...{ step: 0, totalSteps: 100, stepsPerPass: 10, loss: 'distance', parameters: 7, flopsPerStep: 1e9, reports: 640 },
  ...{ validationUsers: 3, reason: 'WebAssembly', history: [] },
};

/** A training that has heard some events. */
function hear(...events: readonly TrainingEvent[]): TrainingState {
  return events.reduce(hearTraining, beginTraining(idleTraining(offers, choices), choices));
}

const steps = (step: number, losses: readonly number[], milliseconds: number): TrainingEvent => ({
  ...{ kind: 'steps', step, losses: Float32Array.from(losses), rate: 1e-3, milliseconds, tensors: 40 },
});

describe('the state of a training', () => {
  it('goes from its set to its steps, and says how long they will take', () => {
    const preparing = hear({
      kind: 'progress',
      progress: { stage: 'soundings', done: 1, total: 9, unit: 'soundings' },
    });
    expect(preparing).toMatchObject({ phase: 'preparing', progress: { done: 1 }, offers: { kept: null } });
    expect(secondsLeft(preparing)).toBeNaN();
    const running = hear({ kind: 'begun', begun }, steps(2, [0.5, 0.25], 400));
    expect(running).toMatchObject({
      phase: 'running',
      step: 2,
      losses: [0.5, 0.25],
      tensors: [40, 40],
      progress: null,
    });
    expect(secondsPerPass(running)).toBeCloseTo(2, 9);
    expect(secondsLeft(running)).toBeCloseTo(98 * 0.2, 9);
    expect(hearTraining(running, { ...steps(3, [0.2], 1), tensors: 43 } as TrainingEvent).tensors).toEqual([40, 43]);
    // The pace follows the latest steps without jumping.
    const slower = hearTraining(running, steps(3, [0.2], 600));
    expect(slower.stepMilliseconds).toBeGreaterThan(200);
    expect(slower.stepMilliseconds).toBeLessThan(400);
  });

  it('pauses and goes on, and keeps what it was told', () => {
    const paused = hear({ kind: 'begun', begun }, { kind: 'paused', isPaused: true });
    expect(paused.phase).toBe('paused');
    expect(isUnderWay(paused)).toBe(true);
    expect(hearTraining(paused, { kind: 'paused', isPaused: false }).phase).toBe('running');
    expect(hear({ kind: 'note', message: 'Full.', hint: 'Free some.' }).notes).toEqual(['Full. Free some.']);
  });

  it('keeps every validation with its errors', () => {
    const validations = Array.from({ length: 12 }, (_, i): TrainingEvent => ({
      kind: 'validation',
      point: { step: 10 * (i + 1), trainingLoss: 0.1, score: 12 - i },
      errors: Float64Array.of(1, 2, NaN),
    }));
    const state = hear({ kind: 'begun', begun }, ...validations);
    expect(state.validations).toHaveLength(12);
    expect(state.errors).toHaveLength(12);
    expect(state.errors.at(-1)?.step).toBe(120);
  });

  it('can be gone on with once its first step was set up, and not before', () => {
    expect(keptOf(hear())).toBeNull();
    const state = hear({ kind: 'begun', begun: { ...begun, step: 5 } }, steps(7, [1, 1], 2));
    expect(state).toMatchObject({ firstStep: 5, step: 7 });
    expect(keptOf(state)).toEqual({ choices, step: 7, totalSteps: 100, wasRunning: false });
    const curve = { model: 'pe-msrn', dataset: 's3-3d', seed: 1, loss: 'distance', points: [] } as const;
    const done = endTraining(state, { ended: 'stopped', reason: '', step: 7, files: null, best: null, curve });
    expect(isUnderWay(done)).toBe(false);
  });
});
