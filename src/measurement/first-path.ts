/**
 * First-path detection: behind an obstacle the strongest path is a detour, and what comes first, if only weakly, has come
 * the shortest way. The tones are tapered first, so that a strong path's side lobes do not hide or feign what comes before
 * it, and what counts as a path lies above them and above the noise.
 */
import { createFftPlan, nextPowerOfTwo } from '../numerics/fft.ts';
import type { FftPlan } from '../numerics/fft.ts';

/** Hamming's taper leaves side lobes of −43 dB (Harris 1978, Proc. IEEE 66(1), table 1); several paths may add up. */
export const DYNAMIC_RANGE = 1e-3;

/** Cells of 1/K of the period on either side of a path that its main lobe fills under the taper. */
export const MAIN_LOBE = 2;

/** Quantile of the normal distribution that one in a million exceeds: about one false alarm in a thousand soundings. */
const FALSE_ALARM = 4.75;

/**
 * How far the mean power of the noise in a tap over some antennas may lie above its expectation: the quantile of a χ²
 * variable with 2M degrees of freedom (Wilson and Hilferty 1931, PNAS 17, 684).
 */
export function alarmFactor(antennas: number): number {
  return (1 - 1 / (9 * antennas) + FALSE_ALARM / (3 * Math.sqrt(antennas))) ** 3;
}

/** Tables and scratch space for one panel and numerology. Its contents belong to the latest call. */
export interface FirstPathWorkspace {
  readonly antennas: number;
  /** K, pilots of the comb. */
  readonly tones: number;
  /** Hamming's taper, its sum one [K]. */
  readonly taper: Float64Array;
  /** Σ taper²: what of white noise a tap holds. */
  readonly noiseShare: number;
  readonly plan: FftPlan;
  readonly taps: Float64Array;
  /** Power over delay, mean over antennas; a path of power p peaks at p [N]. */
  readonly profile: Float64Array;
}

/**
 * @param antennas M
 * @param tones K
 */
export function createFirstPathWorkspace(antennas: number, tones: number): FirstPathWorkspace {
  const length = nextPowerOfTwo(tones);
  const raw = Float64Array.from({ length: tones }, (_, k) =>
    tones > 1 ? 0.54 - 0.46 * Math.cos((2 * Math.PI * k) / (tones - 1)) : 1,
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  const taper = raw.map((value) => value / sum);
  return {
    antennas,
    tones,
    taper,
    noiseShare: taper.reduce((total, value) => total + value * value, 0),
    plan: createFftPlan(length),
    taps: new Float64Array(2 * length),
    profile: new Float64Array(length),
  };
}

/**
 * Delay of the first path: the first peak of the tapered power delay profile before the strongest path that stands above
 * both the strongest one's side lobes and the noise, at a constant rate of false alarms (Dardari, Conti, Ferner, Giorgetti
 * and Win 2009, Proc. IEEE 97(2), §IV: threshold crossing and peak).
 *
 * A peak is refined by a parabola through three logarithms, good to a twentieth of a tap.
 *
 * @param estimate [antennas, tones, 2]
 * @param strongest delay of the strongest path as a share of the profile's period, in [0, 1)
 * @param noise noise power in a tone of the estimate
 * @returns the same of the first path; `strongest` itself where nothing comes before it
 */
export function estimateFirstPath(
  estimate: Float32Array,
  strongest: number,
  noise: number,
  workspace: FirstPathWorkspace,
): number {
  const { antennas, tones, noiseShare, profile } = workspace;
  const length = profile.length;
  taperedProfile(estimate, workspace);
  const guard = (MAIN_LOBE * length) / tones;
  const last = Math.floor(strongest * length - guard);
  const peak = Math.max(...profile.subarray(Math.max(0, last), Math.ceil(strongest * length + guard) + 1));
  const threshold = Math.max(DYNAMIC_RANGE * peak, alarmFactor(antennas) * noiseShare * noise);
  for (let tap = 0; tap <= last; tap++) {
    const before = profile[(tap + length - 1) % length];
    const here = profile[tap];
    const after = profile[tap + 1];
    if (!(here > threshold && here >= before && here > after)) continue;
    return Math.max(0, tap + vertexOf(before, here, after)) / length;
  }
  return strongest;
}

function taperedProfile(
  estimate: Float32Array,
  { antennas, tones, taper, plan, taps, profile }: FirstPathWorkspace,
): void {
  profile.fill(0);
  for (let antenna = 0; antenna < antennas; antenna++) {
    const row = 2 * tones * antenna;
    for (let k = 0; k < tones; k++) {
      // The conjugate, so that a forward transform puts a delay where an inverse one of the tones would.
      taps[2 * k] = taper[k] * estimate[row + 2 * k];
      taps[2 * k + 1] = -taper[k] * estimate[row + 2 * k + 1];
    }
    taps.fill(0, 2 * tones);
    plan.forward(taps);
    for (let n = 0; n < profile.length; n++) profile[n] += (taps[2 * n] ** 2 + taps[2 * n + 1] ** 2) / antennas;
  }
}

/** Where a parabola through the logarithms of three neighbouring values peaks, taps from the middle one. */
function vertexOf(before: number, here: number, after: number): number {
  const [a, b, c] = [before, here, after].map((value) => Math.log(Math.max(value, Number.MIN_VALUE)));
  const curvature = a - 2 * b + c;
  return curvature < 0 ? Math.min(0.5, Math.max(-0.5, (a - c) / (2 * curvature))) : 0;
}
