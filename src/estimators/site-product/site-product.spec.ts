import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { ANCHOR_OFFSET, ANCHORS, SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import { stirWeights } from '../testing/weights.ts';
import { DENSITY_WIDTH } from './density-head.ts';
import { buildDensityNetwork } from './network.ts';
import type { SiteDensity } from './student-t.ts';
import { FREEDOM, fuseDensities, readDensity } from './student-t.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** log of the product, straight from the definition. */
function logProduct(densities: readonly SiteDensity[], x: number, y: number): number {
  return densities.reduce((sum, density) => {
    const [dx, dy] = [x - density.x, y - density.y];
    const squared = density.xx * dx * dx + 2 * density.xy * dx * dy + density.yy * dy * dy;
    const determinant = density.xx * density.yy - density.xy ** 2;
    return sum + 0.5 * Math.log(determinant) - ((FREEDOM + 2) / 2) * Math.log(1 + squared / FREEDOM);
  }, 0);
}

describe('the product of densities', () => {
  const densities: SiteDensity[] = [
    { x: 0, y: 0, xx: 1, xy: 0.2, yy: 0.5 },
    { x: 0.5, y: -0.3, xx: 2, xy: -0.4, yy: 1 },
    { x: 40, y: 10, xx: 4, xy: 0, yy: 4 },
  ];

  it('has its highest peak where a search on a fine grid finds it, though one site points elsewhere', () => {
    let best = [0, 0, -Infinity];
    for (let x = -3; x < 43; x += 0.02) {
      for (let y = -3; y < 13; y += 0.02) {
        const value = logProduct(densities, x, y);
        if (value > best[2]) best = [x, y, value];
      }
    }
    const fix = fuseDensities(densities);
    expect([fix?.x ?? NaN, fix?.y ?? NaN]).toBeAllclose(best.slice(0, 2), { absolute: 0.02 });
    expect(fix?.logDensity).toBeCloseTo(best[2], 3);
  });

  it('is the one density of one site, and nothing of none', () => {
    expect(fuseDensities(densities.slice(0, 1))).toMatchObject({ x: 0, y: 0 });
    expect(fuseDensities([])).toBeNull();
  });

  it('has precisions LᵀL', () => {
    const [a, b, c] = [0.3, -0.7, 1.4];
    const { x, y, xx, xy, yy } = readDensity([9, 3, 4, a, b, c], 1);
    const l = [Math.exp(a), c * Math.exp(b), 0, Math.exp(b)];
    expect([x, y]).toEqual([3, 4]);
    expect([xx, xy, yy]).toBeAllclose([l[0] ** 2, l[0] * l[1], l[1] ** 2 + l[3] ** 2]);
  });
});

describe('the density network', () => {
  it('begins in the middle of all anchors and the region, a street block wide', async () => {
    const model = buildDensityNetwork({ input: 'measured', sites: 2 }, 100, { units: 6, blocks: 1 });
    const x = new Float32Array(2 * SITE_INPUT_WIDTH);
    x.fill(0.9, ANCHOR_OFFSET, ANCHOR_OFFSET + 2 * ANCHORS);
    const y = await (model.predict(tf.tensor(x, [1, 2, SITE_INPUT_WIDTH])) as tf.Tensor).data();
    expect(y.length).toBe(2 * DENSITY_WIDTH);
    // All anchors at 0.9 and the middle at 0 weigh the same.
    const centre = (90 * ANCHORS) / (ANCHORS + 1);
    expect(y).toBeAllclose([centre, centre, -1.5, -1.5, 0, 0, 0, -1.5, -1.5, 0], { absolute: 1e-4 });
  });

  it('lets no site see another', async () => {
    const model = buildDensityNetwork({ input: 'measured', sites: 2 }, 100, { units: 6, blocks: 1 });
    const random = createRandom(4);
    stirWeights(model, random, 0.3);
    const x = new Float32Array(2 * SITE_INPUT_WIDTH);
    random.fillNormal(x, 1);
    const answer = async (): Promise<number[]> =>
      Array.from(await (model.predict(tf.tensor(x, [1, 2, SITE_INPUT_WIDTH])) as tf.Tensor).data());
    const before = await answer();
    x.fill(0.3, SITE_INPUT_WIDTH);
    const after = await answer();
    expect(after.slice(0, DENSITY_WIDTH)).toEqual(before.slice(0, DENSITY_WIDTH));
    expect(Math.abs(after[DENSITY_WIDTH] - before[DENSITY_WIDTH])).toBeGreaterThan(1e-3);
  });
});
