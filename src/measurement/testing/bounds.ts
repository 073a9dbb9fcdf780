/** Cramér–Rao bounds of a single path in white noise, for tests. */
import { fromPanelCosines, panelFrame, toPanelCosines } from '../../channel/array.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import { pilotFrequencies } from '../../channel/srs.ts';
import type { Site } from '../../scene/sites.ts';

/** Smallest standard deviations that an unbiased estimator can have. */
export interface Bounds {
  /** Seconds. */
  readonly delay: number;
  /** Radians. */
  readonly azimuth: number;
  /** Radians. */
  readonly elevation: number;
}

/**
 * Bounds for one path of unknown complex amplitude, delay and direction (Kay, Fundamentals of Statistical Signal
 * Processing: Estimation Theory, §3.9 and ex. 3.15). With y = α·g(θ) + n and the phase of g linear in each parameter,
 * J = 2γ·Σ(slope − mean slope)² over all samples; delay, horizontal and vertical phase do not couple.
 *
 * @param snr γ per antenna, tone and symbol, linear
 */
export function singlePathBounds(
  site: Site,
  radio: RadioConfiguration,
  snr: number,
  azimuth: number,
  elevation: number,
): Bounds {
  const { rows, columns, spacing } = site.panel;
  const frequencies = pilotFrequencies(radio);
  const samples = rows * columns * frequencies.length * radio.symbols;
  const varianceOf = (values: ArrayLike<number>): number => {
    const list = Array.from(values);
    const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
    return list.reduce((sum, x) => sum + (x - mean) ** 2, 0) / list.length;
  };
  const grid = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const deviation = (slopeVariance: number): number => 1 / Math.sqrt(2 * snr * samples * slopeVariance);
  const delay = deviation((2 * Math.PI) ** 2 * varianceOf(frequencies));
  const horizontal = deviation((2 * Math.PI * spacing) ** 2 * varianceOf(grid(columns)));
  const vertical = deviation((2 * Math.PI * spacing) ** 2 * varianceOf(grid(rows)));
  // Direction cosines to angles by their derivatives.
  const frame = panelFrame(site.orientation);
  const [p, q] = toPanelCosines(frame, azimuth, elevation);
  const h = 1e-6;
  const slope = (dp: number, dq: number): { azimuth: number; elevation: number } => {
    const ahead = fromPanelCosines(frame, p + dp, q + dq);
    const behind = fromPanelCosines(frame, p - dp, q - dq);
    const turn = ahead.azimuth - behind.azimuth;
    return {
      azimuth: (turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))) / (2 * h),
      elevation: (ahead.elevation - behind.elevation) / (2 * h),
    };
  };
  const byHorizontal = slope(h, 0);
  const byVertical = slope(0, h);
  return {
    delay,
    azimuth: Math.hypot(byHorizontal.azimuth * horizontal, byVertical.azimuth * vertical),
    elevation: Math.hypot(byHorizontal.elevation * horizontal, byVertical.elevation * vertical),
  };
}
