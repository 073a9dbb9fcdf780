/**
 * DiffLoc's own input, kept as small as training on one machine asks for: the first taps of the channel, real and imaginary, as
 * the beams of the panel see them. Power and start are divided out and passed beside, or range would be thrown away.
 */
import { antennaCount } from '../channel/array.ts';
import { toDecibels } from '../numerics/decibels.ts';
import type { AntennaPanel } from '../scene/sites.ts';
import { alarmThreshold, tapPowers } from './tap-power.ts';

/** Taps that are kept: 392 m with the numerology of `tokyo`. */
export const FINGERPRINT_TAPS = 128;

/** Taps that are kept before the first one that stands out. */
const LEAD = 8;

/**
 * Beams in elevation that are kept: boresight and its neighbours. In the Tokyo-style town they hold 92 % of the power, and what
 * elevation tells is little more than the range.
 */
const ELEVATION_BEAMS = 3;

/** Scalars before the taps: power (decibels), and the tap at which they start, which half precision holds exactly. */
export const FINGERPRINT_SCALARS = 2;

/** A first tap is at most this much weaker than the strongest, linear: 25 dB. */
const DYNAMIC_RANGE = 10 ** -2.5;

/** Beams that are kept of a panel. */
export function fingerprintBeams({ rows, columns }: AntennaPanel): number {
  return Math.min(ELEVATION_BEAMS, rows) * columns;
}

/** Values of a fingerprint: the scalars, then the taps [FINGERPRINT_TAPS, beams, 2]. */
export function fingerprintWidth(panel: AntennaPanel): number {
  return FINGERPRINT_SCALARS + 2 * FINGERPRINT_TAPS * fingerprintBeams(panel);
}

/** Reads fingerprints of one panel; owns its tables. */
export interface FingerprintReader {
  /**
   * @param taps of `taperedTaps` [taps, antennas, 2]
   * @param target receives the fingerprint [fingerprintWidth]: mean |·|² of the kept values one, zeros behind the last tap; NaN
   *   throughout where nothing stands out of the noise
   */
  read(taps: Float32Array, target: Float32Array): void;
}

/** Prepares a reader. */
export function createFingerprintReader(panel: AntennaPanel): FingerprintReader {
  const { rows, columns } = panel;
  const antennas = antennaCount(panel);
  const beams = fingerprintBeams(panel);
  const weights = beamWeights(rows, columns);
  return {
    read(taps, target) {
      target.fill(NaN);
      const power = tapPowers(taps, antennas);
      const alarm = alarmThreshold(power, antennas);
      const strongest = power.reduce((most, value) => Math.max(most, value), 0);
      if (!(strongest > alarm)) return;
      const threshold = Math.max(alarm, DYNAMIC_RANGE * strongest);
      const start = Math.max(0, power.findIndex((value) => value > threshold) - LEAD);
      const end = Math.min(power.length, start + FINGERPRINT_TAPS);
      const values = target.subarray(FINGERPRINT_SCALARS).fill(0);
      for (let n = start; n < end; n++) {
        const from = 2 * antennas * n;
        for (let beam = 0; beam < beams; beam++) {
          let re = 0;
          let im = 0;
          for (let m = 0; m < antennas; m++) {
            const c = weights[2 * (beam * antennas + m)];
            const s = weights[2 * (beam * antennas + m) + 1];
            re += taps[from + 2 * m] * c - taps[from + 2 * m + 1] * s;
            im += taps[from + 2 * m] * s + taps[from + 2 * m + 1] * c;
          }
          values.set([re, im], 2 * ((n - start) * beams + beam));
        }
      }
      const total = values.reduce((sum, value) => sum + value * value, 0);
      const scale = Math.sqrt(values.length / 2 / total);
      values.forEach((value, i) => (values[i] = scale * value));
      target[0] = toDecibels(total);
      target[1] = start;
    },
  };
}

/** (1/√M)·e^{−j2π(ur/R + vc/C)} of the kept beams [beams, antennas, 2]: rows of the panel's unitary transform. */
function beamWeights(rows: number, columns: number): Float64Array {
  const antennas = rows * columns;
  const elevations = Math.min(ELEVATION_BEAMS, rows);
  const table = new Float64Array(2 * elevations * columns * antennas);
  for (let beam = 0; beam < elevations * columns; beam++) {
    const u = Math.floor(beam / columns) - (elevations >> 1);
    const v = (beam % columns) - (columns >> 1);
    for (let m = 0; m < antennas; m++) {
      const phase = -2 * Math.PI * ((u * Math.floor(m / columns)) / rows + (v * (m % columns)) / columns);
      table[2 * (beam * antennas + m)] = Math.cos(phase) / Math.sqrt(antennas);
      table[2 * (beam * antennas + m) + 1] = Math.sin(phase) / Math.sqrt(antennas);
    }
  }
  return table;
}
