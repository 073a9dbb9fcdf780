/**
 * What the PE-MSRN paper prints (Shen et al., Sensors 25(17):5578, 2025), tables 3 and 6–12: what ours stands beside. Its
 * errors were reached in the paper's own halls and roads, which are not published. Everything is given as printed, also
 * where it contradicts itself; `published-notes.ts` says where.
 */
import type { DatasetId } from '../datasets/definition.ts';
import type { SettingId } from './experiments/settings.ts';
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
  /** The figure that shows the same by SNR. */
  readonly figure: number;
  /** Accuracy that the text asks of the scenario, metres. */
  readonly need_m: number;
  readonly rows: Readonly<Record<'pe-msrn', PublishedErrors> & Partial<Record<NetworkId, PublishedErrors>>>;
}

function row(mean: number, p90: number, max: number, min: number): PublishedErrors {
  return { mean_m: mean, p90_m: p90, max_m: max, min_m: min };
}

/** The tables by dataset. */
export const PUBLISHED: Readonly<Record<SettingId, PublishedTable> & Partial<Record<DatasetId, PublishedTable>>> = {
  's3-2d': {
    table: 8,
    figure: 7,
    need_m: 0.5,
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
    figure: 8,
    need_m: 2,
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
    figure: 9,
    need_m: 0.3,
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
    figure: 10,
    need_m: 4,
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
    figure: 11,
    need_m: 10,
    rows: {
      'pe-msrn': row(5.8188, 9.2305, 20.247, 0.5278),
      cnn: row(12.6442, 17.3489, 33.493, 1.075),
      fcnet: row(11.3788, 17.3688, 25.294, 1.1652),
      'fe-fcnet': row(7.1863, 11.5414, 20.6883, 0.6111),
      'pe-fcnet': row(6.3544, 9.8731, 23.1124, 0.7148),
    },
  },
};

/** Errors with the shares that tables 6, 7 and 10 add. */
export interface PublishedShares extends PublishedErrors {
  readonly below_1m: number;
  readonly below_0_5m: number;
}

/** Shares of table 10, which has them beside the errors. */
export const PUBLISHED_SHARES: Readonly<Partial<Record<NetworkId, { below_1m: number; below_0_5m: number }>>> = {
  'pe-msrn': { below_1m: 0.9004, below_0_5m: 0.4594 },
  cnn: { below_1m: 0.8704, below_0_5m: 0.3793 },
  fcnet: { below_1m: 0.6222, below_0_5m: 0.1284 },
  'fe-fcnet': { below_1m: 0.7123, below_0_5m: 0.221 },
  'pe-fcnet': { below_1m: 0.8783, below_0_5m: 0.3238 },
};

/** Table 7: what is lost without one part, in the indoor hall (3-D). */
export const PUBLISHED_ABLATION: Readonly<Record<'pe-msrn' | 'pe-msn' | 'pe-srn' | 'msrn', PublishedShares>> = {
  'pe-msrn': { ...row(0.6178, 1.0221, 1.6098, 0.0505), below_1m: 0.8876, below_0_5m: 0.3943 },
  'pe-msn': { ...row(0.6371, 1.057, 2.2035, 0.0447), below_1m: 0.8704, below_0_5m: 0.3843 },
  'pe-srn': { ...row(0.6365, 1.0633, 1.8312, 0.0455), below_1m: 0.8587, below_0_5m: 0.3754 },
  msrn: { ...row(0.8047, 1.2825, 2.0967, 0.066), below_1m: 0.7219, below_0_5m: 0.2008 },
};

/** One row of table 3. */
export interface PublishedComplexity {
  /** Operations per training sample, as printed. */
  readonly operations: number;
  /** Epochs that they contain. */
  readonly epochs: number;
  /** Channels of the first convolution, or units of the first dense layer (table 2, section 4.6). */
  readonly width: number;
  /** Pixels along a side of the image that they are counted for (section 4.6). */
  readonly imageSide?: number;
  readonly dense?: DenseCounts;
}

/** Table 3: operations per training sample, and what the printed number was made of. */
export const PUBLISHED_COMPLEXITY: Readonly<Partial<Record<NetworkId, PublishedComplexity>>> = {
  'pe-msrn': { operations: 9.4e8, epochs: 1, width: 64, imageSide: 64 },
  cnn: { operations: 2e8, epochs: 1, width: 32, imageSide: 64 },
  fcnet: { operations: 5.17e6, epochs: 200, width: 64, dense: { inputs: 5, units: 64, blocks: 2, outputs: 3 } },
  'fe-fcnet': { operations: 2.53e8, epochs: 80, width: 512, dense: { inputs: 19, units: 512, blocks: 4, outputs: 3 } },
  'pe-fcnet': { operations: 3.19e8, epochs: 100, width: 512, dense: { inputs: 32, units: 512, blocks: 4, outputs: 3 } },
};

/** What eq. 24 counts. */
export interface DenseCounts {
  readonly inputs: number;
  readonly units: number;
  readonly blocks: number;
  readonly outputs: number;
}

/** Operations per sample and epoch of a fully connected network: 2Dδ + 3ξδ² + 2ξδ + 2δρ (eq. 24 for N = 1). */
export function denseOperations({ inputs, units, blocks, outputs }: DenseCounts): number {
  return 2 * inputs * units + 3 * blocks * units ** 2 + 2 * blocks * units + 2 * units * outputs;
}

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
