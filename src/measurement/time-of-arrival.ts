/** Time of arrival: where the power delay profile peaks. */
import { createCubicSpline, findSplineMaximum } from '../numerics/spline.ts';

/** Bins on either side of the peak that the spline runs through; its natural ends are then felt by 1 part in 10⁵. */
const REACH = 8;

/**
 * Delay of the highest peak of a power delay profile, refined by a cubic spline through the bins around it (PE-MSRN
 * paper, eq. 3) and then polished on the profile itself: 1 ns bins leave the spline 1 mm of its own, more than noise does
 * above 5 dB. The profile is circular, so a peak at its start borrows bins from its end.
 *
 * @param profile power delay profile [bins], linear
 * @param autocorrelation of the tones, the coefficients of the profile's polynomial [K, 2]
 * @param tones K
 * @returns the delay as a share of the profile's period, in [0, 1); NaN for a profile without a peak. Noise can push the
 *   peak of a very near user below zero, which on the circle is the far end: a peak within half a resolution cell, 1/2K,
 *   of the end reads as zero.
 */
export function estimateTimeOfArrival(profile: Float64Array, autocorrelation: Float64Array, tones: number): number {
  const bins = profile.length;
  let peak = -1;
  let highest = 0;
  for (let i = 0; i < bins; i++) {
    if (profile[i] > highest) {
      highest = profile[i];
      peak = i;
    }
  }
  const reach = Math.min(REACH, (bins - 1) >> 1);
  if (peak < 0 || !Number.isFinite(highest) || reach < 1) return Number.NaN;
  const around = new Float64Array(2 * reach + 1);
  for (let i = -reach; i <= reach; i++) around[i + reach] = profile[(peak + i + bins) % bins] / highest;
  const { position } = findSplineMaximum(createCubicSpline(around), reach);
  const polished = polishPeak(autocorrelation, tones, (peak + position - reach) / bins, 0.25 / bins);
  const turns = polished - Math.floor(polished);
  return turns > 1 - 0.5 / tones ? 0 : turns;
}

/**
 * Newton steps towards the maximum of P(x) = c₀ + 2·Re Σ_l c_l·e^{+j2πlx}.
 *
 * @param start near the maximum
 * @param limit farthest the answer may lie from the start; beyond it the start is returned
 */
function polishPeak(autocorrelation: Float64Array, tones: number, start: number, limit: number): number {
  let x = start;
  for (let iteration = 0; iteration < 3; iteration++) {
    const stepR = Math.cos(2 * Math.PI * x);
    const stepI = Math.sin(2 * Math.PI * x);
    let er = 1;
    let ei = 0;
    let slope = 0;
    let curvature = 0;
    for (let lag = 1; lag < tones; lag++) {
      const next = er * stepR - ei * stepI;
      ei = er * stepI + ei * stepR;
      er = next;
      const re = autocorrelation[2 * lag];
      const im = autocorrelation[2 * lag + 1];
      slope -= lag * (re * ei + im * er);
      curvature -= lag * lag * (re * er - im * ei);
    }
    if (!(curvature < 0)) return start;
    x -= slope / (2 * Math.PI * curvature);
    if (!(Math.abs(x - start) <= limit)) return start;
  }
  return x;
}
