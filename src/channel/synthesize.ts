/** From ray paths to the channel frequency response: what the sounding would see without noise. */
import type { PathTable } from '../propagation/path-table.ts';
import type { Site } from '../scene/sites.ts';
import { antennaCount, panelFrame, steeringVector, toPanelCosines } from './array.ts';
import { pilotToneCount, pilotToneSpacing } from './radio.ts';
import type { RadioConfiguration } from './radio.ts';
import { lowestPilotFrequency } from './srs.ts';

/** Tones that are summed together. */
const TONES_AT_ONCE = 3;

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
  const delayed = delayPhasors(paths, radio);
  const weights = arrayWeights(paths, site);
  const count = paths.count;

  // Elements m and M−1−m lie mirrored about the phase reference, so their responses are conjugate, x ± jy. With
  // X = Σ x·g and Y = Σ y·g both follow as X ± jY: half the multiplications. Three tones at once use each weight three times,
  // and their twelve sums still fit into the registers.
  const pairs = Math.ceil(antennas / 2);
  for (let k = 0; k < tones; k += TONES_AT_ONCE) {
    for (let pair = 0, w = 0; pair < pairs; pair++) {
      let xr0 = 0;
      let xi0 = 0;
      let yr0 = 0;
      let yi0 = 0;
      let xr1 = 0;
      let xi1 = 0;
      let yr1 = 0;
      let yi1 = 0;
      let xr2 = 0;
      let xi2 = 0;
      let yr2 = 0;
      let yi2 = 0;
      let g = 2 * k * count;
      for (const end = g + 6 * count; g < end; g += 6, w += 2) {
        const x = weights[w];
        const y = weights[w + 1];
        const r0 = delayed[g];
        const i0 = delayed[g + 1];
        xr0 += x * r0;
        xi0 += x * i0;
        yr0 += y * r0;
        yi0 += y * i0;
        const r1 = delayed[g + 2];
        const i1 = delayed[g + 3];
        xr1 += x * r1;
        xi1 += x * i1;
        yr1 += y * r1;
        yi1 += y * i1;
        const r2 = delayed[g + 4];
        const i2 = delayed[g + 5];
        xr2 += x * r2;
        xi2 += x * i2;
        yr2 += y * r2;
        yi2 += y * i2;
      }
      const near = 2 * (pair * tones + k);
      const far = 2 * ((antennas - 1 - pair) * tones + k);
      target[near] = xr0 - yi0;
      target[near + 1] = xi0 + yr0;
      target[far] = xr0 + yi0;
      target[far + 1] = xi0 - yr0;
      if (k + 1 >= tones) continue;
      target[near + 2] = xr1 - yi1;
      target[near + 3] = xi1 + yr1;
      target[far + 2] = xr1 + yi1;
      target[far + 3] = xi1 - yr1;
      if (k + 2 >= tones) continue;
      target[near + 4] = xr2 - yi2;
      target[near + 5] = xi2 + yr2;
      target[far + 4] = xr2 + yi2;
      target[far + 5] = xi2 - yr2;
    }
  }
  return target;
}

/** a_p·e^{−j2πf_kτ_p} [⌈tones/3⌉, paths, 3 tones, 2]: three neighbouring tones side by side, padding beside the last. */
function delayPhasors(paths: ChannelPaths, radio: RadioConfiguration): Float64Array {
  const tones = pilotToneCount(radio);
  const spacing = pilotToneSpacing(radio);
  const first = lowestPilotFrequency(radio);
  const phasors = new Float64Array(2 * TONES_AT_ONCE * paths.count * Math.ceil(tones / TONES_AT_ONCE));
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
      phasors[g] = re;
      phasors[g + 1] = im;
      const next = re * stepR - im * stepI;
      im = re * stepI + im * stepR;
      re = next;
    }
  }
  return phasors;
}

/** Array response of the first half of the elements to each path [⌈antennas/2⌉, paths, 2]. */
function arrayWeights(paths: ChannelPaths, site: Site): Float64Array {
  const frame = panelFrame(site.orientation);
  const antennas = antennaCount(site.panel);
  const pairs = Math.ceil(antennas / 2);
  const weights = new Float64Array(2 * pairs * paths.count);
  const steering = new Float64Array(2 * antennas);
  for (let p = 0; p < paths.count; p++) {
    const [h, v] = toPanelCosines(frame, paths.departureAzimuths[p], paths.departureElevations[p]);
    steeringVector(site.panel, h, v, steering);
    for (let pair = 0; pair < pairs; pair++) {
      weights[2 * (pair * paths.count + p)] = steering[2 * pair];
      weights[2 * (pair * paths.count + p) + 1] = steering[2 * pair + 1];
    }
  }
  return weights;
}
