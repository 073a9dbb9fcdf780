/** What a stored dataset says about itself: the attributes of its Zarr group, and the check of those that are read. */
import * as v from 'valibot';
import type { Site } from '../../scene/sites.ts';
import type { DatasetDefinition, OpenDataset, Split } from '../definition.ts';
import { pathRequest, snrRule, SPLITS } from '../definition.ts';
import { hashDataset, hashScene } from '../hash.ts';
import { blockShape } from '../trace-block.ts';

/** Names the format; the number is raised when readers have to change. */
const FORMAT = 'wavefix-paths/1';

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const triple = v.tuple([finite, finite, finite]);

const SITE = v.object({
  name: v.string(),
  position: triple,
  orientation: v.object({ azimuth: finite, elevation: finite }),
  panel: v.object({ rows: count, columns: count, spacing: finite, pattern: v.picklist(['iso', 'dipole', 'tr38901']) }),
});

const RADIO = v.object({
  carrierFrequency: finite,
  subcarrierSpacing: finite,
  resourceBlocks: count,
  combSize: count,
  symbols: count,
  sequenceIdentity: v.pipe(v.number(), v.integer(), v.minValue(0)),
  delayBins: count,
});

const SNR = v.variant('kind', [
  v.object({ kind: v.literal('imposed'), rangeDb: v.tuple([finite, finite]) }),
  v.object({
    kind: v.literal('link-budget'),
    budget: v.object({ transmitPower: finite, noiseFactor: finite, snrLimit: finite }),
    offsetDb: finite,
  }),
]);

/** See {@link HEADER}. */
export const HEADER = v.object({
  format: v.literal(FORMAT),
  /** Software that wrote it. */
  software: v.string(),
  /** Id and content hash of the dataset that it was built from. */
  dataset: v.string(),
  datasetHash: v.string(),
  title: v.string(),
  scene: v.string(),
  sceneHash: v.string(),
  kind: v.picklist(['positions', 'trajectories']),
  dimensions: v.picklist([2, 3]),
  /** Number of users, and which of the dataset's they are. */
  users: count,
  selection: v.object({ split: v.picklist(['all', ...SPLITS]), count: v.nullable(count) }),
  /** Meaning of the numbers in `split`, and how they were dealt out. */
  splits: v.tuple([v.literal('training'), v.literal('validation'), v.literal('test')]),
  splitRule: v.string(),
  sites: v.pipe(v.array(SITE), v.minLength(1)),
  radio: RADIO,
  snr: SNR,
  /** What the tracer was asked for. */
  paths: v.looseObject({ maximumPaths: count }),
  /** Seeds of users and split, and that of all noise. */
  seeds: v.record(v.string(), finite),
  noiseSeed: finite,
  /** Room of the arrays. */
  pathSlots: count,
  interactionSlots: count,
  usersPerChunk: count,
  units: v.string(),
  notes: v.string(),
});

/** Everything that a stored dataset says about itself. */
export type Header = v.InferOutput<typeof HEADER>;

/** Which users of a dataset are stored. */
export interface Selection {
  /** One split alone, or everybody. */
  readonly split: Split | 'all';
  /** So many of them, see `chooseUsers`; everybody by default. */
  readonly count?: number;
}

/** Users of a chunk: one trajectory of `tokyo-streets`. */
const USERS_PER_CHUNK = 200;

const UNITS =
  'SI: metres, seconds, hertz, radians, watts, metres per second; ratios are linear unless the name ends in Db. ' +
  'x east, y north, z up; azimuth from x towards y, elevation from the horizon.';

const NOTES =
  'Paths run from site to user. Amplitudes hold free-space loss, element patterns, interactions and the carrier phase ' +
  'exp(-j 2 pi f tau), so the response at f + df is the sum of amplitude * exp(-j 2 pi df delay) times the array response. ' +
  'Doppler of a path: velocity . arrival direction * f / c. A path count of -1 marks a user that was not traced yet.';

/**
 * Describes the users of a dataset that are to be stored.
 *
 * @param users how many the selection has
 * @param software name and version
 */
export function describeDataset(
  dataset: OpenDataset<DatasetDefinition>,
  selection: Selection,
  users: number,
  software: string,
): Header {
  const { definition, scene, sites } = dataset;
  const request = pathRequest(definition);
  const room = blockShape(request, users, sites.length);
  return {
    format: FORMAT,
    software,
    dataset: definition.id,
    datasetHash: hashDataset(dataset),
    title: definition.title,
    scene: scene.id,
    sceneHash: hashScene(scene),
    kind: definition.kind,
    dimensions: definition.dimensions,
    users,
    selection: { split: selection.split, count: selection.count ?? null },
    splits: [...SPLITS],
    splitRule: splitRule(definition),
    sites: sites.map(copySite),
    radio: { ...definition.radio },
    snr: copySnr(definition),
    paths: { ...request },
    seeds: seedsOf(definition),
    noiseSeed: definition.noiseSeed,
    pathSlots: room.paths,
    interactionSlots: room.interactions,
    usersPerChunk: USERS_PER_CHUNK,
    units: UNITS,
    notes: NOTES,
  };
}

/** Number of chunks along the users. */
export function chunkCount({ users, usersPerChunk }: Header): number {
  return Math.ceil(users / usersPerChunk);
}

function copySite({ name, position, orientation, panel }: Site): Header['sites'][number] {
  return { name, position: [...position], orientation: { ...orientation }, panel: { ...panel } };
}

function copySnr(definition: DatasetDefinition): Header['snr'] {
  const rule = snrRule(definition);
  return rule.kind === 'imposed' ? { ...rule, rangeDb: [...rule.rangeDb] } : { ...rule, budget: { ...rule.budget } };
}

function splitRule(definition: DatasetDefinition): string {
  if (definition.kind === 'positions') {
    return 'By position: the grid for training, seeded random positions for validation and test; none is in two splits.';
  }
  const { training, validation } = definition.split;
  const rest = 1 - training - validation;
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  return `By trajectory, after a seeded shuffle: ${percent(training)} training, ${percent(validation)} validation, ${percent(rest)} test.`;
}

function seedsOf(definition: DatasetDefinition): Record<string, number> {
  return definition.kind === 'positions'
    ? { validation: definition.validation.seed, test: definition.test.seed }
    : { routes: definition.routes.seed, split: definition.split.seed };
}
