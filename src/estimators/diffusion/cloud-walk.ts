/** Clouds of samples down the noise, each along the summed scores of the sites that it listens to. */
import { createRandom } from '../../numerics/random.ts';
import type { CoordinateFrame } from '../coordinates.ts';
import { noiseLevels } from './edm.ts';
import { hearOnly, type DenoiseRows } from './hear-only.ts';
import { firstStepOf, type CloudWalk, type WalkRequest } from './posterior-sampler.ts';
import type { Denoise } from './sample.ts';
import { stepDown } from './sample.ts';

/**
 * How much of a branch's noise is added afresh: its variance doubles, the largest churn of Karras et al. (2022, algorithm 2).
 */
const STIR = Math.SQRT2;

/**
 * Begins a walk.
 *
 * @param sites a denoiser for each site, or null for one that does not hear the user
 * @param frame of normalised coordinates
 * @param ownSteps how many, where the request leaves that open
 */
export function beginWalk(
  sites: readonly (DenoiseRows | null)[],
  { centre, scale }: CoordinateFrame,
  ownSteps: number,
  { clouds, samples, steps = ownSteps, seed, prior, from }: WalkRequest,
): CloudWalk {
  const levels = noiseLevels(steps);
  const rows = clouds.length * samples;
  const first = firstStepOf(from, steps);
  const positions = new Float32Array(2 * rows * (steps - first + 1));
  const voices = sites.flatMap((denoise, site): Denoise[] =>
    denoise && clouds.some((listening) => listening.includes(site)) ? [hearOnly(denoise, clouds, site, samples)] : [],
  );
  const listeners = Float64Array.from(
    { length: rows },
    (_, row) => clouds[Math.floor(row / samples)].filter((site) => sites[site]).length,
  );

  const show = (x: Float64Array, frame: number): void => {
    const at = 2 * rows * frame;
    for (let i = 0; i < x.length; i++) positions[at + i] = centre[i % 2] + scale * x[i];
  };

  // All clouds share their noise: what tells them apart is what their sites say.
  const noise = new Float64Array(2 * samples);
  createRandom(seed).fillNormal(noise, 1);
  let x: Float64Array = Float64Array.from({ length: 2 * rows }, (_, i) =>
    from ? (from.positions[i] - centre[i % 2]) / scale : levels[0] * noise[i % noise.length],
  );
  show(x, 0);
  let level = levels[first];
  if (from?.isStirred) {
    const added = level * Math.sqrt(STIR ** 2 - 1);
    x = x.map((value, i) => value + added * noise[i % noise.length]);
    level *= STIR;
  }
  let step = first;

  return {
    sigma: levels.map((value) => scale * value),
    first,
    positions,
    step: () => step,
    async advance() {
      const next = levels[step + 1];
      createRandom(seed, step).fillNormal(noise, 1);
      const fresh = Float64Array.from(x, (_, i) => noise[i % noise.length]);
      x = await stepDown(voices, x, level, next, { listeners, prior }, fresh);
      step++;
      level = next;
      show(x, step - first);
    },
  };
}
