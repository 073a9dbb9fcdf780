import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDataset, type OpenDataset } from '../datasets/definition.ts';
import { S3_2D } from '../datasets/s3-2d.ts';
import { datasetUsers } from '../datasets/users.ts';
import { LabError } from '../errors/lab-error.ts';
import { chosenExperiment } from '../training/choices.ts';
import { validationRequest } from '../training/prepare.ts';
import type { BrowserStore } from './browser-store.ts';
import { readKept, type KeptRun } from './kept-training.ts';
import { readOwnFiles } from './own-model.ts';
import { loadTrainingSet, type TrainingSet } from './training-set.ts';
import { soundingsOf } from './training-soundings.ts';
import { startTraining, type TrainingRun } from './training-run.ts';
import type { Steering, TrainingChoices, TrainingEvent } from './training-view.ts';

/** A corner of the hall: a few training positions, and four of the validation. */
const dataset: OpenDataset = {
  ...openDataset(S3_2D),
  definition: {
    ...S3_2D,
    region: { minimum: [20, 14, 1.5], maximum: [24, 18, 1.5] },
    validation: { count: 4, seed: 1 },
  },
};
const positions = datasetUsers(dataset, 'training').count;
/** Twenty steps. */
const choices: TrainingChoices = {
  estimator: 'fcnet',
  width: 8,
  learningRate: 3e-3,
  passes: Math.ceil(1280 / positions),
  draws: 1,
};

/** A browser that keeps what it is given, or whose storage is full. */
function openStore(isFull = false): { readonly store: BrowserStore; readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  const store: BrowserStore = {
    get: (shelf, key) => Promise.resolve(kept.get(`${shelf} ${key}`)),
    put: (shelf, key, value) => {
      if (isFull) return Promise.reject(new LabError('unsupported', 'The storage is full.', 'Free some room.'));
      kept.set(`${shelf} ${key}`, structuredClone(value));
      return Promise.resolve();
    },
    delete: (shelf, key) => Promise.resolve(void kept.delete(`${shelf} ${key}`)),
    keys: () => Promise.resolve([]),
  };
  return { store, kept };
}

let set: TrainingSet;
beforeAll(async () => {
  const request = validationRequest(chosenExperiment('s3-2d', choices, positions));
  const measure = soundingsOf(dataset, request);
  set = await loadTrainingSet(dataset, choices.draws, request, {
    store: openStore().store,
    startPool: () => ({
      size: 1,
      async run(tasks, { onResult }) {
        for (const [index, task] of tasks.entries()) await onResult(measure(task), index);
      },
      close: () => undefined,
    }),
    emit: () => undefined,
    onRefusal: () => undefined,
    signal: new AbortController().signal,
  });
});

const controllers: AbortController[] = [];
afterEach(() => controllers.splice(0).forEach((controller) => controller.abort()));

interface RunOptions {
  readonly kept?: KeptRun | null;
  /** Hears everything that the run tells, and may steer it. */
  readonly onEvent?: (event: TrainingEvent, steer: (steering: Steering) => void) => void;
}

/** Begins a run. */
function begin(
  { store }: Pick<ReturnType<typeof openStore>, 'store'>,
  changes: Partial<TrainingChoices> = {},
  { kept = null, onEvent }: RunOptions = {},
) {
  const controller = new AbortController();
  controllers.push(controller);
  const events: TrainingEvent[] = [];
  const wanted = { ...choices, ...changes };
  let run: TrainingRun | null = null;
  const steer = (steering: Steering): void => run?.steer(steering);
  run = startTraining({
    ...{ dataset, choices: wanted, backend: 'cpu', set, kept, store, wasmPaths: undefined },
    experiment: chosenExperiment('s3-2d', wanted, positions),
    turns: { breathe: () => Promise.resolve() },
    emit: (event) => {
      events.push(event);
      onEvent?.(event, steer);
    },
    signal: controller.signal,
  });
  const told = <K extends TrainingEvent['kind']>(kind: K) =>
    events.filter((event): event is Extract<TrainingEvent, { kind: K }> => event.kind === kind);
  return { run, told, controller };
}

