import { describe, expect, it } from 'vitest';
import { fromWebWorker } from '../compute/web-workers.ts';
import { createWorkerPool } from '../compute/worker-pool.ts';
import { openDataset } from '../datasets/definition.ts';
import { datasetOfScene } from '../datasets/registry.ts';
import { datasetUsers } from '../datasets/users.ts';
import type { UserPaths } from '../propagation/trace-user.ts';
import { traceFromBehind } from './crowd-help.ts';
import { createCrowdTracer, type CrowdSetup } from './crowd-tracing.ts';
import { createPipeline } from './pipeline.ts';
import { worldOfDataset } from './world.ts';

describe('workers that help with a crowd', () => {
  it('find the same bits as the thread that asked them', async () => {
    const dataset = openDataset(datasetOfScene('highway'));
    const world = worldOfDataset(dataset);
    const users = datasetUsers(dataset, 'test', 40);
    const { scene, sites, paths } = world;
    const pool = createWorkerPool<CrowdSetup, Float64Array, readonly UserPaths[]>(
      () => fromWebWorker(new Worker(new URL('./crowd-worker.ts', import.meta.url), { type: 'module' })),
      2,
      { scene, sites, paths },
    );
    const pipeline = createPipeline(world, users);
    try {
      await traceFromBehind(pipeline, pool, new AbortController().signal);
    } finally {
      pool.close();
    }
    expect(pipeline.untraced()).toEqual([]);
    const alone = createCrowdTracer(world)(users.positions);
    for (let user = 0; user < users.count; user++) {
      const { enclosedBy, links } = pipeline.observe(user, -Infinity);
      expect(enclosedBy).toBe(alone[user].enclosedBy);
      expect(links.map((link) => link.paths)).toEqual(alone[user].tables);
    }
  });
});
