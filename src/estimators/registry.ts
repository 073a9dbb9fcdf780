/**
 * Every estimator of the lab, one line each. A newcomer adds a folder beside this file and a line to the table.
 * The table imports nothing: an estimator's code, and the tensor library of a network, load when it is first used.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Estimator } from './estimator.ts';
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
    load: async (weights) => (await import('./pe-msrn/estimator.ts')).loadPeMsrn(requireWeights(weights, 'pe-msrn')),
  },
  {
    id: 'toa-aoa',
    title: 'TOA + AOA',
    summary: 'Walks from the site along the measured direction for as long as the wave travelled.',
    dimensions: 3,
    trained: false,
    load: async () => (await import('./toa-aoa/estimator.ts')).createToaAoa(),
  },
] as const satisfies readonly Entry[];

/** Ids of all estimators. */
export type EstimatorId = (typeof ESTIMATORS)[number]['id'];

/** One line of the table. */
export type EstimatorEntry = Omit<Entry, 'id'> & { readonly id: EstimatorId };

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
