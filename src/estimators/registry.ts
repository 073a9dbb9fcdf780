/**
 * Every estimator of the lab, one line each. A newcomer adds a folder beside this file and a line to the table.
 * The table imports nothing: an estimator's code, and the tensor library of a network, load when it is first used.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Estimator } from './estimator.ts';
import type { NetworkDefinition } from './network/definition.ts';
import { weightsName } from './site-inputs/weights-name.ts';
import type { InputKind } from './site-inputs/weights-name.ts';
import type { WeightSource } from './weights/source.ts';

/** What the table says about an estimator before it is loaded. */
interface Entry {
  readonly id: string;
  /** Short name for chips and tables. */
  readonly title: string;
  /** One sentence on how it works. */
  readonly summary: string;
  /** 2: knows the user's height. 3: estimates all three coordinates. */
  readonly dimensions: 2 | 3;
  /** Whether it needs trained weights. */
  readonly trained: boolean;
  /** How many sites it must have and can read. */
  readonly sites: readonly [minimum: number, maximum: number];
  /** Whether it needs to know which users are one on its way, and when. */
  readonly tracks: boolean;
  /**
   * What it reads: the reports of the sites, the channel estimates behind them or nothing but the paths in those, or the estimates
   * and another estimator's fixes.
   */
  readonly reads?: 'reports' | 'paths' | 'channels' | 'channels-and-fixes';
  /** What its weights can be fed, where there is a choice; the first is the usual one. */
  readonly inputs?: readonly InputKind[];
  /** Where its weights lie, if it is another one that is fed otherwise. */
  readonly weightsOf?: { readonly id: string; readonly input: InputKind };
  /** Whether it can take the sites' common prior out of their product. */
  readonly prior?: boolean;
  readonly load: (weights: WeightSource | null) => Promise<Estimator>;
}

