/** Gauss–Newton terms of one link over the whole band: where the channel itself, not its taps, pulls the fix. */
import { antennaCount, panelFrame } from '../../channel/array.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import { pilotFrequencies } from '../../channel/srs.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Site } from '../../scene/sites.ts';
import type { DisplacedPaths, PathModel } from './displaced-paths.ts';
import { departureSlope, displacePaths } from './displaced-paths.ts';
import type { Reception } from './twin.ts';

/** What one link adds to the normal equations of a step in x and y. */
export interface NormalTerms {
  /** Re(Dᴴr)/σ² [2]. */
  readonly gradient: Float64Array;
  /** Re(DᴴD)/σ² as xx, xy, yy; twice that is the Fisher information. */
  readonly curvature: Float64Array;
}

/**
 * y = α·s(x) + n: s is synthesised, its derivatives follow from the geometry of each path (phase slopes −2π(f_c + f)·∂τ +
 * 2π·spacing·(column·∂h + row·∂v)). `per-site`: α is one unknown complex gain, and what it can explain is projected out of the
 * derivatives. `coherent`: α is one.
 *
 * @param x position, metres
 */
export function siteTerms(
  model: PathModel,
  { estimate, noisePower }: Reception,
  site: Site,
  radio: RadioConfiguration,
  x: number,
  y: number,
  z: number,
  stage: 'per-site' | 'coherent',
): NormalTerms {
  const paths = displacePaths(model, x, y, z, radio.carrierFrequency);
  const signal = synthesizeChannel(paths, site, radio);
  const slopes = ([0, 1] as const).map((axis) => channelSlope(model, paths, site, radio, axis));
  const inner = (a: Float32Array, b: Float32Array): [number, number] => {
    let re = 0;
    let im = 0;
    for (let i = 0; i < a.length; i += 2) {
      re += a[i] * b[i] + a[i + 1] * b[i + 1];
      im += a[i] * b[i + 1] - a[i + 1] * b[i];
    }
    return [re, im];
  };
  const energy = inner(signal, signal)[0];
  const gradient = new Float64Array(2);
  const curvature = new Float64Array(3);
  if (!(energy > 0)) return { gradient, curvature };
  const [yr, yi] = inner(signal, estimate);
  const onSignal = slopes.map((slope) => inner(signal, slope));
  const known = stage === 'coherent';
  const [gr, gi] = known ? [1, 0] : [yr / energy, yi / energy];
  const share = known ? 0 : 1 / energy;
  const product = (i: number, j: number): number => {
    const [re] = inner(slopes[i], slopes[j]);
    return re - share * (onSignal[i][0] * onSignal[j][0] + onSignal[i][1] * onSignal[j][1]);
  };
  const gain = gr * gr + gi * gi;
  [product(0, 0), product(0, 1), product(1, 1)].forEach((value, at) => {
    curvature[at] = (gain * value) / noisePower;
  });
  slopes.forEach((slope, axis) => {
    // conj(α)·dᴴ(y − αs); with the best α the residual is orthogonal to s, and d need not be projected.
    const [dr, di] = inner(slope, estimate);
    const [sr, si] = onSignal[axis];
    const re = dr - (gr * sr + gi * si);
    const im = di - (gi * sr - gr * si);
    gradient[axis] = (gr * re + gi * im) / noisePower;
  });
  return { gradient, curvature };
}

/** ∂s/∂x or ∂s/∂y [antennas, tones, 2]. */
function channelSlope(
  model: PathModel,
  paths: DisplacedPaths,
  site: Site,
  radio: RadioConfiguration,
  axis: 0 | 1,
): Float32Array {
  const { horizontal, vertical } = panelFrame(site.orientation);
  const { rows, columns, spacing } = site.panel;
  const frequencies = pilotFrequencies(radio);
  const tones = frequencies.length;
  // Of every path: slope of the phase at the carrier, per column, per row, per hertz.
  const slopes = Array.from({ length: paths.count }, (_, p) => {
    const late = paths.travel[3 * p + axis] / SPEED_OF_LIGHT;
    const turn = departureSlope(model, paths, p, axis);
    const along = (direction: readonly number[]): number =>
      direction[0] * turn[0] + direction[1] * turn[1] + direction[2] * turn[2];
    return [-radio.carrierFrequency * late, spacing * along(horizontal), spacing * along(vertical), -late].map(
      (value) => 2 * Math.PI * value,
    );
  });
  const weighted = [0, 1, 2, 3].map((weight) => {
    const amplitudes = new Float64Array(2 * paths.count);
    slopes.forEach((slope, p) => {
      amplitudes[2 * p] = -slope[weight] * paths.amplitudes[2 * p + 1];
      amplitudes[2 * p + 1] = slope[weight] * paths.amplitudes[2 * p];
    });
    return synthesizeChannel({ ...paths, amplitudes }, site, radio);
  });
  const [carrier, perColumn, perRow, perHertz] = weighted;
  for (let antenna = 0; antenna < antennaCount(site.panel); antenna++) {
    const column = (antenna % columns) - (columns - 1) / 2;
    const row = Math.floor(antenna / columns) - (rows - 1) / 2;
    for (let k = 0, at = 2 * antenna * tones; k < tones; k++, at += 2) {
      for (let part = at; part < at + 2; part++) {
        carrier[part] += column * perColumn[part] + row * perRow[part] + frequencies[k] * perHertz[part];
      }
    }
  }
  return carrier;
}
