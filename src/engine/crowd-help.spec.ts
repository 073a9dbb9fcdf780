import { describe, expect, it } from 'vitest';
import { createWorkerPool, type PoolWorker, type WorkerAnswer, type WorkerRequest } from '../compute/worker-pool.ts';
import { serveTasks } from '../compute/task-server.ts';
import { openDataset } from '../datasets/definition.ts';
import { datasetOfScene } from '../datasets/registry.ts';
import { datasetUsers } from '../datasets/users.ts';
import type { UserPaths } from '../propagation/trace-user.ts';
import { countHelpers, traceFromBehind, type CrowdPool } from './crowd-help.ts';
import { createCrowdTracer, type CrowdSetup } from './crowd-tracing.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import { worldOfDataset } from './world.ts';

const dataset = openDataset(datasetOfScene('s3'));
const world = worldOfDataset(dataset);
const users = datasetUsers(dataset, 'test', 24);
const { signal } = new AbortController();

type Answer = WorkerAnswer<readonly UserPaths[]>;
type Request = WorkerRequest<CrowdSetup, Float64Array>;

/** A worker on this thread: what goes in and out of it is copied as between threads, and every answer takes a turn. */
function spawnHere(): PoolWorker<CrowdSetup, Float64Array, readonly UserPaths[]> {
  let request: (message: Request) => void = () => undefined;
  let answer: (message: Answer) => void = () => undefined;
  serveTasks<CrowdSetup, Float64Array, readonly UserPaths[]>(
    {
      post: (message) => setTimeout(() => answer(structuredClone(message))),
      listen: (onRequest) => (request = onRequest),
    },
    createCrowdTracer,
    () => [],
  );
  return {
    post: (message) => setTimeout(() => request(structuredClone(message))),
    listen: (onAnswer) => (answer = onAnswer),
    terminate: () => undefined,
  };
}

function createPool(size: number): CrowdPool {
  const { scene, sites, paths } = world;
  return createWorkerPool(spawnHere, size, { scene, sites, paths });
}

/** A pipeline, and what it took from others. */
function createListener(): { readonly pipeline: Pipeline; readonly taken: (UserPaths | undefined)[] } {
  const pipeline = createPipeline(world, users);
  const taken = new Array<UserPaths | undefined>(users.count).fill(undefined);
  return {
    pipeline: {
      ...pipeline,
      adopt(user, position, paths) {
        taken[user] = paths;
        pipeline.adopt(user, position, paths);
      },
    },
    taken,
  };
}

describe('help with a crowd', () => {
  const expected = createCrowdTracer(world)(users.positions);

  it('finds the same bits as one thread, whatever the number of workers', async () => {
    for (const size of [1, 3]) {
      const { pipeline, taken } = createListener();
      await traceFromBehind(pipeline, createPool(size), signal);
      expect(taken).toEqual(expected);
      expect(pipeline.untraced()).toEqual([]);
      expect(pipeline.pace()).toBe(0); // nobody was traced here
      expect(pipeline.observe(7, 10).links[0].paths).toBe(taken[7]?.tables[0]);
    }
  });

  it('ends where this thread has come from the other side', async () => {
    const { pipeline, taken } = createListener();
    const pool = createPool(1);
    const meeting: CrowdPool = {
      ...pool,
      run: (tasks, options) =>
        pool.run(tasks, {
          ...options,
          async onResult(result, index) {
            // This thread is three times as fast.
            for (const user of pipeline.untraced().slice(0, 3 * result.length)) pipeline.trace(user);
            await options.onResult(result, index);
          },
        }),
    };
    await traceFromBehind(pipeline, meeting, signal);
    expect(pipeline.untraced()).toEqual([]);
    expect(pipeline.pace()).toBeGreaterThan(0);
    const first = taken.findIndex((paths) => paths !== undefined);
    expect(first).toBeGreaterThan(users.count / 2);
    expect(taken.slice(first)).toEqual(expected.slice(first));
  });

  it('takes nothing of a user that has moved meanwhile', async () => {
    const pipeline = createPipeline(world, users);
    const working = traceFromBehind(pipeline, createPool(2), signal);
    const last = users.count - 1;
    const [x, y, z] = users.positions;
    pipeline.move(last, [x, y, z]);
    await working;
    expect(pipeline.observe(last, 10).links[0].paths).toEqual(expected[0].tables[0]);
    // Nor of one that is traced where it does not stand.
    const other = createPipeline(world, users);
    other.adopt(5, [x, y, z], expected[0]);
    expect(other.untraced()).toContain(5);
  });

  it('is given up with the run, and leaves the rest to this thread', async () => {
    const pipeline = createPipeline(world, users);
    const controller = new AbortController();
    const working = traceFromBehind(pipeline, createPool(1), controller.signal);
    controller.abort(new Error('enough'));
    await expect(working).rejects.toThrow('enough');
    for (const user of pipeline.untraced()) pipeline.trace(user);
    expect(pipeline.untraced()).toEqual([]);
  });

  it('says what a worker failed at', async () => {
    const inside = { count: 1, positions: Float64Array.from(world.sites[0].position) };
    await expect(traceFromBehind(createPipeline(world, inside), createPool(1), signal)).rejects.toMatchObject({
      name: 'LabError',
    });
  });

  it('is called for a long wait alone, for no more workers than there are cores and users for', () => {
    expect(countHelpers(400, 4, 8)).toBe(0);
    expect(countHelpers(300, 0, 8)).toBe(0);
    expect(countHelpers(300, 40, 8)).toBe(7);
    expect(countHelpers(300, 40, 64)).toBe(7);
    expect(countHelpers(300, 40, 1)).toBe(0);
    expect(countHelpers(30, 4000, 8)).toBe(0);
  });
});