/** The table. */
export const ESTIMATORS = [
  {
    id: 'pe-msrn',
    title: 'PE-MSRN',
    summary: 'A multi-scale residual network that reads SNR, angles, delay and power as a small image.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadNetwork((await import('./pe-msrn/network.ts')).PE_MSRN, weights),
  },
  {
    id: 'pe-msrn-harmonic',
    title: 'PE-MSRN harmonic',
    summary: 'PE-MSRN with whole multiples of the angles in its encoding, to see what they bring.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadNetwork((await import('./pe-msrn-harmonic/network.ts')).PE_MSRN_HARMONIC, weights),
  },
  {
    id: 'pe-msrn-plus',
    title: 'PE-MSRN plus',
    summary:
      'Follows the measured ray through the known scene, mirror by mirror, and learns how far and which way that fix is off.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadNetwork((await import('./pe-msrn-plus/network.ts')).PE_MSRN_PLUS, weights),
  },
  {
    id: 'cnn',
    title: 'CNN',
    summary: 'Three plain convolutions over the image that PE-MSRN reads.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadNetwork((await import('./cnn/network.ts')).CNN, weights),
  },
  {
    id: 'fcnet',
    title: 'FCNet',
    summary: 'A small fully connected network with self-attention, fed the five measured values alone.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadNetwork((await import('./fcnet/network.ts')).FCNET, weights),
  },
  {
    id: 'fe-fcnet',
    title: 'FE-FCNet',
    summary: 'A fully connected network that is fed 19 features made of the measured values.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadNetwork((await import('./fe-fcnet/network.ts')).FE_FCNET, weights),
  },
  {
    id: 'pe-fcnet',
    title: 'PE-FCNet',
    summary: 'A fully connected network that reads the positional encoding without making an image of it.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadNetwork((await import('./pe-fcnet/network.ts')).PE_FCNET, weights),
  },
  {
    id: 'pe-msn',
    title: 'PE-MSN',
    summary: 'PE-MSRN without its residual connections, to see what they bring.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadNetwork((await import('./pe-msn/network.ts')).PE_MSN, weights),
  },
  {
    id: 'pe-srn',
    title: 'PE-SRN',
    summary: 'PE-MSRN without its multi-scale block, to see what it brings.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadNetwork((await import('./pe-srn/network.ts')).PE_SRN, weights),
  },
  {
    id: 'msrn',
    title: 'MSRN',
    summary: 'PE-MSRN without the positional encoding, to see what it brings.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadNetwork((await import('./msrn/network.ts')).MSRN, weights),
  },
  {
    id: 'toa-aoa',
    title: 'TOA + AOA',
    summary: 'Walks from the site along the measured direction for as long as the wave travelled.',
    dimensions: 3,
    trained: false,
    sites: [1, Infinity],
    tracks: false,
    load: async () => (await import('./toa-aoa/estimator.ts')).createToaAoa(),
  },
  {
    id: 'toa',
    title: 'TOA',
    summary:
      'Draws a circle around every site, as wide as the first wave to arrive has travelled, and lets those that a detour has widened count for little.',
    dimensions: 2,
    trained: false,
    sites: [3, Infinity],
    tracks: false,
    load: async () => (await import('./toa/estimator.ts')).createToa(),
  },
  {
    id: 'tdoa',
    title: 'TDOA',
    summary: 'Compares the delays of the sites with each other, so that the clock of the user does not matter.',
    dimensions: 2,
    trained: false,
    sites: [3, Infinity],
    tracks: false,
    load: async () => (await import('./tdoa/estimator.ts')).createTdoa(),
  },
  {
    id: 'aoa',
    title: 'AOA',
    summary: 'Follows the bearings of several sites to the point where most of them cross.',
    dimensions: 3,
    trained: false,
    sites: [2, Infinity],
    tracks: false,
    load: async () => (await import('./aoa/estimator.ts')).createAoa(),
  },
  {
    id: 'wknn',
    title: 'WKNN',
    summary: 'Remembers what known places look like to the sites, and blends those that look most like the user.',
    dimensions: 3,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    load: async (weights) => (await import('./wknn/estimator.ts')).loadWknn(requireWeights(weights, 'wknn')),
  },
  {
    id: 'path-wknn',
    title: 'Path WKNN',
    summary: 'Remembers which paths every site sees of known places, and blends the places whose paths are the user’s.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'paths',
    load: async (weights) =>
      (await import('./path-wknn/estimator.ts')).loadPathWknn(requireWeights(weights, 'path-wknn')),
  },
  {
    id: 'ekf',
    title: 'EKF',
    summary: 'Follows a moving user, and believes a report only as far as it fits the way so far.',
    dimensions: 2,
    trained: false,
    sites: [1, Infinity],
    tracks: true,
    load: async () => (await import('./ekf/estimator.ts')).createEkf(),
  },
  {
    id: 'site-product',
    title: 'Site product',
    summary:
      'Lets every site say where the user may be, from the paths that it measures and the places that these recall, and multiplies what they say.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels',
    inputs: ['measured', 'fingerprint'],
    load: async (weights) =>
      (await import('./site-product/load.ts')).loadSiteProduct(requireWeights(weights, 'site-product')),
  },
  {
    id: 'site-product-fingerprint',
    title: 'Raw site product',
    summary: 'What every site says of the channel as it received it, multiplied.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels',
    inputs: ['fingerprint'],
    weightsOf: { id: 'site-product', input: 'fingerprint' },
    load: async (weights) =>
      (await import('./site-product/load.ts')).loadSiteProduct(requireWeights(weights, 'site-product-fingerprint')),
  },
  {
    id: 'diffloc-unet',
    title: 'DiffLoc-UNet',
    summary: 'Starts from noise and follows what all sites say of every place, two hundred steps down to the user.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels',
    inputs: ['measured', 'fingerprint'],
    prior: true,
    load: async (weights) =>
      (await import('./diffloc-unet/load.ts')).loadDiffLocUnet(requireWeights(weights, 'diffloc-unet')),
  },
  {
    id: 'diffloc-unet-fingerprint',
    title: 'Raw DiffLoc-UNet',
    summary: 'Starts from noise and follows what all sites make of the channels as they received them.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels',
    inputs: ['fingerprint'],
    weightsOf: { id: 'diffloc-unet', input: 'fingerprint' },
    prior: true,
    load: async (weights) =>
      (await import('./diffloc-unet/load.ts')).loadDiffLocUnet(requireWeights(weights, 'diffloc-unet-fingerprint')),
  },
  {
    id: 'diffloc-ct',
    title: 'DiffLoc-CT',
    summary: 'Jumps from noise to the user in two steps, each fused from what the sites answer, the surer the more.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels',
    inputs: ['measured', 'fingerprint'],
    load: async (weights) =>
      (await import('./diffloc-ct/load.ts')).loadDiffLocCt(requireWeights(weights, 'diffloc-ct')),
  },
  {
    id: 'diffloc-ct-fingerprint',
    title: 'Raw DiffLoc-CT',
    summary: 'The two steps from noise to the user, fed the channels as they were received.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels',
    inputs: ['fingerprint'],
    weightsOf: { id: 'diffloc-ct', input: 'fingerprint' },
    load: async (weights) =>
      (await import('./diffloc-ct/load.ts')).loadDiffLocCt(requireWeights(weights, 'diffloc-ct-fingerprint')),
  },
  {
    id: 'regression',
    title: 'Regression',
    summary: 'Reads what all sites received and answers with one position, without saying how sure it is of it.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels',
    inputs: ['measured', 'fingerprint'],
    load: async (weights) =>
      (await import('./regression/load.ts')).loadRegression(requireWeights(weights, 'regression')),
  },
  {
    id: 'regression-fingerprint',
    title: 'Raw regression',
    summary:
      'The regression, fed the channels as they were received: what it is not told, it has to find out by itself.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels',
    inputs: ['fingerprint'],
    weightsOf: { id: 'regression', input: 'fingerprint' },
    load: async (weights) =>
      (await import('./regression/load.ts')).loadRegression(requireWeights(weights, 'regression-fingerprint')),
  },
  {
    id: 'grid-fusion',
    title: 'Grid fusion',
    summary: 'Lets every site give each cell of the town a probability, and multiplies the maps.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels',
    inputs: ['measured', 'fingerprint'],
    load: async (weights) =>
      (await import('./grid-fusion/load.ts')).loadGridFusion(requireWeights(weights, 'grid-fusion')),
  },
  {
    id: 'grid-fusion-fingerprint',
    title: 'Raw grid fusion',
    summary: 'The maps of every site, made from the channels as they were received.',
    dimensions: 2,
    trained: true,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels',
    inputs: ['fingerprint'],
    weightsOf: { id: 'grid-fusion', input: 'fingerprint' },
    load: async (weights) =>
      (await import('./grid-fusion/load.ts')).loadGridFusion(requireWeights(weights, 'grid-fusion-fingerprint')),
  },
  {
    id: 'twin',
    title: 'Twin',
    summary: 'Moves the fix of another estimator until the ray-traced channel there is the one that was received.',
    dimensions: 2,
    trained: false,
    sites: [1, Infinity],
    tracks: false,
    reads: 'channels-and-fixes',
    load: async () => (await import('./twin/estimator.ts')).createTwinEstimator(),
  },
  {
    id: 'own',
    title: 'Trained here',
    summary: 'The network that you have trained, or brought along, in this browser.',
    dimensions: 3,
    trained: true,
    sites: [1, 1],
    tracks: false,
    load: async (weights) => loadOwn(requireWeights(weights, 'own')),
  },
] as const satisfies readonly Entry[];

