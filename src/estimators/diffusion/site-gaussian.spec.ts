import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { FREEDOM } from '../site-product/student-t.ts';
import {
  applyGain,
  applyGains,
  BLUR,
  GAUSSIAN_WIDTH,
  gainsOf,
  gaussianAt,
  gaussianThere,
  siteGaussian,
} from './site-gaussian.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const SCALE = 300;
/** Long and slanted, round, long along an axis, as narrow as a density can be beside as wide. */
const DENSITIES = [
  [120, -40, 1.2, -0.7, 2.5],
  [0, 0, 0.4, 0.4, 0],
  [-200, 90, 2, -3, 0],
  [10, 20, 6, -6, 0.3],
] as const;

/** (LᵀL)⁻¹ of a density and the blur, normalised, with the matrix inverted as it stands. */
function spreadOf([, , a, b, c]: (typeof DENSITIES)[number]): [xx: number, xy: number, yy: number] {
  const [p, q] = [Math.exp(a), Math.exp(b)];
  const [xx, xy, yy] = [p * p, p * c * q, c * c * q * q + q * q];
  const factor = 1 / (SCALE * p * q) ** 2;
  const blur = (BLUR / SCALE) ** 2;
  return [factor * yy + blur, -factor * xy, factor * xx + blur];
}

async function read(index: number): Promise<Float32Array> {
  const all = await siteGaussian(tf.tensor2d(DENSITIES.flat(), [DENSITIES.length, 5]), SCALE).data<'float32'>();
  return all.slice(index * GAUSSIAN_WIDTH, (index + 1) * GAUSSIAN_WIDTH);
}

describe("a site's Gaussian", () => {
  it.each([0, 1, 2])('has centre and widths of density %i', async (index) => {
    const [x, y] = DENSITIES[index];
    const [centreX, centreY, major, minor, cosine, sine] = await read(index);
    expect([centreX, centreY]).toBeAllclose([x / SCALE, y / SCALE]);
    expect(major).toBeGreaterThanOrEqual(minor - 1e-5);
    const [xx, xy, yy] = spreadOf(DENSITIES[index]);
    const times = (dx: number, dy: number): [number, number] =>
      applyGain({ axis: [cosine, sine] }, Math.exp(2 * major), Math.exp(2 * minor), dx, dy);
    expect(times(1, 0)).toBeAllclose([xx, xy], { relative: 1e-4, absolute: 1e-9 });
    expect(times(0, 1)).toBeAllclose([xy, yy], { relative: 1e-4, absolute: 1e-9 });
  });

  it('is nowhere narrower than the blur, where one width is a hundred thousand times the other', async () => {
    const values = await read(3);
    const [xx, xy, yy] = spreadOf(DENSITIES[3]);
    expect(values[2] + values[3]).toBeCloseTo(Math.log(xx * yy - xy * xy) / 2, 2);
    expect(SCALE * Math.exp(values[3])).toBeCloseTo(BLUR, 4);
  });

  it('preconditions by what it knows of the user: the denoiser of that Gaussian where the network says nothing', async () => {
    for (const [index, sigma] of [
      [0, 0.003],
      [0, 1],
      [2, 0.01],
    ] as const) {
      const values = await read(index);
      const [dx, dy] = [0.02, -0.05];
      const gaussian = gaussianAt(values, 0, values[0] + dx, values[1] + dy, sigma);
      const variance = sigma * sigma;
      const solve = ([xx, xy, yy]: readonly number[]): [number, number] => {
        const determinant = (xx + variance) * (yy + variance) - xy * xy;
        return [((yy + variance) * dx - xy * dy) / determinant, ((xx + variance) * dy - xy * dx) / determinant];
      };
      // The density's own width, widened by how far the position is from it.
      const narrow = spreadOf(DENSITIES[index]);
      const [px, py] = solve(narrow);
      const wider = (FREEDOM + dx * px + dy * py) / (FREEDOM + 2);
      const [xx, xy, yy] = narrow.map((value) => wider * value);
      // C·(C + σ²I)⁻¹·d
      const inner = solve([xx, xy, yy]);
      const expected = [xx * inner[0] + xy * inner[1], xy * inner[0] + yy * inner[1]];
      const [major, minor] = gaussian.along;
      expect(applyGain(gaussian, major.skip, minor.skip, dx, dy)).toBeAllclose(expected, { relative: 1e-3 });
      // The residual's covariance is that of the posterior, c_out its root: c_out² = σ²·C·(C + σ²I)⁻¹.
      const once = applyGain(gaussian, major.out, minor.out, dx, dy);
      const twice = applyGain(gaussian, major.out, minor.out, ...once);
      expect(twice).toBeAllclose(
        expected.map((value) => variance * value),
        { relative: 1e-3 },
      );
    }
  });

  it('pulls by the score of the Student-t density where there is hardly any noise', async () => {
    const values = await read(0);
    const sigma = 1e-6;
    const [dx, dy] = [0.03, 0.02];
    const gaussian = gaussianAt(values, 0, values[0] + dx, values[1] + dy, sigma);
    const [major, minor] = gaussian.along;
    const kept = applyGain(gaussian, major.skip, minor.skip, dx, dy);
    const [xx, xy, yy] = spreadOf(DENSITIES[0]);
    const determinant = xx * yy - xy * xy;
    const pulled = [(yy * dx - xy * dy) / determinant, (xx * dy - xy * dx) / determinant];
    const weight = (FREEDOM + 2) / (FREEDOM + pulled[0] * dx + pulled[1] * dy);
    const score = [(kept[0] - dx) / sigma ** 2, (kept[1] - dy) / sigma ** 2];
    expect(score).toBeAllclose(
      pulled.map((value) => -weight * value),
      { relative: 1e-2 },
    );
  });

  it('is the same in tensors as in numbers', async () => {
    const densities = [await read(0), await read(2)];
    const sigmas = [0.02, 3];
    const vectors = [0.3, -0.1, 0.02, 0.5];
    const noisy = tf.tensor2d([...vectors.slice(0, 2), Math.log(0.02), ...vectors.slice(2), Math.log(3)], [2, 3]);
    const rows = tf.tensor2d(
      densities.flatMap((row) => [...row]),
      [2, GAUSSIAN_WIDTH],
    );
    const gaussians = gaussianThere(rows, noisy);
    const gains = gainsOf(gaussians, tf.tensor2d(sigmas, [2, 1]));
    for (const kind of ['skip', 'flow', 'out', 'in'] as const) {
      const found = await applyGains(gaussians, gains[kind], tf.tensor2d(vectors, [2, 2])).data();
      const expected = densities.flatMap((density, row) => {
        const [x, y] = vectors.slice(2 * row);
        const gaussian = gaussianAt(density, 0, x, y, sigmas[row]);
        const [major, minor] = gaussian.along;
        return applyGain(gaussian, major[kind], minor[kind], x, y);
      });
      expect(found).toBeAllclose(expected, { relative: 1e-4 });
    }
  });
});
