/**
 * The channel over delay and antenna, its tones tapered by Hann's window so that a path fills a few taps and leaves the others
 * alone (side lobes below −31 dB that fall with the cube of the distance). Everything that is measured of a link for DiffLoc's
 * networks is measured here.
 *
 * The taps come from a channel estimate, or straight from paths: by linearity both are the same, and the second needs neither
 * tones nor transforms, which makes it the way to a training set of two hundred thousand links.
 */
import { antennaCount, panelFrame, steeringVector, toPanelCosines } from '../../channel/array.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import { pilotToneCount, pilotToneSpacing } from '../../channel/radio.ts';
import { lowestPilotFrequency } from '../../channel/srs.ts';
import type { ChannelPaths } from '../../channel/synthesize.ts';
import { dirichlet } from '../../numerics/dirichlet.ts';
import { createFftPlan } from '../../numerics/fft.ts';
import type { RandomGenerator } from '../../numerics/random.ts';
import type { AntennaPanel, Site } from '../../scene/sites.ts';

/** Taps that are looked at: 1.18 km with the numerology of `tokyo`, farther than any path of its town that counts. */
export const TAP_COUNT = 384;

/** Share of white noise that the taper leaves in a tap, ¼ + 2/16. */
export const NOISE_SHARE = 0.375;

/** Taps on either side of a path outside of which it is below −98 dB. */
const REACH = 24;

/**
 * h[n, m] = (1/K)·Σ_k ½(1 + cos(2π(k − k̄)/K))·H[m, k]·e^{+j2π(k − k̄)n/K} with k̄ = (K − 1)/2: about the middle of the band, so
 * that a path is a real pulse times its phase there.
 *
 * @param estimate channel estimate [antennas, tones, 2]
 * @param panel whose elements they are
 * @param target where to write [taps, antennas, 2]; by default as many of the first taps as there are, up to `TAP_COUNT`
 */
export function taperedTaps(
  estimate: Float32Array,
  panel: AntennaPanel,
  target: Float32Array = new Float32Array(
    2 * antennaCount(panel) * Math.min(TAP_COUNT, estimate.length / antennaCount(panel) / 2),
  ),
): Float32Array {
  const antennas = antennaCount(panel);
  const tones = estimate.length / antennas / 2;
  const taps = target.length / antennas / 2;
  const plan = createFftPlan(tones);
  const taper = Float64Array.from(
    { length: tones },
    (_, k) => 0.5 * (1 + Math.cos((2 * Math.PI * (k - (tones - 1) / 2)) / tones)),
  );
  const line = new Float64Array(2 * tones);
  for (let antenna = 0; antenna < antennas; antenna++) {
    for (let k = 0; k < tones; k++) {
      line[2 * k] = taper[k] * estimate[2 * (antenna * tones + k)];
      line[2 * k + 1] = taper[k] * estimate[2 * (antenna * tones + k) + 1];
    }
    plan.inverse(line);
    for (let n = 0; n < taps; n++) {
      const turn = (-Math.PI * (tones - 1) * n) / tones;
      const c = Math.cos(turn);
      const s = Math.sin(turn);
      target[2 * (n * antennas + antenna)] = line[2 * n] * c - line[2 * n + 1] * s;
      target[2 * (n * antennas + antenna) + 1] = line[2 * n] * s + line[2 * n + 1] * c;
    }
  }
  return target;
}

/**
 * The same of a noise-free channel, straight from its paths: Σ_p a_p·e^{−j2πf̄τ_p}·W(n − τ_pKΔ)·e^{+j2π(r_m·u_p)/λ}, f̄ the middle
 * of the band.
 *
 * @param target where to write [taps, antennas, 2]
 */
export function synthesizeTaperedTaps(
  paths: ChannelPaths,
  site: Site,
  radio: RadioConfiguration,
  target: Float32Array,
): Float32Array {
  const tones = pilotToneCount(radio);
  const spacing = pilotToneSpacing(radio);
  const middle = lowestPilotFrequency(radio) + ((tones - 1) / 2) * spacing;
  const antennas = antennaCount(site.panel);
  const taps = target.length / antennas / 2;
  const frame = panelFrame(site.orientation);
  const steering = new Float64Array(2 * antennas);
  target.fill(0);
  for (let p = 0; p < paths.count; p++) {
    const delay = paths.delays[p];
    const turns = middle * delay;
    const phase = -2 * Math.PI * (turns - Math.round(turns));
    const re = paths.amplitudes[2 * p] * Math.cos(phase) - paths.amplitudes[2 * p + 1] * Math.sin(phase);
    const im = paths.amplitudes[2 * p] * Math.sin(phase) + paths.amplitudes[2 * p + 1] * Math.cos(phase);
    const [horizontal, vertical] = toPanelCosines(frame, paths.departureAzimuths[p], paths.departureElevations[p]);
    steeringVector(site.panel, horizontal, vertical, steering);
    addPulse(target, taps, tones, delay * tones * spacing, re, im, steering);
  }
  return target;
}

/**
 * Adds a path to taps.
 *
 * @param target [taps, antennas, 2]
 * @param place its delay, taps
 * @param re real part of its amplitude
 * @param im imaginary part
 * @param steering array response [antennas, 2]
 */
export function addPulse(
  target: Float32Array,
  taps: number,
  tones: number,
  place: number,
  re: number,
  im: number,
  steering: Float64Array,
): void {
  // An even number of tones has no middle one: from period to period the pulse changes its sign.
  const periods = Math.floor(place / tones + 0.5 * (1 - taps / tones));
  const near = place - periods * tones;
  const sign = tones % 2 === 0 && periods % 2 !== 0 ? -1 : 1;
  const from = Math.max(0, Math.ceil(near - REACH));
  const to = Math.min(taps - 1, Math.floor(near + REACH));
  for (let n = from; n <= to; n++) {
    const weight = sign * taperedKernel(n - near, tones);
    const wr = weight * re;
    const wi = weight * im;
    for (let i = 0, at = n * steering.length; i < steering.length; i += 2, at += 2) {
      target[at] += wr * steering[i] - wi * steering[i + 1];
      target[at + 1] += wr * steering[i + 1] + wi * steering[i];
    }
  }
}

/** W(y) = ½D(y) + ¼D(y − 1) + ¼D(y + 1), the pulse of a path y taps away; W(0) = ½. */
export function taperedKernel(y: number, tones: number): number {
  return 0.5 * dirichlet(y, tones) + 0.25 * (dirichlet(y - 1, tones) + dirichlet(y + 1, tones));
}

/**
 * Adds what white noise on the tones leaves in tapered taps: neighbours share some of it.
 *
 * @param target [taps, antennas, 2]
 * @param power noise power per antenna and tone of the channel estimate, linear
 * @param scratch [taps + 2, antennas, 2]; overwritten
 */
export function addTapNoise(
  target: Float32Array,
  { antennas, tones }: { readonly antennas: number; readonly tones: number },
  power: number,
  random: RandomGenerator,
  scratch: Float32Array,
): void {
  random.fillNormal(scratch, Math.sqrt(power / tones / 2));
  const row = 2 * antennas;
  for (let i = 0; i < target.length; i++) {
    target[i] += 0.5 * scratch[i + row] + 0.25 * (scratch[i] + scratch[i + 2 * row]);
  }
}