/** Ids of all estimators. */
export type EstimatorId = (typeof ESTIMATORS)[number]['id'];

/** One line of the table. */
export type EstimatorEntry = Omit<Entry, 'id'> & { readonly id: EstimatorId };

/** Loads a network behind the code that runs every network. */
async function loadNetwork(definition: NetworkDefinition, weights: WeightSource | null): Promise<Estimator> {
  const source = requireWeights(weights, definition.id);
  return (await import('./network/estimator.ts')).loadNetwork(definition, source);
}

/** Whichever network the weights are of. */
async function loadOwn(source: WeightSource): Promise<Estimator> {
  const { readEstimatorId } = await import('./weights/format.ts');
  const id = await readEstimatorId(source);
  if (id !== 'own' && isEstimatorId(id)) {
    const entry = findEstimator(id);
    if (entry.trained && entry.sites[1] === 1) return entry.load(source);
  }
  throw new LabError(
    'bad-file',
    `${source.location}model.json holds weights of "${id}", which cannot be trained in the page.`,
    'Bring the files of a network that reads the report of one site, such as pe-msrn.',
  );
}

function requireWeights(weights: WeightSource | null, id: string): WeightSource {
  if (weights) return weights;
  throw new LabError('missing-weights', `The estimator ${id} needs weights.`, `Train it: wavefix train s3-3d/${id}.`);
}

