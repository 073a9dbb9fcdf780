/** Measured users for an evaluation: unseen positions, or the grid over again with fresh noise. */
import type { MeasurementTable } from '../measurement/report.ts';
import { createRandom } from '../numerics/random.ts';
import type { UserTable } from '../scene/users.ts';
import { datasetUsers } from './definition.ts';
import type { OpenDataset, Split } from './definition.ts';
import { measureUsers } from './measure-users.ts';

/** What to measure. */
export interface EvaluationRequest {
  readonly split: Split;
  /** `held-out`: every user of the split once. `grid`: known training points, drawn at random, over fresh noise. */
  readonly protocol: 'held-out' | 'grid';
  /** Users; by default as many as the split has, or 1,000 of the grid. */
  readonly count?: number;
  /** Fixed SNR, decibels; by default drawn from the dataset's range. */
  readonly snrDb?: number;
  /** Seed of the SNR draws and the noise. */
  readonly seed: number;
}

/** Measured users and the truth. */
export interface EvaluationSet {
  readonly users: UserTable;
  readonly measurements: MeasurementTable;
}

const SPLIT_SEED: Readonly<Record<Split, number>> = { training: 1, validation: 2, test: 3 };

/**
 * Measures the users of an evaluation afresh; the noise is not that of the training set.
 *
 * @param onUser called after every user with how many are done
 */
export function measureEvaluationSet(
  dataset: OpenDataset,
  request: EvaluationRequest,
  onUser?: (done: number, total: number) => void,
): EvaluationSet {
  const { definition } = dataset;
  const users =
    request.protocol === 'grid'
      ? drawUsers(datasetUsers(dataset, 'training'), request.count ?? 1000, request.seed)
      : datasetUsers(dataset, request.split, request.count);
  const job = measureUsers(dataset, {
    users,
    draws: 1,
    snrDb: request.snrDb === undefined ? definition.snrDb : [request.snrDb, request.snrDb],
    seeds: [definition.noiseSeed, SPLIT_SEED[request.split], request.protocol === 'grid' ? 1 : 0, request.seed],
  });
  let step = job.next();
  for (; !step.done; step = job.next()) onUser?.(step.value, users.count);
  return { users, measurements: step.value.measurements };
}

function drawUsers(table: UserTable, count: number, seed: number): UserTable {
  const random = createRandom(seed, 0x6721d);
  const positions = new Float64Array(count * 3);
  for (let i = 0; i < count; i++) {
    const user = Math.floor(random.uniform() * table.count);
    positions.set(table.positions.subarray(user * 3, user * 3 + 3), i * 3);
  }
  return { count, positions };
}
