/** Channel estimates on demand, for what reads more of a sounding than its report. */
import type { RadioConfiguration } from '../channel/radio.ts';

/** What a site estimates of the channel to one user. */
export interface ChannelEstimate {
  /** Least-squares estimate [antennas, tones, 2]. */
  readonly values: Float32Array;
  /** Noise power of the estimate per antenna and tone, from the scatter of the symbols, linear. */
  readonly noisePower: number;
}

/** Estimates of many users at all sites: too large to be kept, so each is made when it is asked for. */
export interface ChannelSource {
  readonly radio: RadioConfiguration;
  /**
   * One estimate; its values are overwritten by the next.
   *
   * @param user row of the reports
   * @param site index of the site
   * @returns null where nothing can be sounded
   */
  estimate(this: void, user: number, site: number): ChannelEstimate | null;
}

/**
 * Noise power of an estimate that is the mean over the symbols.
 *
 * @param scatter of the symbols about that mean, from `estimateLeastSquares`: σ²(1 − 1/L) of the noise power σ² of a symbol
 * @param symbols L, two or more
 */
export function noiseOfEstimate(scatter: number, symbols: number): number {
  return scatter / (symbols - 1);
}
