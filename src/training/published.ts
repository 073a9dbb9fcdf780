/**
 * What the PE-MSRN paper prints (Shen et al., Sensors 25(17):5578, 2025), tables 8–12: the errors that ours stand beside. They
 * were reached in the paper's own halls and roads, which are not published. Table 9 repeats values of table 8; they are
 * given as printed.
 */
import type { DatasetId } from '../datasets/definition.ts';
import type { NetworkId } from './networks.ts';

/** One row of a table, metres. */
export interface PublishedErrors {
  readonly mean_m: number;
  readonly p90_m: number;
  readonly max_m: number;
  readonly min_m: number;
}

/** One table. */
export interface PublishedTable {
  readonly table: number;
  readonly rows: Readonly<Partial<Record<NetworkId, PublishedErrors>>>;
}

function row(mean: number, p90: number, max: number, min: number): PublishedErrors {
  return { mean_m: mean, p90_m: p90, max_m: max, min_m: min };
}

/** The tables by dataset. */
export const PUBLISHED: Readonly<Partial<Record<DatasetId, PublishedTable>>> = {
  's3-2d': {
    table: 8,
    rows: {
      'pe-msrn': row(0.5703, 1.3788, 2.768, 0.0077),
      cnn: row(0.6303, 1.3823, 2.3263, 0.0216),
      fcnet: row(1.311, 2.2006, 3.6418, 0.0456),
      'fe-fcnet': row(1.2779, 1.8368, 2.7557, 0.039),
      'pe-fcnet': row(0.7056, 1.2519, 2.0485, 0.0235),
    },
  },
  's2-2d': {
    table: 9,
    rows: {
      'pe-msrn': row(1.6498, 1.3788, 4.2879, 0.0547),
      cnn: row(1.931, 2.2006, 5.6738, 0.0456),
      fcnet: row(4.3115, 5.2281, 6.2065, 0.3481),
      'fe-fcnet': row(3.0988, 4.3062, 6.195, 0.268),
      'pe-fcnet': row(2.195, 3.6075, 6.1817, 0.1736),
    },
  },
  's3-3d': {
    table: 10,
    rows: {
      'pe-msrn': row(0.5728, 1.0854, 1.9056, 0.0401),
      cnn: row(0.6326, 1.1097, 1.8968, 0.0459),
      fcnet: row(0.912, 1.3795, 2.123, 0.0538),
      'fe-fcnet': row(0.8659, 1.374, 2.0737, 0.0483),
      'pe-fcnet': row(0.6434, 0.7919, 1.8043, 0.0465),
    },
  },
  's2-3d': {
    table: 11,
    rows: {
      'pe-msrn': row(1.2915, 2.2526, 4.0681, 0.0401),
      cnn: row(3.8905, 6.3072, 8.7825, 0.3216),
      fcnet: row(2.976, 4.3498, 6.3629, 0.2825),
      'fe-fcnet': row(2.1842, 3.7561, 8.5306, 0.1418),
      'pe-fcnet': row(1.4253, 2.3504, 4.2653, 0.0459),
    },
  },
  's1-3d': {
    table: 12,
    rows: {
      'pe-msrn': row(5.8188, 9.2305, 20.247, 0.5278),
      cnn: row(12.6442, 17.3489, 33.493, 1.075),
      fcnet: row(11.3788, 17.3688, 25.294, 1.1652),
      'fe-fcnet': row(7.1863, 11.5414, 20.6883, 0.6111),
      'pe-fcnet': row(6.3544, 9.8731, 23.1124, 0.7148),
    },
  },
};

/** Table 6: PE-MSRN in the indoor hall (3-D) after so many epochs, metres and shares. */
export const PUBLISHED_EPOCHS: readonly {
  readonly epochs: number;
  readonly mean_m: number;
  readonly p90_m: number;
  readonly max_m: number;
  readonly below_1m: number;
  readonly below_0_5m: number;
}[] = [
  { epochs: 20, mean_m: 1.0476, p90_m: 1.9507, max_m: 3.2585, below_1m: 0.5096, below_0_5m: 0.1076 },
  { epochs: 30, mean_m: 1.0338, p90_m: 1.8282, max_m: 2.3731, below_1m: 0.5088, below_0_5m: 0.1034 },
  { epochs: 50, mean_m: 0.7823, p90_m: 1.4606, max_m: 2.248, below_1m: 0.7523, below_0_5m: 0.2294 },
  { epochs: 70, mean_m: 0.6676, p90_m: 1.286, max_m: 1.9783, below_1m: 0.8457, below_0_5m: 0.3353 },
  { epochs: 80, mean_m: 0.6471, p90_m: 1.2568, max_m: 1.9313, below_1m: 0.8549, below_0_5m: 0.367 },
  { epochs: 100, mean_m: 0.6178, p90_m: 1.2137, max_m: 1.7694, below_1m: 0.8807, below_0_5m: 0.402 },
  { epochs: 120, mean_m: 0.6307, p90_m: 1.1993, max_m: 1.8523, below_1m: 0.8674, below_0_5m: 0.387 },
];