describe('a training in the page', () => {
  it('goes through its schedule, gets better, and leaves nothing to go on with', async () => {
    const browser = openStore();
    const { run, told } = begin(browser);
    const outcome = await run.outcome;
    const [{ begun }] = told('begun');
    expect(outcome).toMatchObject({ ended: 'complete', reason: '', step: begun.totalSteps });
    expect(outcome.files?.map(({ name }) => name)).toEqual(expect.arrayContaining(['model.json']));
    const scores = told('validation').map(({ point }) => point.score);
    expect(Math.min(...scores)).toBeLessThan(scores[0]);
    expect(outcome.best?.score).toBe(Math.min(...scores));
    expect(told('steps').reduce((count, { losses }) => count + losses.length, 0)).toBe(begun.totalSteps);
    // Its network takes the place of its checkpoint.
    expect([...browser.kept.keys()]).toEqual(['models s3-2d']);
    const own = await readOwnFiles(browser.store, 's3-2d');
    expect(own).toEqual({
      files: outcome.files,
      estimator: 'fcnet',
      best: { step: outcome.best?.step, mean_m: outcome.best?.score },
    });
  });

  it('goes on with a full storage, and says once that no checkpoint is kept', async () => {
    const { run, told } = begin(openStore(true));
    expect((await run.outcome).ended).toBe('complete');
    expect(told('validation').length).toBeGreaterThan(1);
    const notes = told('note').map(({ message }) => message);
    expect(notes).toEqual([
      'The storage is full. The training goes on, and no checkpoint of it is kept.',
      'The storage is full. What was trained is in this page alone.',
    ]);
  });

  it('throws its checkpoint away only once its network is kept', async () => {
    const browser = openStore();
    const full: BrowserStore = {
      ...browser.store,
      put: (shelf, key, value) =>
        shelf === 'models'
          ? Promise.reject(new LabError('unsupported', 'The storage is full.', 'Free some room.'))
          : browser.store.put(shelf, key, value),
    };
    const outcome = await begin({ store: full }).run.outcome;
    expect([...browser.kept.keys()]).toEqual(['trainings s3-2d']);
    // Going on with it, where there is room again, ends at once with the same.
    const kept = await readKept(browser.store, dataset, positions);
    expect(await begin(browser, {}, { kept }).run.outcome).toEqual(outcome);
    expect([...browser.kept.keys()]).toEqual(['models s3-2d']);
  });

  it('goes on after its tab was closed as if it had not been', async () => {
    const whole = await begin(openStore()).run.outcome;
    const browser = openStore();
    const closed = begin(
      browser,
      {},
      {
        onEvent: (event, steer) => {
          if (event.kind === 'validation' && event.point.step >= 6) steer({ kind: 'pause' });
          if (event.kind === 'paused') closed.controller.abort();
        },
      },
    );
    await expect(closed.run.outcome).rejects.toMatchObject({ name: 'AbortError' });
    const kept = await readKept(browser.store, dataset, positions);
    expect(kept).toMatchObject({ choices, wasRunning: false });
    expect(kept?.checkpoint.step).toBeGreaterThanOrEqual(6);
    const resumed = await begin(browser, {}, { kept }).run.outcome;
    expect(resumed).toEqual(whole);
  });

  it('stops where it is told to, with the best weights so far', async () => {
    const { run, told } = begin(
      openStore(),
      {},
      {
        onEvent: (event, steer) => {
          if (event.kind === 'validation') steer({ kind: 'stop' });
        },
      },
    );
    const outcome = await run.outcome;
    expect(outcome).toMatchObject({ ended: 'stopped', step: told('validation')[0].point.step });
    expect(outcome.files).not.toBeNull();
  });

  it('that diverges ends there, says so, and keeps the last good weights', async () => {
    const { run, told } = begin(
      openStore(),
      { passes: 1000 },
      {
        onEvent: (event, steer) => {
          if (event.kind === 'validation') steer({ kind: 'rate', learningRate: 1e30 });
        },
      },
    );
    const outcome = await run.outcome;
    const [{ begun }] = told('begun');
    expect(outcome.ended).toBe('diverged');
    expect(outcome.reason).toMatch(/^Training diverged at step \d+: .* Begin again with a lower learning rate\.$/);
    expect(outcome.step).toBeLessThan(begun.totalSteps);
    expect(outcome.best).toEqual(told('validation')[0].point);
    expect(outcome.files).not.toBeNull();
  });
});
