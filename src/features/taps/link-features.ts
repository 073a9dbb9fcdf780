/**
 * What DiffLoc's networks are fed of one link, in place of its raw channel: how strong and how spread it is, its first and its
 * strongest peak, and the paths that CLEAN finds one after the other.
 */
import { antennaCount, steeringVector } from '../../channel/array.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import { pilotToneCount } from '../../channel/radio.ts';
import { unambiguousDelay } from '../../channel/srs.ts';
import { alarmFactor } from '../../measurement/first-path.ts';
import { toDecibels } from '../../numerics/decibels.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Site } from '../../scene/sites.ts';
import type { PeakReading } from './path-estimate.ts';
import { createPeakReader } from './path-estimate.ts';
import { addPulse, taperedKernel } from './tapered-taps.ts';

/** Paths that CLEAN looks for, at most. */
export const CLEAN_PATHS = 8;

/** Values of a path: range c·τ (metres), horizontal and vertical direction cosine at the panel, power (decibels). */
export const PATH_WIDTH = 4;

/** Values of the link as a whole: power (decibels), mean range and its spread by power (metres), noise of a tap (decibels). */
export const SUMMARY_WIDTH = 4;

/** Paths in a row: the first, the strongest, and those of CLEAN, the strongest first. */
export const LISTED_PATHS = 2 + CLEAN_PATHS;

/** Length of a row: the summary, then the paths. */
export const LINK_FEATURE_WIDTH = SUMMARY_WIDTH + PATH_WIDTH * LISTED_PATHS;

/** A first path is at most this much weaker than the strongest, linear: 25 dB. */
const FIRST_DYNAMIC_RANGE = 10 ** -2.5;

/** What CLEAN takes for a path stands this far above the noise of a beam, linear: 11 dB. */
const CLEAN_GATE = 10 ** 1.1;

/** Taps around a path whose power changes when it is taken out. */
const TOUCHED = 26;

/** Reads links of one site; owns its scratch space. */
export interface LinkReader {
  /**
   * Reads one link.
   *
   * @param taps of `taperedTaps` [taps, antennas, 2]; CLEAN leaves its residual there
   * @param row receives the features [LINK_FEATURE_WIDTH]; NaN for a path that there is not, and throughout where nothing
   *   stands out of the noise
   */
  read(taps: Float32Array, row: Float32Array): void;
}

interface PathEstimate extends PeakReading {
  readonly re: number;
  readonly im: number;
}

/**
 * Prepares a reader.
 *
 * CLEAN (Högbom 1974, Astron. Astrophys. Suppl. 15, 417) takes the strongest path out of the taps again and again: peak of the
 * power over delay, direction by a beam search and the phase slope over the panel, delay by Hann interpolation in that beam,
 * amplitude by least squares.
 *
 * @param site panel, spacing
 * @param taps how many taps a link has
 */
export function createLinkReader(site: Site, radio: RadioConfiguration, taps: number): LinkReader {
  const { panel } = site;
  const antennas = antennaCount(panel);
  const tones = pilotToneCount(radio);
  const metresPerTap = (SPEED_OF_LIGHT * unambiguousDelay(radio)) / tones;
  const reader = createPeakReader(panel);
  const alarm = alarmFactor(antennas);
  const power = new Float64Array(taps);
  const sorted = new Float64Array(taps);
  const steering = new Float64Array(2 * antennas);

  const updatePower = (values: Float32Array, from: number, to: number): void => {
    for (let n = Math.max(0, from); n < Math.min(taps, to); n++) {
      let sum = 0;
      for (let at = 2 * antennas * n; at < 2 * antennas * (n + 1); at++) sum += values[at] * values[at];
      power[n] = sum / antennas;
    }
  };

  const estimatePath = (values: Float32Array, tap: number): PathEstimate => {
    const peak = reader.read(values, tap);
    let re = 0;
    let im = 0;
    let weight = 0;
    for (let n = tap - 1; n <= tap + 1; n++) {
      const w = taperedKernel(n - peak.place, tones);
      const [br, bi] = reader.beam(values, n, peak);
      re += w * br;
      im += w * bi;
      weight += w * w;
    }
    return { ...peak, re: re / weight, im: im / weight };
  };

  const writePath = (row: Float32Array, index: number, path: PathEstimate): void => {
    const at = SUMMARY_WIDTH + PATH_WIDTH * index;
    row[at] = path.place * metresPerTap;
    row[at + 1] = path.columnTurns / panel.spacing;
    row[at + 2] = path.rowTurns / panel.spacing;
    row[at + 3] = toDecibels(path.re ** 2 + path.im ** 2);
  };

  const takeOut = (values: Float32Array, { place, columnTurns, rowTurns, re, im }: PathEstimate): void => {
    steeringVector(panel, columnTurns / panel.spacing, rowTurns / panel.spacing, steering);
    addPulse(values, taps, tones, place, -re, -im, steering);
    updatePower(values, Math.floor(place) - TOUCHED, Math.ceil(place) + TOUCHED);
  };

  return {
    read(values, row) {
      row.fill(NaN);
      updatePower(values, 0, taps);
      sorted.set(power);
      sorted.sort();
      // Most taps hold nothing but noise, and its mean over an antenna panel hardly scatters.
      const noise = sorted[taps >> 1];
      const strongest = peakOf(power);
      if (!(power[strongest] > alarm * noise)) return;
      writeSummary(power, alarm * noise, noise, metresPerTap, row);
      const first = firstPeak(power, strongest, Math.max(alarm * noise, FIRST_DYNAMIC_RANGE * power[strongest]));
      writePath(row, 0, estimatePath(values, first));
      writePath(row, 1, estimatePath(values, strongest));
      for (let index = 0; index < CLEAN_PATHS; index++) {
        const path = estimatePath(values, peakOf(power));
        const height = (path.re ** 2 + path.im ** 2) * taperedKernel(0, tones) ** 2;
        if (!(height > (CLEAN_GATE * noise) / antennas)) break;
        writePath(row, 2 + index, path);
        takeOut(values, path);
      }
    },
  };
}

/** Index of the highest tap that has a neighbour on either side. */
function peakOf(power: Float64Array): number {
  let best = 1;
  for (let n = 2; n + 1 < power.length; n++) if (power[n] > power[best]) best = n;
  return best;
}

/** The first local maximum above a threshold; the strongest peak where none comes before it. */
function firstPeak(power: Float64Array, strongest: number, threshold: number): number {
  for (let n = 1; n < strongest; n++) {
    if (power[n] > threshold && power[n] >= power[n - 1] && power[n] > power[n + 1]) return n;
  }
  return strongest;
}

function writeSummary(
  power: Float64Array,
  threshold: number,
  noise: number,
  metresPerTap: number,
  row: Float32Array,
): void {
  let total = 0;
  let first = 0;
  let second = 0;
  power.forEach((value, n) => {
    if (value <= threshold) return;
    total += value - noise;
    first += (value - noise) * n;
    second += (value - noise) * n * n;
  });
  const mean = first / total;
  row[0] = toDecibels(total);
  row[1] = mean * metresPerTap;
  row[2] = Math.sqrt(Math.max(0, second / total - mean * mean)) * metresPerTap;
  row[3] = toDecibels(noise);
}
