/** The part of a power delay profile that is worth looking at. */

/** A piece of a profile in decibels. */
export interface DelayWindow {
  /** Delays, nanoseconds. */
  readonly nanoseconds: Float64Array;
  /** Power over the peak of the window, decibels. */
  readonly decibels: Float64Array;
}

/** Decibels below the peak at which the picture ends. */
export const PROFILE_FLOOR_DB = 50;

/**
 * Cuts a profile to the delays around the paths.
 *
 * @param profile power of every delay bin, linear; circular
 * @param binWidth width of a bin, seconds
 * @param first earliest delay of interest, seconds
 * @param last latest delay of interest, seconds
 */
export function cutDelayWindow(profile: Float32Array, binWidth: number, first: number, last: number): DelayWindow {
  const margin = Math.max(12 * binWidth, 0.15 * (last - first));
  const from = Math.floor((first - margin) / binWidth);
  const to = Math.min(from + profile.length - 1, Math.ceil((last + margin) / binWidth));
  const bins = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const powers = bins.map((bin) => profile[((bin % profile.length) + profile.length) % profile.length]);
  const peak = Math.max(...powers);
  return {
    nanoseconds: Float64Array.from(bins, (bin) => bin * binWidth * 1e9),
    decibels: Float64Array.from(powers, (power) => Math.max(-PROFILE_FLOOR_DB, 10 * Math.log10(power / peak))),
  };
}
