import { describe, expect, it } from 'vitest';
import { openDataset, type OpenDataset } from '../datasets/definition.ts';
import { S3_2D } from '../datasets/s3-2d.ts';
import { datasetUsers } from '../datasets/users.ts';
import { LabError } from '../errors/lab-error.ts';
import type { BrowserStore } from './browser-store.ts';
import { loadTrainingSet, type TrainingSet, type TrainingSetControl } from './training-set.ts';
import { soundingsOf } from './training-soundings.ts';

/** A few training positions and two of the validation. */
const dataset: OpenDataset = {
  ...openDataset(S3_2D),
  definition: {
    ...S3_2D,
    region: { minimum: [20, 14, 1.5], maximum: [23, 17, 1.5] },
    validation: { count: 2, seed: 1 },
  },
};
const request = { split: 'validation', protocol: 'held-out', seed: 1 } as const;
const measure = soundingsOf(dataset, request);
const { count } = datasetUsers(dataset, 'training');

/** A browser whose storage is a map, or full. */
function prepare(kept: Map<string, unknown> | 'full') {
  const log = { measured: 0, pools: 0, refusals: [] as string[], last: '' };
  const store: BrowserStore = {
    get: (_, key) => Promise.resolve(kept === 'full' ? undefined : kept.get(key)),
    put: (_, key, value) => {
      if (kept === 'full') return Promise.reject(new LabError('unsupported', 'It is full.', 'Free some room.'));
      kept.set(key, structuredClone(value));
      return Promise.resolve();
    },
    delete: (_, key) => {
      if (kept !== 'full') kept.delete(key);
      return Promise.resolve();
    },
    keys: (_, prefix) =>
      Promise.resolve(kept === 'full' ? [] : [...kept.keys()].filter((key) => key.startsWith(prefix))),
  };
  const controller = new AbortController();
  const control: TrainingSetControl = {
    store,
    startPool() {
      log.pools++;
      return {
        size: 1,
        async run(tasks, { onResult, signal }) {
          for (const [index, task] of tasks.entries()) {
            signal?.throwIfAborted();
            log.measured++;
            await onResult(measure(task), index);
          }
        },
        close: () => undefined,
      };
    },
    emit: ({ done, total }) => (log.last = `${done} of ${total}`),
    onRefusal: (message) => void log.refusals.push(message),
    signal: controller.signal,
  };
  const load = (draws: number): Promise<TrainingSet> => loadTrainingSet(dataset, draws, request, control);
  return { log, load, controller };
}

describe('the training set of a page', () => {
  it('is measured once, and read back the same; of more draws only the others are measured', async () => {
    const kept = new Map<string, unknown>([['s3-2d-of-another-time/draws0-0-users0-3', new Float64Array(1)]]);
    const first = prepare(kept);
    const set = await first.load(1);
    expect(first.log.last).toBe(`${count + 2} of ${count + 2}`);
    expect(set.training.raw).toHaveLength(5 * count);
    expect(set.training.raw.every(Number.isFinite)).toBe(true);
    expect(set.validation.links[0].measurements.delay.every((delay) => delay > 0)).toBe(true);
    // Soundings of another time are of no use.
    expect([...kept.keys()].some((key) => key.includes('another-time'))).toBe(false);
    const second = prepare(kept);
    expect(await second.load(1)).toEqual(set);
    expect(second.log).toMatchObject({ measured: 0, pools: 0 });
    const third = prepare(kept);
    expect((await third.load(2)).training.raw[0]).toBe(set.training.raw[0]);
    expect(third.log.measured).toBeGreaterThan(0);
  });

  it('is measured anew where what was kept is cut off', async () => {
    const kept = new Map<string, unknown>();
    const set = await prepare(kept).load(1);
    for (const [key, value] of kept) if (value instanceof Float64Array) kept.set(key, value.slice(1));
    const again = prepare(kept);
    expect(await again.load(1)).toEqual(set);
    expect(again.log.measured).toBeGreaterThan(0);
  });

  it('does without a storage that is full, and says so once', async () => {
    const { log, load } = prepare('full');
    expect((await load(1)).training.users).toBe(count);
    expect(log.refusals).toHaveLength(1);
    expect(log.refusals[0]).toContain('It is full.');
  });

  it('stops where it is told to', async () => {
    const { load, controller, log } = prepare(new Map());
    controller.abort();
    await expect(load(1)).rejects.toThrow();
    expect(log.measured).toBe(0);
  });
});
