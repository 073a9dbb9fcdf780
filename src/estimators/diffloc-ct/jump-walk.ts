/** Clouds that jump twice: from noise to what their sites answer, stirred once, and to what they answer then. */
import { LabError } from '../../errors/lab-error.ts';
import { createRandom } from '../../numerics/random.ts';
import type { CoordinateFrame } from '../coordinates.ts';
import { NOISE_RANGE } from '../diffusion/edm.ts';
import { hearOnly, type DenoiseRows } from '../diffusion/hear-only.ts';
import { firstStepOf, type CloudWalk, type WalkRequest } from '../diffusion/posterior-sampler.ts';
import {
  answerAgain,
  answerFirst,
  stir,
  stirredNoise,
  type Consistency,
  type SiteWeights,
  type TwoStepRequest,
} from './two-steps.ts';

/** Jumps of a walk. */
export const JUMPS = 2;

/** A cloud of fewer samples has no spread to weigh its site by. */
const FEWEST_SAMPLES = 3;

/**
 * Begins a walk of two steps. Step 1 shows the first answers with the noise of the second step, whose deviation is each cloud's own;
 * step 2 the second answers. Every site has noise of its own in the first step; a cloud of several is shown with that of the first.
 *
 * @param sites a map for each site, or null for one that does not hear the user
 * @param frame of normalised coordinates
 * @throws LabError 'bad-argument' for fewer than three samples, or a branch outside of the walk
 */
export function beginJumps(
  sites: readonly (DenoiseRows | null)[],
  { centre, scale }: CoordinateFrame,
  { clouds, samples, seed, from }: WalkRequest,
): CloudWalk {
  if (samples < FEWEST_SAMPLES) {
    throw new LabError(
      'bad-argument',
      `Clouds of ${samples} samples have no spread.`,
      `Ask for ${FEWEST_SAMPLES} or more.`,
    );
  }
  const first = firstStepOf(from, JUMPS);
  const size = 2 * samples;
  const count = clouds.length * size;
  const positions = new Float32Array(count * (JUMPS - first + 1));
  const maps = listen(sites, clouds, samples);
  const hears = (cloud: number, site: number): boolean => clouds[cloud].includes(site) && sites[site] !== null;
  const request: TwoStepRequest = { users: clouds.length, samples, hears };
  const show = (x: Float64Array, frame: number): void => {
    for (let i = 0; i < count; i++) positions[count * frame + i] = centre[i % 2] + scale * x[i];
  };
  const random = createRandom(seed);
  // All clouds share each site's noise: what tells them apart is whom they listen to.
  const draw = (): Float64Array => {
    const noise = new Float64Array(size);
    random.fillNormal(noise, 1);
    return Float64Array.from({ length: count }, (_, i) => noise[i % size]);
  };
  const begun = from && Float64Array.from(from.positions, (value, i) => (value - centre[i % 2]) / scale);
  const { largest, smallest } = NOISE_RANGE;
  const noises = sites.map(() => (begun && first === 0 ? begun.map((value) => value / largest) : draw()));
  const stirring = draw();

  let x: Float64Array = begun ?? startOf(clouds, noises, hears, size);
  let step = first;
  let weights: readonly SiteWeights[] | null = null;
  let sigmas: Float64Array = Float64Array.from(clouds, (_, cloud) =>
    stirredNoise(x.subarray(cloud * size, (cloud + 1) * size)),
  );
  const sigma = Float64Array.of(largest, first === 1 ? sigmas[0] : NaN, smallest).map((value) => scale * value);
  show(x, 0);
  if (first === 1 && from?.isStirred) {
    x = x.map((value, i) => value + sigmas[Math.floor(i / size)] * stirring[i]);
    sigmas = sigmas.map((value) => Math.SQRT2 * value);
  }

  /** Where clouds go that somebody answers; the others stay. */
  const go = (answers: Float64Array, to: Float64Array): void => {
    x = x.map((value, i) => (Number.isFinite(answers[i]) ? to[i] : value));
    step++;
    show(x, step - first);
  };

  return {
    sigma,
    first,
    positions,
    step: () => step,
    async advance() {
      if (step > 0) {
        // A branch has no first answers of its own to weigh its sites by.
        weights ??= (await answerFirst(maps, request, noises)).weights;
        const answers = await answerAgain(maps, request, weights, x, sigmas);
        go(answers, answers);
        return;
      }
      const answers = await answerFirst(maps, request, noises);
      ({ weights, sigmas } = answers);
      sigma[1] = scale * sigmas[0];
      go(answers.fused, stir(answers.fused, sigmas, stirring));
    },
  };
}

/** The sites' maps, each asked for its own clouds alone. */
function listen(
  sites: readonly (DenoiseRows | null)[],
  clouds: readonly (readonly number[])[],
  samples: number,
): Consistency[] {
  return sites.map((site, number) =>
    site ? hearOnly(site, clouds, number, samples) : (x: Float64Array) => Promise.resolve(x),
  );
}

function startOf(
  clouds: readonly (readonly number[])[],
  noises: readonly Float64Array[],
  hears: (cloud: number, site: number) => boolean,
  size: number,
): Float64Array {
  const start = new Float64Array(clouds.length * size);
  clouds.forEach((listening, cloud) => {
    const site = listening.find((one) => hears(cloud, one)) ?? 0;
    const own = noises[site].subarray(cloud * size, (cloud + 1) * size);
    start.set(
      own.map((value) => NOISE_RANGE.largest * value),
      cloud * size,
    );
  });
  return start;
}
