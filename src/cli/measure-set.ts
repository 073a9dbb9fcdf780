/** Measures the users of an evaluation on all cores. */
import { availableParallelism } from 'node:os';
import { spawnNodeWorker } from '../compute/node-workers.ts';
import { createWorkerPool } from '../compute/worker-pool.ts';
import type { DatasetDefinition, OpenDataset } from '../datasets/definition.ts';
import type { EvaluationRequest, EvaluationSet } from '../datasets/evaluation-set.ts';
import { evaluationUsers, measureEvaluationSet } from '../datasets/evaluation-set.ts';
import type { MeasuredPart, PartOfUsers, PartSetup } from '../datasets/measured-part.ts';
import { joinParts } from '../datasets/measured-part.ts';

const WORKER = new URL('./workers/measure-part.ts', import.meta.url);
/** Most users that a worker is given at a time. */
const USERS_PER_PART = 25;
/** Fewer links are measured sooner than a second thread is prepared. */
const FEWEST_LINKS = 100;

/**
 * Traces and measures the users of an evaluation afresh, to the same bits whatever the number of cores.
 *
 * @param dataset one of the table
 * @param onUser called with how many users are done
 * @param workers how many threads; by default one for each core, and one for a small set
 * @throws LabError as `evaluationUsers`
 */
export async function measureSet(
  dataset: OpenDataset<DatasetDefinition>,
  request: EvaluationRequest,
  onUser?: (done: number, total: number) => void,
  workers?: number,
): Promise<EvaluationSet> {
  const { count } = evaluationUsers(dataset, request);
  const size = workers ?? (count * dataset.sites.length < FEWEST_LINKS ? 1 : availableParallelism());
  if (size < 2) return measureEvaluationSet(dataset, request, onUser);
  const users = Math.min(USERS_PER_PART, Math.ceil(count / size));
  const tasks = Array.from({ length: Math.ceil(count / users) }, (_, part) => ({
    from: part * users,
    to: Math.min(count, (part + 1) * users),
  }));
  const pool = createWorkerPool<PartSetup, PartOfUsers, MeasuredPart>(() => spawnNodeWorker(WORKER), size, {
    dataset: dataset.definition.id,
    request,
  });
  const parts: MeasuredPart[] = [];
  try {
    await pool.run(tasks, {
      onResult(measured, part) {
        parts.push(measured);
        onUser?.(tasks[part].to, count);
      },
    });
  } finally {
    pool.close();
  }
  return joinParts(dataset, request, parts);
}
