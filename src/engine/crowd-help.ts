/**
 * Tracing a crowd on all cores: workers of a pool trace users from the last one down while the engine's own thread goes on
 * from the first one up, until they meet. Nobody waits for anybody, and paths are the same bits whoever traced them.
 */
import { fromWebWorker } from '../compute/web-workers.ts';
import { createWorkerPool, type WorkerPool } from '../compute/worker-pool.ts';
import type { UserPaths } from '../propagation/trace-user.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { CrowdSetup } from './crowd-tracing.ts';
import type { Pipeline } from './pipeline.ts';

/** Workers that take positions of users [count, 3], metres, and answer with the paths of each. */
export type CrowdPool = WorkerPool<Float64Array, readonly UserPaths[]>;

/** Users per task: a fraction of a second of work, so that little is lost where the two ends meet. */
const USERS_PER_TASK = 4;

/** A worker prepares the whole world first; for fewer users than this it is not worth it. */
const USERS_PER_WORKER = 40;

/** The rest of a crowd that this thread traces sooner than this is left to it, milliseconds. */
const WORTH_HELP = 3000;

/**
 * How many workers should help this thread to trace a crowd.
 *
 * @param users that are still to be traced
 * @param pace what one of them takes here, milliseconds; 0 where that is not known
 * @param cores of the machine, the one of this thread among them
 * @returns 0 where it is done sooner alone
 */
export function countHelpers(users: number, pace: number, cores: number): number {
  if (users * pace < WORTH_HELP) return 0;
  return Math.min(cores - 1, Math.floor(users / USERS_PER_WORKER));
}

/**
 * Hands the users whose paths are not known to a pool, the last one first, and its answers to the pipeline. Ends where the
 * pipeline has traced the rest by itself.
 *
 * @param pipeline that may trace and move users meanwhile: what it has found itself stays
 * @param pool whose workers are prepared with the pipeline's world
 * @param signal ends it early
 * @throws whatever a worker threw, or the signal's reason
 */
export async function traceFromBehind(pipeline: Pipeline, pool: CrowdPool, signal: AbortSignal): Promise<void> {
  const { positions } = pipeline.users;
  const users = pipeline.untraced().reverse();
  const crews: (readonly number[])[] = [];
  for (let at = 0; at < users.length; at += USERS_PER_TASK) crews.push(users.slice(at, at + USERS_PER_TASK));
  const tasks = crews.map((crew) => Float64Array.from(crew.flatMap((user) => vectorAt(positions, user))));
  const met = new AbortController();
  const either = AbortSignal.any([signal, met.signal]);
  try {
    await pool.run(tasks, {
      signal: either,
      onResult(found, index) {
        crews[index].forEach((user, row) => pipeline.adopt(user, vectorAt(tasks[index], row), found[row]));
        const rest = new Set(pipeline.untraced());
        if (!users.slice((index + 1) * USERS_PER_TASK).some((user) => rest.has(user))) met.abort();
      },
    });
  } catch (cause) {
    if (!met.signal.aborted) throw cause;
  }
}

/** Workers that help to trace the crowd of one run. */
export interface CrowdHelp {
  /** Starts them where the rest of the crowd is worth it and they are not at work yet. */
  consider(): void;
  /** Ends them. */
  close(): void;
}

/**
 * Watches a run, and calls for help where it takes long.
 *
 * @param pipeline whose crowd is traced
 * @param signal of the run
 */
export function createCrowdHelp(pipeline: Pipeline, signal: AbortSignal): CrowdHelp {
  let pool: CrowdPool | null = null;
  return {
    consider() {
      if (pool) return;
      const size = countHelpers(pipeline.untraced().length, pipeline.pace(), navigator.hardwareConcurrency);
      if (size === 0) return;
      const { scene, sites, paths } = pipeline.world;
      pool = createWorkerPool<CrowdSetup, Float64Array, readonly UserPaths[]>(
        () => fromWebWorker(new Worker(new URL('./crowd-worker.ts', import.meta.url), { type: 'module' })),
        size,
        { scene, sites, paths },
      );
      // Whatever a worker fails at is traced on this thread as well, which says in its turn what is wrong.
      traceFromBehind(pipeline, pool, signal)
        .catch(() => undefined)
        .finally(pool.close);
    },
    close: () => pool?.close(),
  };
}

function vectorAt(positions: Float64Array, index: number): Vector3 {
  return [positions[3 * index], positions[3 * index + 1], positions[3 * index + 2]];
}
