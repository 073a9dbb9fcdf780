/** Fills a kept computation on all cores. */
import { availableParallelism } from 'node:os';
import { spawnNodeWorker } from '../compute/node-workers.ts';
import { createWorkerPool } from '../compute/worker-pool.ts';
import type { CacheSetup } from '../datasets/cache-setup.ts';
import { openCache } from '../datasets/cache-setup.ts';
import type { Shard } from '../datasets/shards.ts';
import { shardRange, WHOLE } from '../datasets/shards.ts';
import { createProgressLine } from './progress-line.ts';

const WORKER = new URL('./workers/fill-cache.ts', import.meta.url);

/**
 * Computes the blocks that are not kept yet.
 *
 * @param setup which computation
 * @param unit what its blocks consist of, such as "users"
 * @param shard the share of the blocks that this process sees to; all of them by default
 * @throws LabError as `openCache`
 */
export async function fillCache(setup: CacheSetup, unit: string, shard: Shard = WHOLE): Promise<void> {
  const cache = openCache(setup);
  const [from, to] = shardRange(cache.count, shard);
  const blocks = Array.from({ length: to - from }, (_, i) => from + i);
  const sizeOf = (list: readonly number[]): number => list.reduce((sum, block) => sum + cache.sizeOf(block), 0);
  const missing = blocks.filter((block) => !cache.has(block));
  if (missing.length === 0) return;
  const total = sizeOf(blocks);
  let done = total - sizeOf(missing);
  const workers = Math.min(availableParallelism(), missing.length);
  const pool = createWorkerPool<CacheSetup, number, number>(() => spawnNodeWorker(WORKER), workers, setup);
  const progress = createProgressLine(unit);
  progress.update(done, total);
  try {
    await pool.run(missing, { onResult: (size) => progress.update((done += size), total) });
  } finally {
    progress.end();
    pool.close();
  }
}
