import { describe, expect, it } from 'vitest';
import type { Engine, FixBatch } from '../../engine/frontend.ts';
import { createRuns, isWorthDrawing } from './runs.ts';
import { createLabStore } from './store.ts';

const BATCH = 20;

/** Finds so many users by batches of 20. */
function run(users: number, onBatch: () => void = () => undefined) {
  const store = createLabStore();
  store.setState({ truth: new Float64Array(3 * users), estimators: ['toa-aoa'] });
  const engine = {
    run: async (_request, listeners) => {
      for (let start = 0; start < users; start += BATCH) {
        listeners.onBatch({
          start,
          count: BATCH,
          positions: new Float64Array(3 * BATCH),
          estimates: { 'toa-aoa': new Float32Array(3 * BATCH) },
          errors: { 'toa-aoa': new Float32Array(BATCH) },
          refusals: {},
        } satisfies FixBatch);
        onBatch();
      }
      return Promise.resolve({ users });
    },
  } as Pick<Engine, 'run'> as Engine;
  let drawn = 0;
  let drawings = 0;
  let version = store.getState().crowdVersion;
  store.subscribe(({ crowdVersion, fixes }) => {
    if (crowdVersion === version) return;
    version = crowdVersion;
    drawings++;
    drawn += fixes.answered;
  });
  const runs = createRuns(engine, store, { onProgress: () => undefined, onFirstBatch: () => undefined });
  return { store, done: runs.run(), cost: () => ({ drawings, drawn }) };
}

describe('a run of many users', () => {
  it('draws a crowd anew when it has grown: in proportion to the users, and not to their square', async () => {
    const [few, many] = [run(2000), run(20_000)];
    await Promise.all([few.done, many.done]);
    // Users drawn over all drawings; with every batch they would be a hundred times as many.
    expect(many.cost().drawn / few.cost().drawn).toBeLessThan(15);
    expect(many.cost().drawn).toBeLessThan(60 * 20_000);
  });

  it('draws small crowds with every batch, and everybody at the end', async () => {
    const small = run(200);
    await small.done;
    expect(small.cost().drawings).toBeGreaterThanOrEqual(200 / BATCH);
    const many = run(10_000);
    const atEnd = new Promise<number>((resolve) => {
      many.store.subscribe(({ crowdVersion, fixes }, before) => {
        if (crowdVersion !== before.crowdVersion && fixes.answered === 10_000) resolve(fixes.answered);
      });
    });
    await many.done;
    expect(many.store.getState().fixes.answered).toBe(10_000);
    expect(isWorthDrawing(20, 0)).toBe(true);
    expect(isWorthDrawing(1010, 1000)).toBe(false);
    await expect(Promise.race([atEnd, Promise.resolve(0)])).resolves.toBe(10_000);
  });
});
