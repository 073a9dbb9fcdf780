/**
 * First-path detection: behind an obstacle the strongest path is a detour, and what comes first, if only weakly, has come
 * the shortest way. The tones are tapered first, so that a strong path's side lobes do not hide or feign what comes before
 * it, and what counts as a path lies above them and above the noise.
 */
import { nextPowerOfTwo } from '../numerics/fft.ts';
import { solveWeightedLeastSquares } from '../numerics/symmetric-solve.ts';

/** The taper leaves side lobes of −41 dB; several paths may add up. */
export const DYNAMIC_RANGE = 1e-3;

/** Cosines that make the taper, the constant among them: with four its side lobes lie 1 dB above those of Hamming's. */
const COSINES = 4;

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
  /** K, pilots of the comb. */
  readonly tones: number;
  /** The taper, its sum one [K]. */
  readonly taper: Float64Array;
  /** Σ taper²: what of white noise a tap holds. */
  readonly noiseShare: number;
  /** The taper as weights of a tap's neighbours, d places before it; their conjugates as far behind [4, 2]. */
  readonly shifts: Float64Array;
  /** Power over delay, mean over antennas; a path of power p peaks at p. Valid where the latest call looked [N]. */
  readonly profile: Float64Array;
}

/**
 * Makes the taper: Hamming's (Harris 1978, Proc. IEEE 66(1), §V) as its best approximation by four cosines whose period is
 * that of the taps' N tones and not its own K. Such a taper need not be multiplied in before the transform: each cosine
 * blends a tap with two neighbours, which costs little where only a few taps are looked at.
 *
 * @param tones K
 */
export function createFirstPathWorkspace(tones: number): FirstPathWorkspace {
  const length = nextPowerOfTwo(tones);
  // A comb of few tones has no more cosines than it can tell apart.
  const terms = Math.min(COSINES, Math.ceil(tones / 2));
  const fromCentre = (k: number): number => (2 * Math.PI * (k - (tones - 1) / 2)) / length;
  const hamming = Float64Array.from({ length: tones }, (_, k) =>
    tones > 1 ? 0.54 - 0.46 * Math.cos((2 * Math.PI * k) / (tones - 1)) : 1,
  );
  const cosines = Float64Array.from({ length: tones * terms }, (_, i) =>
    Math.cos((i % terms) * fromCentre(Math.floor(i / terms))),
  );
  const amplitudes = solveWeightedLeastSquares(cosines, hamming, new Float64Array(tones).fill(1), terms);
  if (!amplitudes) throw new RangeError(`no taper for ${tones} tones`);
  const raw = Float64Array.from({ length: tones }, (_, k) =>
    amplitudes.reduce((sum, amplitude, d) => sum + amplitude * cosines[k * terms + d], 0),
  );
  const total = raw.reduce((sum, value) => sum + value, 0);
  const taper = raw.map((value) => value / total);
  const shifts = new Float64Array(2 * COSINES);
  for (let d = 0; d < terms; d++) {
    // The constant counts half like each half of a cosine, because tap n is its own two neighbours.
    const share = amplitudes[d] / total / 2;
    shifts[2 * d] = share * Math.cos(d * fromCentre(0));
    shifts[2 * d + 1] = share * Math.sin(d * fromCentre(0));
  }
  const noiseShare = taper.reduce((sum, value) => sum + value * value, 0);
  return { tones, taper, noiseShare, shifts, profile: new Float64Array(length) };
}

/**
 * Delay of the first path: the first peak of the tapered power delay profile before the strongest path that stands above
 * both the strongest one's side lobes and the noise, at a constant rate of false alarms (Dardari, Conti, Ferner, Giorgetti
 * and Win 2009, Proc. IEEE 97(2), §IV: threshold crossing and peak).
 *
 * A peak is refined by a parabola through three logarithms, good to a twentieth of a tap.
 *
 * @param taps of every antenna, from `computeDelayProfile`
 * @param strongest delay of the strongest path as a share of the profile's period, in [0, 1)
 * @param noise noise power in a tone of the estimate
 * @returns the same of the first path; `strongest` itself where nothing comes before it
 */
export function estimateFirstPath(
  taps: readonly Float64Array[],
  strongest: number,
  noise: number,
  workspace: FirstPathWorkspace,
): number {
  const { tones, noiseShare, profile } = workspace;
  const length = profile.length;
  const guard = (MAIN_LOBE * length) / tones;
  const last = Math.floor(strongest * length - guard);
  if (last < 0) return strongest;
  const end = Math.min(length, Math.ceil(strongest * length + guard) + 1);
  taperedProfile(taps, end, workspace);
  const peak = Math.max(...profile.subarray(last, end));
  const threshold = Math.max(DYNAMIC_RANGE * peak, alarmFactor(taps.length) * noiseShare * noise);
  for (let tap = 0; tap <= last; tap++) {
    const before = profile[(tap + length - 1) % length];
    const here = profile[tap];
    const after = profile[tap + 1];
    if (!(here > threshold && here >= before && here > after)) continue;
    return Math.max(0, tap + vertexOf(before, here, after)) / length;
  }
  return strongest;
}

/** Fills the profile from the tap before 0, on the circle, up to `end`. */
function taperedProfile(taps: readonly Float64Array[], end: number, { shifts, profile }: FirstPathWorkspace): void {
  const length = profile.length;
  const wrap = length - 1;
  profile.fill(0);
  for (const row of taps) {
    for (let delay = end < length ? -1 : 0; delay < end; delay++) {
      // Rows run backwards: delay n is stored at −n.
      const at = length - delay;
      let re = 0;
      let im = 0;
      for (let d = 0; d < COSINES; d++) {
        const c = shifts[2 * d];
        const s = shifts[2 * d + 1];
        const a = 2 * ((at - d) & wrap);
        const b = 2 * ((at + d) & wrap);
        re += c * (row[a] + row[b]) - s * (row[a + 1] - row[b + 1]);
        im += c * (row[a + 1] + row[b + 1]) + s * (row[a] - row[b]);
      }
      profile[delay & wrap] += (re * re + im * im) / taps.length;
    }
  }
}

/** Where a parabola through the logarithms of three neighbouring values peaks, taps from the middle one. */
function vertexOf(before: number, here: number, after: number): number {
  const [a, b, c] = [before, here, after].map((value) => Math.log(Math.max(value, Number.MIN_VALUE)));
  const curvature = a - 2 * b + c;
  return curvature < 0 ? Math.min(0.5, Math.max(-0.5, (a - c) / (2 * curvature))) : 0;
}