/** True where `id` names an estimator. */
export function isEstimatorId(id: string): id is EstimatorId {
  return ESTIMATORS.some((entry) => entry.id === id);
}

/**
 * The line of one estimator.
 *
 * @throws LabError 'unknown-id' that lists what there is
 */
export function findEstimator(id: string): EstimatorEntry {
  const entry = ESTIMATORS.find((candidate) => candidate.id === id);
  if (entry) return entry;
  const known = ESTIMATORS.map((candidate) => candidate.id).join(', ');
  throw new LabError('unknown-id', `There is no estimator "${id}".`, `Choose one of: ${known}.`);
}

/**
 * Where the weights of an estimator for a dataset lie under models/.
 *
 * @param input what they are fed, where it is not the usual
 */
export function weightsPlace(
  { id, weightsOf }: EstimatorEntry,
  dataset: string,
  input?: InputKind,
): { readonly estimator: string; readonly name: string } {
  return { estimator: weightsOf?.id ?? id, name: weightsName(dataset, weightsOf?.input ?? input) };
}

/** What there is for an estimator to work with. */
export interface Circumstances {
  /** Sites that report. */
  readonly sites: number;
  /** Whether users are points of trajectories with known times. */
  readonly tracks: boolean;
  /** Whether channel estimates are at hand; not by default. */
  readonly channels?: boolean;
  /** Whether fixes of another estimator are; not by default. */
  readonly fixes?: boolean;
}

/**
 * Checks that an estimator can work here at all, before it is loaded.
 *
 * @throws LabError 'unsupported' that says what it lacks
 */
export function checkNeeds(
  entry: EstimatorEntry,
  { sites, tracks, channels = false, fixes = false }: Circumstances,
): void {
  const [minimum, maximum] = entry.sites;
  const there = sites === 1 ? 'there is one' : `there are ${sites}`;
  if (sites < minimum) {
    throw new LabError(
      'unsupported',
      `${entry.title} needs the reports of ${minimum} sites or more, and ${there}.`,
      'Choose a scene with more sites, or an estimator for one.',
    );
  }
  if (sites > maximum) {
    throw new LabError(
      'unsupported',
      `${entry.title} reads the reports of ${maximum === 1 ? 'one site' : `${maximum} sites`}, and ${there}.`,
      'Choose an estimator for several sites.',
    );
  }
  if (entry.tracks && !tracks) {
    throw new LabError(
      'unsupported',
      `${entry.title} follows users along their way, and these users stand alone.`,
      'Choose a dataset of trajectories.',
    );
  }
  const { reads = 'reports' } = entry;
  if (reads !== 'reports' && !channels) {
    throw new LabError(
      'unsupported',
      `${entry.title} reads the channel itself, and only reports are at hand here.`,
      'Use wavefix evaluate, or an estimator that reads reports.',
    );
  }
  if (reads === 'channels-and-fixes' && !fixes) {
    throw new LabError(
      'unsupported',
      `${entry.title} refines the fix of another estimator, and there is none.`,
      'Name one with --from.',
    );
  }
}
