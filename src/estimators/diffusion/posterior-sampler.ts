/**
 * What an estimator that samples a posterior shows of itself: clouds of samples on their way from noise to one user, step by step,
 * and the field that moves them. All coordinates are metres.
 */
import { LabError } from '../../errors/lab-error.ts';

/** What is sampled. */
export interface WalkRequest {
  /** The sites that each cloud listens to, by their numbers; those that do not hear the user say nothing. */
  readonly clouds: readonly (readonly number[])[];
  /** Samples of every cloud; all clouds begin with the same noise. */
  readonly samples: number;
  /** How many, where it is not the sampler's own number of them; one that knows a single number of them takes that. */
  readonly steps?: number;
  readonly seed: number;
  /** Takes the prior, which every site's score holds, out of all but one of them, where scores are summed. */
  readonly prior: boolean;
  /** Where the walk begins, or null for noise alone. */
  readonly from: Branch | null;
}

/** A place in the middle of an earlier walk. */
export interface Branch {
  readonly step: number;
  /** [clouds, samples, 2] */
  readonly positions: Float32Array;
  /** Whether fresh noise of the seed is added before it goes on; without it the same sites lead to the same places. */
  readonly isStirred: boolean;
}

/** Clouds on their way. */
export interface CloudWalk {
  /**
   * Noise of all steps [steps + 1], those before the branch included. Where it follows from the clouds themselves it is that of the
   * first one, and NaN until that has come there.
   */
  readonly sigma: Float64Array;
  /** The step that the walk began at. */
  readonly first: number;
  /** Positions from that step on [steps − first + 1, clouds, samples, 2]; zeros where the walk has not been yet. */
  readonly positions: Float32Array;
  /** The latest step that is known. */
  step(this: void): number;
  /** Takes the next step; after a failure it may be asked for the same one again. */
  advance(this: void): Promise<void>;
}

/** What the sites heard of one user, ready to be sampled as often as somebody likes. */
export interface PosteriorSampler {
  /** Whether each site says anything of the user. */
  readonly heard: readonly boolean[];
  /** Begins a walk; nothing is computed until it advances. */
  walk(this: void, request: WalkRequest): CloudWalk;
  /**
   * Where some sites together would move positions at a noise: the sum of D(x, σ) − x, which is σ² times their summed scores; of a
   * sampler that jumps, how far its jump from there goes. Sites that do not hear the user count for nothing.
   *
   * @param positions [count, 2]
   * @param sigma metres
   * @param sites their numbers
   * @param prior takes the prior out of all scores but one, where scores are summed
   * @returns [count, 2]
   */
  pull(
    this: void,
    positions: ArrayLike<number>,
    sigma: number,
    sites: readonly number[],
    prior: boolean,
  ): Promise<Float32Array>;
}

/**
 * The step that a walk begins at.
 *
 * @throws LabError 'bad-argument' for a branch outside of the walk
 */
export function firstStepOf(from: Branch | null, steps: number): number {
  const step = from?.step ?? 0;
  if (Number.isInteger(step) && step >= 0 && step <= steps) return step;
  throw new LabError('bad-argument', `There is no step ${step} to go on from.`, `Go on from one of 0 to ${steps}.`);
}
