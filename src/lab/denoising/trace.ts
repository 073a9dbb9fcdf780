/** Clouds on their way as the page keeps them: whole traces, put together from what the worker sends. */
import type { DenoisingTrace } from '../../engine/frontend.ts';

/** The cloud of all sites that listen together; the others follow it, one for each site. */
export const TOGETHER = 0;

/**
 * Positions of a cloud at a step, without a copy.
 *
 * @returns [samples, 2], metres
 */
export function cloudAt(
  { positions, first, clouds, samples }: DenoisingTrace,
  step: number,
  cloud: number,
): Float32Array {
  const at = 2 * samples * ((step - first) * clouds.length + cloud);
  return positions.subarray(at, at + 2 * samples);
}

/** The middle of a cloud at a step, metres. */
export function centreAt({ centres, first, clouds }: DenoisingTrace, step: number, cloud: number): [number, number] {
  const at = 2 * ((step - first) * clouds.length + cloud);
  return [centres[at], centres[at + 1]];
}

/** Radius around it that holds half of the samples, metres. */
export function spreadAt({ spreads, first, clouds }: DenoisingTrace, step: number, cloud: number): number {
  return spreads[(step - first) * clouds.length + cloud];
}

/** How far the middle of a cloud is from a place, metres. */
export function errorAt(trace: DenoisingTrace, step: number, cloud: number, truth: ArrayLike<number>): number {
  const [x, y] = centreAt(trace, step, cloud);
  return Math.hypot(x - truth[0], y - truth[1]);
}

/** Some clouds of a step, one after the other, as the worker takes them to go on from. */
export function takeClouds(trace: DenoisingTrace, step: number, clouds: readonly number[]): Float32Array {
  const taken = new Float32Array(2 * trace.samples * clouds.length);
  clouds.forEach((cloud, i) => taken.set(cloudAt(trace, step, cloud), 2 * trace.samples * i));
  return taken;
}

/**
 * A whole trace with some of its clouds as another has them, from the step on that the other begins with.
 *
 * @param part the same user, steps and samples
 * @param into which cloud of the whole each cloud of the part is
 */
export function joinTraces(whole: DenoisingTrace, part: DenoisingTrace, into: readonly number[]): DenoisingTrace {
  const positions = whole.positions.slice();
  const centres = whole.centres.slice();
  const spreads = whole.spreads.slice();
  const { samples } = whole;
  for (let step = part.first; step <= whole.steps; step++) {
    into.forEach((cloud, i) => {
      const row = (step - whole.first) * whole.clouds.length + cloud;
      positions.set(cloudAt(part, step, i), 2 * samples * row);
      centres.set(centreAt(part, step, i), 2 * row);
      spreads[row] = spreadAt(part, step, i);
    });
  }
  const clouds = whole.clouds.map((sites, cloud) => part.clouds[into.indexOf(cloud)] ?? sites);
  // Where the noise is each cloud's own, it is told of the first.
  const sigma = into.includes(TOGETHER) ? part.sigma : whole.sigma;
  return { ...whole, seed: part.seed, sigma, clouds, positions, centres, spreads };
}

/** How many sites say something in the cloud of all that listen. */
export function countVoices({ heard }: Pick<DenoisingTrace, 'heard'>, listening: readonly boolean[]): number {
  return heard.filter((isHeard, site) => isHeard && listening[site]).length;
}
