/** Inner products of what single paths put on the antennas and tones, weighted with where each sample lies. */
import { panelFrame, toPanelCosines } from '../../channel/array.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import { pilotFrequencies } from '../../channel/srs.ts';
import type { ChannelPaths } from '../../channel/synthesize.ts';
import type { Site } from '../../scene/sites.ts';

/** Weights of a sample: one, horizontal place (elements), vertical place (elements), frequency (hertz from the carrier). */
export const MOMENT_WEIGHTS = 4;

/** Σ_n n^a·e^{jnψ} for a = 0, 1, 2 over given places [3, 2]. */
function phasorMoments(places: Float64Array, radiansPerPlace: number): Float64Array {
  const moments = new Float64Array(6);
  for (const place of places) {
    const re = Math.cos(place * radiansPerPlace);
    const im = Math.sin(place * radiansPerPlace);
    moments[0] += re;
    moments[1] += im;
    moments[2] += place * re;
    moments[3] += place * im;
    moments[4] += place * place * re;
    moments[5] += place * place * im;
  }
  return moments;
}

/** Turns over the whole grid below which the closed form loses digits, radians. */
const NARROW = 2;

/**
 * The same over an even grid of thousands of tones, without a sum. About the middle of the grid Σe^{jnψ} is the
 * Dirichlet kernel D = sin(Nψ/2)/sin(ψ/2), and weights n, n² are its derivatives: −jD′ and −D″.
 */
function gridMoments(places: Float64Array, radiansPerUnit: number): Float64Array {
  const count = places.length;
  const step = count > 1 ? places[1] - places[0] : 0;
  const psi = Math.atan2(Math.sin(step * radiansPerUnit), Math.cos(step * radiansPerUnit));
  if (Math.abs(count * psi) < NARROW) return phasorMoments(places, radiansPerUnit);
  const half = count / 2;
  const s = Math.sin(psi / 2);
  const c = Math.cos(psi / 2);
  const kernel = Math.sin(half * psi) / s;
  const slope = (half * Math.cos(half * psi) - (kernel * c) / 2) / s;
  const curvature = (-half * Math.sin(half * psi) * half - slope * c + (kernel * s) / 4) / s;
  // ψ is reduced by whole turns, which an even number of tones sees as a sign: its places lie at half numbers.
  const turns = Math.round((step * radiansPerUnit - psi) / (2 * Math.PI));
  const sign = count % 2 === 0 && turns % 2 !== 0 ? -1 : 1;
  const middle = (places[0] + places[count - 1]) / 2;
  const re = sign * Math.cos(middle * radiansPerUnit);
  const im = sign * Math.sin(middle * radiansPerUnit);
  // Σ(middle + n·step)^a·e^{jnψ} = x + jy, then turned to the middle of the grid.
  const sums = [
    [kernel, 0],
    [middle * kernel, -step * slope],
    [middle * middle * kernel - step * step * curvature, -2 * middle * step * slope],
  ];
  return Float64Array.from(sums.flatMap(([x, y]) => [x * re - y * im, x * im + y * re]));
}

/** Powers of horizontal place, vertical place and frequency in the product of two weights. */
const POWERS = [0, 1, 2, 3].map((a) =>
  [0, 1, 2, 3].map((b) => [1, 2, 3].map((factor) => Number(a === factor) + Number(b === factor))),
);

/**
 * S_ab(p, q) = Σ_{m,k} w_a·w_b·conj(g_p)·g_q with g_p[m, k] = e^{+j2π(r_m·u_p)/λ}·e^{−j2πf_kτ_p}, the unit response of
 * path p. A panel is columns times rows, and its response is the same on all tones, so each is a product of three sums.
 *
 * @returns for a pair of paths, writes [4, 4, 2] into its target
 */
export function createPathMoments(
  paths: ChannelPaths,
  { orientation, panel }: Site,
  radio: RadioConfiguration,
): (p: number, q: number, target: Float64Array) => void {
  const frame = panelFrame(orientation);
  const cosines = Array.from({ length: paths.count }, (_, p) =>
    toPanelCosines(frame, paths.departureAzimuths[p], paths.departureElevations[p]),
  );
  const centred = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i - (count - 1) / 2);
  const columns = centred(panel.columns);
  const rows = centred(panel.rows);
  const frequencies = pilotFrequencies(radio);
  const turn = 2 * Math.PI * panel.spacing;
  return (p, q, target) => {
    const factors = [
      phasorMoments(columns, turn * (cosines[q][0] - cosines[p][0])),
      phasorMoments(rows, turn * (cosines[q][1] - cosines[p][1])),
      gridMoments(frequencies, 2 * Math.PI * (paths.delays[p] - paths.delays[q])),
    ];
    for (let a = 0; a < MOMENT_WEIGHTS; a++) {
      for (let b = 0; b < MOMENT_WEIGHTS; b++) {
        let re = 1;
        let im = 0;
        for (let factor = 0; factor < 3; factor++) {
          const at = 2 * POWERS[a][b][factor];
          const fr = factors[factor][at];
          const fi = factors[factor][at + 1];
          const next = re * fr - im * fi;
          im = re * fi + im * fr;
          re = next;
        }
        target[2 * (MOMENT_WEIGHTS * a + b)] = re;
        target[2 * (MOMENT_WEIGHTS * a + b) + 1] = im;
      }
    }
  };
}
