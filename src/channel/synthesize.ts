/** From ray paths to the channel frequency response: what the sounding would see without noise. */
import type { PathTable } from '../propagation/path-table.ts';
import type { Site } from '../scene/sites.ts';
import { antennaCount, panelFrame, steeringVector, toPanelCosines } from './array.ts';
import { prepareWaveSum, TONES_AT_ONCE } from './plane-waves.ts';
import { pilotToneCount, pilotToneSpacing } from './radio.ts';
import type { RadioConfiguration } from './radio.ts';
import { lowestPilotFrequency } from './srs.ts';

/** What the channel asks of a link's paths. */
export type ChannelPaths = Pick<
  PathTable,
  'count' | 'delays' | 'amplitudes' | 'departureAzimuths' | 'departureElevations'
>;

/**
 * Noise-free channel frequency response at the pilot tones,
 * H[m, k] = Σ_p a_p · e^{+j2π(r_m·u_p)/λ} · e^{−j2πf_kτ_p}, with f_k relative to the carrier because a_p already holds
 * the carrier phase. Plane waves, and one array response for the whole band.
 *
 * @param paths paths of the link; without any the channel is zero
 * @param site the receiving panel
 * @param radio the numerology
 * @param target where to write [antennas, tones, 2]; a new array without it
 * @returns [antennas, tones, 2]
 */
export function synthesizeChannel(
  paths: ChannelPaths,
  site: Site,
  radio: RadioConfiguration,
  target: Float32Array = new Float32Array(2 * antennaCount(site.panel) * pilotToneCount(radio)),
): Float32Array {
  const tones = pilotToneCount(radio);
  const antennas = antennaCount(site.panel);
  if (paths.count === 0) return target.fill(0);
  const { weights, waves, target: sums, run } = prepareWaveSum(antennas, tones, paths.count);
  fillArrayWeights(weights, paths, site);
  fillWaves(waves, paths, radio);
  run();
  const row = sums.length / antennas;
  for (let m = 0; m < antennas; m++) target.set(sums.subarray(m * row, m * row + 2 * tones), 2 * m * tones);
  return target;
}

/** a_p·e^{−j2πf_kτ_p}, as `WaveSum.waves` has it. */
function fillWaves(waves: Float64Array, paths: ChannelPaths, radio: RadioConfiguration): void {
  const tones = pilotToneCount(radio);
  const spacing = pilotToneSpacing(radio);
  const first = lowestPilotFrequency(radio);
  for (let p = 0; p < paths.count; p++) {
    const tau = paths.delays[p];
    const startTurns = first * tau;
    const stepTurns = spacing * tau;
    // Whole turns are dropped before the angle is formed, so a long delay costs no digits.
    const start = -2 * Math.PI * (startTurns - Math.round(startTurns));
    const step = -2 * Math.PI * (stepTurns - Math.round(stepTurns));
    const stepR = Math.cos(step);
    const stepI = Math.sin(step);
    const ar = paths.amplitudes[2 * p];
    const ai = paths.amplitudes[2 * p + 1];
    let re = ar * Math.cos(start) - ai * Math.sin(start);
    let im = ar * Math.sin(start) + ai * Math.cos(start);
    // A recurrence in double precision drifts by about one ulp a tone, 1e-13 over the band.
    for (let k = 0; k < tones; k++) {
      const place = k % TONES_AT_ONCE;
      const g = 2 * ((k - place) * paths.count + TONES_AT_ONCE * p + place);
      waves[g] = re;
      waves[g + 1] = im;
      const next = re * stepR - im * stepI;
      im = re * stepI + im * stepR;
      re = next;
    }
  }
}

/** Array responses, as `WaveSum.weights` has them. */
function fillArrayWeights(weights: Float64Array, paths: ChannelPaths, site: Site): void {
  const frame = panelFrame(site.orientation);
  const antennas = antennaCount(site.panel);
  const pairs = Math.ceil(antennas / 2);
  const steering = new Float64Array(2 * antennas);
  for (let p = 0; p < paths.count; p++) {
    const [h, v] = toPanelCosines(frame, paths.departureAzimuths[p], paths.departureElevations[p]);
    steeringVector(site.panel, h, v, steering);
    for (let pair = 0; pair < pairs; pair++) {
      weights[2 * (pair * paths.count + p)] = steering[2 * pair];
      weights[2 * (pair * paths.count + p) + 1] = steering[2 * pair + 1];
    }
  }
}
