/** The power of taps, and what stands out of their noise. */
import { alarmFactor } from '../measurement/first-path.ts';

/**
 * Mean over the antennas of |h|² of every tap.
 *
 * @param taps of `taperedTaps` [taps, antennas, 2]
 */
export function tapPowers(taps: Float32Array, antennas: number): Float64Array {
  return Float64Array.from({ length: taps.length / antennas / 2 }, (_, n) => {
    let sum = 0;
    for (let at = 2 * antennas * n; at < 2 * antennas * (n + 1); at++) sum += taps[at] ** 2;
    return sum / antennas;
  });
}

/** What a tap has to exceed to be no noise: most taps hold nothing else, and its mean over a panel hardly scatters. */
export function alarmThreshold(power: Float64Array, antennas: number): number {
  return alarmFactor(antennas) * power.slice().sort()[power.length >> 1];
}
