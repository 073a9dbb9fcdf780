/** Measured users for an evaluation: unseen positions, or the grid over again with fresh noise. */
import { LabError } from '../errors/lab-error.ts';
import type { ChannelSource } from '../measurement/channel-source.ts';
import type { MeasurementTable } from '../measurement/report.ts';
import { createRandom } from '../numerics/random.ts';
import { finishSteps } from '../numerics/steps.ts';
import type { Site } from '../scene/sites.ts';
import type { DatasetDefinition, OpenDataset, Split } from './definition.ts';
import { snrRule } from './definition.ts';
import type { MeasureUsersRequest } from './measure-users.ts';
import { measureUsers } from './measure-users.ts';
import { soundLinks } from './soundings.ts';
import { tracedLinks } from './traced-links.ts';
import type { DatasetUsers } from './users.ts';
import { datasetUsers, pickUsers } from './users.ts';

/** Protocols of an evaluation. */
export type Protocol = 'held-out' | 'grid';

/** What to measure. */
export interface EvaluationRequest {
  readonly split: Split;
  /** `held-out`: every user of the split once. `grid`: known training points, drawn at random, over fresh noise. */
  readonly protocol: Protocol;
  /** Users; by default as many as the split has, or 1,000 of the grid. */
  readonly count?: number;
  /** SNR of every link, or offset to the link budget, decibels; by default the dataset's own. */
  readonly snrDb?: number;
  /** Seed of the SNR draws and the noise. */
  readonly seed: number;
}

/** Measured users and the truth. */
export interface EvaluationSet {
  readonly users: DatasetUsers;
  /** What each site reports of all users. */
  readonly links: readonly { readonly site: Site; readonly measurements: MeasurementTable }[];
  /** What they measured it of; missing where reports alone were kept. */
  readonly channels?: ChannelSource;
}

const SPLIT_SEED: Readonly<Record<Split, number>> = { training: 1, validation: 2, test: 3 };

/** Seeds of an evaluation's noise, which is not that of the training set. */
export function evaluationSeeds(noiseSeed: number, { split, protocol, seed }: EvaluationRequest): readonly number[] {
  return [noiseSeed, SPLIT_SEED[split], protocol === 'grid' ? 1 : 0, seed];
}

/** The noise of an evaluation of a dataset, as `measureUsers` is asked for it. */
export function evaluationNoise(
  definition: DatasetDefinition,
  request: EvaluationRequest,
): Pick<MeasureUsersRequest, 'snr' | 'seeds'> {
  return { snr: snrRule(definition, request.snrDb), seeds: evaluationSeeds(definition.noiseSeed, request) };
}

/**
 * Traces and measures the users of an evaluation afresh.
 *
 * @param onUser called after every user with how many are done
 * @throws LabError 'unsupported' for the grid protocol where there is no grid
 */
export function measureEvaluationSet(
  dataset: OpenDataset<DatasetDefinition>,
  request: EvaluationRequest,
  onUser?: (done: number, total: number) => void,
): EvaluationSet {
  const { definition } = dataset;
  const users = evaluationUsers(dataset, request);
  const source = tracedLinks(dataset, users);
  const noise = evaluationNoise(definition, request);
  const { links } = finishSteps(measureUsers(source, { draws: 1, ...noise }), (done) => onUser?.(done, users.count));
  return {
    users,
    links: source.sites.map((site, i) => ({ site, measurements: links[i].measurements })),
    channels: soundLinks(source, noise),
  };
}

/**
 * The users of an evaluation, who are known before anything is measured.
 *
 * @throws LabError 'unsupported' for the grid protocol where there is no grid
 */
export function evaluationUsers(dataset: OpenDataset<DatasetDefinition>, request: EvaluationRequest): DatasetUsers {
  if (request.protocol === 'held-out') return datasetUsers(dataset, request.split, request.count);
  if (dataset.definition.kind === 'positions') {
    return drawUsers(datasetUsers(dataset, 'training'), request.count ?? 1000, request.seed);
  }
  throw new LabError('unsupported', `Dataset "${dataset.definition.id}" has no grid.`, 'Use the held-out protocol.');
}

function drawUsers(table: DatasetUsers, count: number, seed: number): DatasetUsers {
  const random = createRandom(seed, 0x6721d);
  return pickUsers(
    table,
    Uint32Array.from({ length: count }, () => Math.floor(random.uniform() * table.count)),
  );
}
