/**
 * Spatial covariance on a graphics processor; the twin in double precision is `gramMatrix` of the rows. MUSIC does without it
 * there, because single precision cannot hold the squares of both signal and noise: see `signal-subspace.wgsl`. The step stands
 * beside the chain, on its own buffers, for whoever wants the second moments themselves.
 */
import type { Arena } from '../compute/gpu/buffers.ts';
import { createStep } from '../compute/gpu/kernel.ts';
import type { Step } from '../compute/gpu/kernel.ts';
import covarianceKernel from './covariance.wgsl?raw';

/**
 * The step that fills `covariance`, float32 [links, antennas, antennas], in the paired space of `covariance.ts`.
 *
 * @param paired `MusicBuffers.paired`, float32 [links, antennas, snapshots]
 * @param snapshots real ones
 */
export function createCovariance(
  arena: Arena,
  antennas: number,
  snapshots: number,
  { paired, covariance }: { readonly paired: GPUBuffer; readonly covariance: GPUBuffer },
): Promise<Step> {
  return createStep(arena.device, {
    label: 'spatial covariance',
    code: covarianceKernel,
    constants: { ANTENNAS: antennas, SNAPSHOTS: snapshots },
    buffers: [paired, covariance],
    workgroups: (links) => [Math.ceil(antennas ** 2 / 64), links, 1],
  });
}
