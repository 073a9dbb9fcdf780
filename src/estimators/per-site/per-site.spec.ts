import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { handSite } from '../../channel/testing/links.ts';
import { LINK_FEATURE_WIDTH, PATH_WIDTH, SUMMARY_WIDTH } from '../../features/taps/link-features.ts';
import { anchorOf } from '../../features/taps/anchors.ts';
import { createRandom } from '../../numerics/random.ts';
import { ANCHOR_OFFSET, encodeLinks, fitLinkStatistics, SITE_INPUT_WIDTH } from './encoding.ts';
import { encodeSites, siteDense } from './site-encoder.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('a dense layer of every site', () => {
  it('multiplies each site by its own weights', async () => {
    const input = layers.input({ shape: [3, 2] });
    const model = layers.model({ inputs: input, outputs: siteDense(input, 4, 'test') });
    const [kernel, bias] = await Promise.all(model.getWeights().map((weight) => weight.data()));
    const x = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
    const y = await (model.predict(tf.tensor(x, [2, 3, 2])) as tf.Tensor).data();
    const expected = Array.from({ length: 24 }, (_, at) => {
      const [batch, site, unit] = [Math.floor(at / 12), Math.floor(at / 4) % 3, at % 4];
      const row = 2 * (3 * batch + site);
      return x[row] * kernel[8 * site + unit] + x[row + 1] * kernel[8 * site + 4 + unit] + bias[4 * site + unit];
    });
    expect(y).toBeAllclose(expected, { absolute: 1e-6 });
  });

  it('makes networks in which no site sees another', async () => {
    const input = layers.input({ shape: [2, SITE_INPUT_WIDTH] });
    const outputs = siteDense(encodeSites(input, { units: 8, blocks: 2 }), 3, 'head');
    const model = layers.model({ inputs: input, outputs });
    const x = new Float32Array(2 * SITE_INPUT_WIDTH);
    createRandom(1).fillNormal(x, 1);
    const answer = (values: Float32Array): Promise<ArrayLike<number>> =>
      (model.predict(tf.tensor(values, [1, 2, SITE_INPUT_WIDTH])) as tf.Tensor).data();
    const before = Array.from(await answer(x));
    const after = Array.from(await answer(x.fill(0.3, SITE_INPUT_WIDTH)));
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
    expect(Math.max(...after.slice(3).map((value, i) => Math.abs(value - before[3 + i])))).toBeGreaterThan(1e-3);
  });
});

describe('the inputs of a site', () => {
  const site = handSite();
  const rows = new Float32Array(3 * LINK_FEATURE_WIDTH).fill(NaN);
  const random = createRandom(2);
  for (const link of [0, 2]) {
    for (let i = 0; i < SUMMARY_WIDTH + 2 * PATH_WIDTH; i++) rows[link * LINK_FEATURE_WIDTH + i] = random.uniform();
  }
  const paths = SUMMARY_WIDTH + PATH_WIDTH;
  rows[paths] = 120;
  rows[paths + 1] = 0.3;
  const encoding = { statistics: fitLinkStatistics(rows), coordinates: { centre: [5, 6, 0], scale: 50 } } as const;
  const inputs = encodeLinks(rows, [site], [1.5, 1.5, 1.5], encoding);

  it('are z-scores of what there is, and zeros for what there is not', () => {
    const firstPower = SUMMARY_WIDTH + PATH_WIDTH - 1;
    const [a, b] = [rows[firstPower], rows[2 * LINK_FEATURE_WIDTH + firstPower]];
    // Of two values the z-scores are one and minus one.
    expect(inputs[1 + SUMMARY_WIDTH + PATH_WIDTH - 1]).toBeCloseTo(Math.sign(a - b), 3);
    expect(inputs.subarray(SITE_INPUT_WIDTH, 2 * SITE_INPUT_WIDTH).every((value) => value === 0)).toBe(true);
    expect(inputs[0]).toBe(1);
    expect(inputs.every(Number.isFinite)).toBe(true);
  });

  it('end with the anchors in the coordinates of the network', () => {
    const [x, y] = anchorOf(site, 120, 0.3, 1.5);
    const expected = [(x - 5) / 50, (y - 6) / 50];
    expect(inputs.subarray(ANCHOR_OFFSET + 2, ANCHOR_OFFSET + 4)).toBeAllclose(expected, { absolute: 1e-5 });
    expect(inputs.subarray(ANCHOR_OFFSET + 4, SITE_INPUT_WIDTH).every((value) => value === 0)).toBe(true);
  });
});
