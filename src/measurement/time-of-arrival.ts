/** Time of arrival: where the power delay profile peaks. */
import { createCubicSpline, findSplineMaximum } from '../numerics/spline.ts';

/** Bins on either side of the peak that the spline runs through; its natural ends are then felt by 1 part in 10⁵. */
const REACH = 8;

/**
 * Delay of the highest peak of a power delay profile, refined by a cubic spline through the bins around it (PE-MSRN paper,
 * eq. 3). The profile is circular, so a peak at its start borrows bins from its end.
 *
 * @param profile power delay profile [bins], linear
 * @param period delay after which the profile repeats, seconds
 * @param bandwidth occupied bandwidth, hertz. Noise can push the peak of a very near user below zero, which on the circle
 *   is its far end: a peak within half a resolution cell, 1/2B, of the end reads as zero.
 * @returns the delay in [0, period), seconds; NaN for a profile without a peak
 */
export function estimateTimeOfArrival(profile: Float64Array, period: number, bandwidth: number): number {
  const bins = profile.length;
  let peak = -1;
  let highest = 0;
  for (let i = 0; i < bins; i++) {
    if (profile[i] > highest) {
      highest = profile[i];
      peak = i;
    }
  }
  if (peak < 0 || !Number.isFinite(highest)) return Number.NaN;
  const reach = Math.min(REACH, Math.floor((bins - 1) / 2));
  if (reach < 1) return Number.NaN;
  const around = new Float64Array(2 * reach + 1);
  for (let i = -reach; i <= reach; i++) around[i + reach] = profile[(peak + i + bins) % bins] / highest;
  const { position } = findSplineMaximum(createCubicSpline(around), reach);
  let delay = ((peak + position - reach) * period) / bins;
  if (delay < 0) delay += period;
  return delay > period - 0.5 / bandwidth ? 0 : delay;
}
