/**
 * Feature vectors on a graphics processor, in a buffer that a tensor can take over without a copy; the twins are
 * `encodeFeatures` and `normaliseFeatures`.
 */
import type { Arena } from '../compute/gpu/buffers.ts';
import { createStep } from '../compute/gpu/kernel.ts';
import type { Step } from '../compute/gpu/kernel.ts';
import phasor from '../compute/gpu/phasor.wgsl?raw';
import encodeFeatures from './encode-features.wgsl?raw';
import type { FeatureStatistics } from './normalisation.ts';
import { BASE_FEATURE_COUNT, DELAY_OFFSET, encodingFrequencies } from './positional-encoding.ts';
import type { PositionalEncoding } from './positional-encoding.ts';

/**
 * The step from raw features to z-scores.
 *
 * @param raw float32 [reports, 5] as `rawFeatures` has them, clipped to the training range where that is wanted
 * @param features float32 [reports, 16 + 4K], row after row
 */
export async function createEncoding(
  arena: Arena,
  encoding: PositionalEncoding,
  statistics: Pick<FeatureStatistics, 'mean' | 'standardDeviation'>,
  { raw, features }: { readonly raw: GPUBuffer; readonly features: GPUBuffer },
): Promise<Step> {
  const frequencies = new Uint32Array(2 * encoding.order);
  encodingFrequencies(encoding).forEach((frequency, k) => {
    const turns = frequency / (2 * Math.PI);
    frequencies[2 * k] = Math.floor(turns);
    frequencies[2 * k + 1] = Math.min(4294967295, Math.round((turns - Math.floor(turns)) * 4294967296));
  });
  const { mean, standardDeviation } = statistics;
  const scores = Float32Array.from(mean.flatMap((value, i) => [value, 1 / standardDeviation[i]]));
  return createStep(arena.device, {
    label: 'feature encoding',
    code: phasor + encodeFeatures,
    constants: { BASE: BASE_FEATURE_COUNT, ORDER: encoding.order, DELAY_OFFSET },
    buffers: [
      raw,
      await arena.upload('encoding frequencies', frequencies),
      await arena.upload('feature statistics', scores),
      features,
    ],
    workgroups: (reports) => [Math.ceil(reports / 64), 1, 1],
  });
}
