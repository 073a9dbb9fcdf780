/** The bounds that measurements are held against, derived a second time: nothing but the synthesised channel is shared. */
import { describe, expect, it } from 'vitest';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { handPaths, handSite, SMALL_RADIO } from '../../channel/testing/links.ts';
import { invertSymmetric } from '../../numerics/symmetric-solve.ts';
import { singlePathBounds } from './bounds.ts';

const site = { ...handSite({ rows: 3, columns: 5, azimuth: 0.4, elevation: -0.15 }) };

/**
 * Roots of the diagonal of the inverse Fisher matrix over delay, azimuth, elevation and both parts of the amplitude: of y =
 * a·g(θ) + n, J_ij = (2L/σ²)·Re Σ ∂_i μ*·∂_j μ, the derivatives by central differences.
 */
function bruteForce(snr: number, delay: number, azimuth: number, elevation: number): number[] {
  const channelAt = (change: readonly number[]): Float32Array =>
    synthesizeChannel(
      handPaths({
        delay: delay + change[0],
        azimuth: azimuth + change[1],
        elevation: elevation + change[2],
        magnitude: Math.hypot(1 + change[3], change[4]),
        phase: Math.atan2(change[4], 1 + change[3]),
      }),
      site,
      SMALL_RADIO,
    );
  const steps = [2e-10, 2e-3, 2e-3, 1e-2, 1e-2];
  const slopes = steps.map((step, i) => {
    const along = (sign: number): number[] => steps.map((_, k) => (k === i ? sign * step : 0));
    const [ahead, behind] = [channelAt(along(1)), channelAt(along(-1))];
    // In units of the step, so that the matrix is well conditioned.
    return Float64Array.from(ahead, (value, k) => (value - behind[k]) / 2);
  });
  const samples = channelAt([0, 0, 0, 0, 0]);
  const power = samples.reduce((sum, value) => sum + value * value, 0) / (samples.length / 2);
  const scale = (2 * SMALL_RADIO.symbols * snr) / power;
  const fisher = Float64Array.from({ length: 25 }, (_, at) => {
    const [a, b] = [slopes[Math.floor(at / 5)], slopes[at % 5]];
    return scale * a.reduce((sum, value, k) => sum + value * b[k], 0);
  });
  const covariance = invertSymmetric(fisher, 5);
  if (!covariance) throw new Error('singular');
  return [0, 1, 2].map((i) => steps[i] * Math.sqrt(covariance[6 * i]));
}

describe('bounds of a lone path', () => {
  it.each([
    [1, 1e-7, 0.4, -0.15],
    [10, 4.3e-7, -0.3, 0.2],
    [0.1, 2e-7, 1.1, -0.6],
  ])('are those of the whole Fisher matrix at SNR %d, delay %d, azimuth %d, elevation %d', (snr, ...where) => {
    const [delay, azimuth, elevation] = bruteForce(snr, ...where);
    const bounds = singlePathBounds(site, SMALL_RADIO, snr, where[1], where[2]);
    expect([bounds.delay / delay, bounds.azimuth / azimuth, bounds.elevation / elevation]).toBeAllclose([1, 1, 1], {
      relative: 5e-3,
    });
  });
});
