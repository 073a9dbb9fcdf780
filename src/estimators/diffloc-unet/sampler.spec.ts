import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { LINK_FEATURE_WIDTH } from '../../features/taps/link-features.ts';
import { createRandom } from '../../numerics/random.ts';
import type { Site } from '../../scene/sites.ts';
import { buildDenoiser } from '../diffusion/network.ts';
import { DATA_DEVIATION } from '../diffusion/edm.ts';
import { hearUser } from '../diffusion/voices.ts';
import { RECALLED_LINK_WIDTH } from '../known-places/memory.ts';
import { encodeLinks } from '../per-site/encoding.ts';
import { stirWeights } from '../testing/weights.ts';
import { createPosterior } from './posterior.ts';
import { followScores } from './sampler.ts';

const SITE: Site = {
  name: 'roof',
  position: [0, 0, 30],
  orientation: { azimuth: 0, elevation: 0 },
  panel: { rows: 2, columns: 2, spacing: 0.5, pattern: 'iso' },
};
const SITES = [SITE, { ...SITE, position: [50, 0, 30] as const }];
const METADATA = {
  estimator: 'diffloc-unet',
  dataset: 'tokyo-streets',
  datasetHash: '0',
  sites: 2,
  statistics: {
    mean: new Array<number>(LINK_FEATURE_WIDTH).fill(0),
    standardDeviation: new Array<number>(LINK_FEATURE_WIDTH).fill(1),
  },
  coordinates: { centre: [10, 20, 0] as const, scale: 100 },
};

function network(): ReturnType<typeof buildDenoiser> {
  const built = buildDenoiser(2, 100, { encoder: { units: 6, blocks: 1 }, units: 8, blocks: 2 }, 'skip');
  stirWeights(built.joint, createRandom(5), 0.1);
  return built;
}

/** Links of one user: those of the sites that hear it with numbers in them. */
function linksOf(heard: readonly boolean[]): Float32Array {
  const rows = new Float32Array(heard.length * RECALLED_LINK_WIDTH).fill(NaN);
  heard.forEach((isHeard, site) => {
    if (isHeard) rows.fill(0.3 + 0.1 * site, site * RECALLED_LINK_WIDTH, (site + 1) * RECALLED_LINK_WIDTH);
  });
  return rows;
}

describe('the posterior of one user', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it('is walked down as the estimator itself does', async () => {
    const { sites } = network();
    const rows = linksOf([true, true]);
    const steps = 20;
    const sampler = await hearUser(followScores, sites, METADATA, rows, SITES, 1.5);
    const samples = 3;
    const walk = sampler?.walk({ clouds: [[0, 1], [1]], samples, steps, seed: 9, prior: true, from: null });
    if (!walk) throw new Error('both sites hear the user');
    for (let step = 0; step < steps; step++) await walk.advance();
    const posterior = createPosterior(sites, METADATA);
    const options = { samples, steps, prior: true };
    const { positions } = await posterior.run(rows, SITES, [1.5], options, [9]);
    const expected = positions
      .subarray(-2 * samples)
      .map((value, i) => METADATA.coordinates.centre[i % 2] + 100 * value);
    const at = steps * 2 * 2 * samples;
    expect(walk.positions.subarray(at, at + 2 * samples)).toBeAllclose(expected, { relative: 1e-4, absolute: 1e-2 });
  });

  it('pulls positions as far as the sites together say', async () => {
    const { sites } = network();
    const rows = linksOf([true, true]);
    const sampler = await hearUser(followScores, sites, METADATA, rows, SITES, 1.5);
    const places = [30, 40, -10, 0];
    const inputs = encodeLinks(rows, SITES, [1.5], METADATA);
    const width = inputs.length / 2;
    const expected = new Float64Array(4);
    for (const [site, { condition, denoise }] of sites.entries()) {
      const own = inputs.slice(site * width, (site + 1) * width);
      const code = condition.predict(tf.tensor(own, [1, width])) as tf.Tensor;
      for (let place = 0; place < 2; place++) {
        const x = [(places[2 * place] - 10) / 100, (places[2 * place + 1] - 20) / 100];
        const clean = denoise.predict([code, tf.tensor([[...x, Math.log(0.05)]])]) as tf.Tensor;
        const [cx, cy] = await clean.data();
        expected[2 * place] += 100 * (cx - x[0]);
        expected[2 * place + 1] += 100 * (cy - x[1]);
      }
    }
    expect(await sampler?.pull(places, 5, [0, 1], false)).toBeAllclose(expected, { absolute: 1e-3 });
  });

  it('pulls them less towards the middle where the prior counts once', async () => {
    const { sites } = network();
    const sampler = await hearUser(followScores, sites, METADATA, linksOf([true, true]), SITES, 1.5);
    const [places, sigma] = [[30, 40, -10, 0], 60];
    const pull = (sounding: readonly number[], prior: boolean): Promise<Float32Array> => {
      if (!sampler) throw new Error('both sites hear the user');
      return sampler.pull(places, sigma, sounding, prior);
    };
    // The score of the Gaussian prior about the middle, times σ², is −x·σ²/(σd² + σ²) with all in metres.
    const share = sigma ** 2 / ((100 * DATA_DEVIATION) ** 2 + sigma ** 2);
    const twice = await pull([0, 1], false);
    const expected = twice.map((value, i) => value + share * (places[i] - METADATA.coordinates.centre[i % 2]));
    expect(await pull([0, 1], true)).toBeAllclose(expected, { absolute: 1e-3 });
    expect(await pull([1], true)).toEqual(await pull([1], false));
  });

  it('knows who hears, leaves others out of it, and is nothing where nobody does', async () => {
    const { sites } = network();
    const sampler = await hearUser(followScores, sites, METADATA, linksOf([false, true]), SITES, 1.5);
    expect(sampler?.heard).toEqual([false, true]);
    expect(await sampler?.pull([1, 2], 5, [0], true)).toBeAllclose([0, 0], { absolute: 0 });
    expect(await hearUser(followScores, sites, METADATA, linksOf([false, false]), SITES, 1.5)).toBeNull();
  });

  it('keeps no tensors', async () => {
    const { sites } = network();
    const before = tf.memory().numTensors;
    const sampler = await hearUser(followScores, sites, METADATA, linksOf([true, true]), SITES, 1.5);
    const walk = sampler?.walk({ clouds: [[0, 1]], samples: 2, seed: 1, prior: false, from: null });
    await walk?.advance();
    expect(tf.memory().numTensors).toBe(before);
  });
});
