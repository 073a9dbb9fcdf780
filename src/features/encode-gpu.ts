/**
 * Feature vectors on a graphics processor, in a buffer that a tensor can take over without a copy; the twins are
 * `clipToTrainingRange`, `encodeFeatures` and `normaliseFeatures`.
 */
import type { Arena } from '../compute/gpu/buffers.ts';
import { createStep } from '../compute/gpu/kernel.ts';
import type { Step } from '../compute/gpu/kernel.ts';
import phasor from '../compute/gpu/phasor.wgsl?raw';
import encodeFeatures from './encode-features.wgsl?raw';
import type { FeatureSet } from './feature-set.ts';
import { featureCount } from './feature-set.ts';
import type { FeatureStatistics } from './normalisation.ts';
import { trainingRange } from './normalisation.ts';
import { DELAY_OFFSET, encodingFrequencies } from './positional-encoding.ts';

/** The sets that the kernel makes. What geometry makes of a report is left to the twin: few reports, and many steps. */
export type DeviceFeatureSet = Exclude<FeatureSet, { readonly kind: 'geometric' | 'folded' }>;

/**
 * The step from raw features to z-scores.
 *
 * @param raw float32 [reports, 5] as `rawFeatures` has them; the kernel clips them to the training range
 * @param features float32 [reports, N], row after row
 */
export async function createEncoding(
  arena: Arena,
  set: DeviceFeatureSet,
  statistics: FeatureStatistics,
  { raw, features }: { readonly raw: GPUBuffer; readonly features: GPUBuffer },
): Promise<Step> {
  const multipliers = 'order' in set ? encodingFrequencies(set) : new Float64Array();
  const count = featureCount(set);
  const frequencies = new Uint32Array(Math.max(2, 2 * multipliers.length));
  multipliers.forEach((frequency, k) => {
    const turns = frequency / (2 * Math.PI);
    frequencies[2 * k] = Math.floor(turns);
    frequencies[2 * k + 1] = Math.min(4294967295, Math.round((turns - Math.floor(turns)) * 4294967296));
  });
  const { mean, standardDeviation, rawMinimum } = statistics;
  const scores = [
    ...mean.map((value, i) => [value, 1 / standardDeviation[i]]),
    ...rawMinimum.map((_, i) => trainingRange(statistics, i)),
  ];
  return createStep(arena.device, {
    label: 'feature encoding',
    code: phasor + encodeFeatures,
    constants: {
      FEATURES: count,
      BASE: count - 4 * multipliers.length,
      ORDER: multipliers.length,
      DELAY_OFFSET,
    },
    buffers: [
      raw,
      await arena.upload('encoding frequencies', frequencies),
      await arena.upload('feature statistics', Float32Array.from(scores.flat())),
      features,
    ],
    workgroups: (reports) => [Math.ceil(reports / 64), 1, 1],
  });
}
