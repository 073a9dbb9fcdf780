import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { buildDenoiser } from '../diffusion/network.ts';
import { DATA_DEVIATION } from '../diffusion/edm.ts';
import { hearUser } from '../diffusion/voices.ts';
import { SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import type { SiteInputs } from '../site-inputs/inputs.ts';
import { stirWeights } from '../testing/weights.ts';
import { createPosterior } from './posterior.ts';
import { followScores } from './sampler.ts';

const FRAME = { centre: [10, 20, 0], scale: 100 } as const;

function network(): ReturnType<typeof buildDenoiser> {
  const built = buildDenoiser(
    { input: 'measured', sites: 2 },
    100,
    { encoder: { units: 6, blocks: 1 }, units: 8, blocks: 2 },
    'skip',
  );
  stirWeights(built.joint, createRandom(5), 0.1);
  return built;
}

/** Inputs of one user: those of the sites that hear it with numbers in them. */
function inputsOf(heard: readonly boolean[]): SiteInputs {
  const values = new Float32Array(heard.length * SITE_INPUT_WIDTH);
  heard.forEach((isHeard, site) => {
    if (isHeard) values.fill(0.3 + 0.1 * site, site * SITE_INPUT_WIDTH, (site + 1) * SITE_INPUT_WIDTH);
  });
  return { count: 1, values, heard: [heard] };
}

describe('the posterior of one user', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it('is walked down as the estimator itself does', async () => {
    const { sites } = network();
    const inputs = inputsOf([true, true]);
    const steps = 20;
    const sampler = await hearUser(followScores, sites, FRAME, inputs);
    const samples = 3;
    const walk = sampler?.walk({ clouds: [[0, 1], [1]], samples, steps, seed: 9, prior: true, from: null });
    if (!walk) throw new Error('both sites hear the user');
    for (let step = 0; step < steps; step++) await walk.advance();
    const posterior = createPosterior(sites, FRAME);
    const options = { samples, steps, prior: true };
    const { positions } = await posterior.run(inputs, options, [9]);
    const expected = positions.subarray(-2 * samples).map((value, i) => FRAME.centre[i % 2] + 100 * value);
    const at = steps * 2 * 2 * samples;
    expect(walk.positions.subarray(at, at + 2 * samples)).toBeAllclose(expected, { relative: 1e-4, absolute: 1e-2 });
  });

  it('pulls positions as far as the sites together say', async () => {
    const { sites } = network();
    const inputs = inputsOf([true, true]);
    const sampler = await hearUser(followScores, sites, FRAME, inputs);
    const places = [30, 40, -10, 0];
    const width = SITE_INPUT_WIDTH;
    const expected = new Float64Array(4);
    for (const [site, { condition, denoise }] of sites.entries()) {
      const own = inputs.values.slice(site * width, (site + 1) * width);
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
    const sampler = await hearUser(followScores, sites, FRAME, inputsOf([true, true]));
    const [places, sigma] = [[30, 40, -10, 0], 60];
    const pull = (sounding: readonly number[], prior: boolean): Promise<Float32Array> => {
      if (!sampler) throw new Error('both sites hear the user');
      return sampler.pull(places, sigma, sounding, prior);
    };
    // The score of the Gaussian prior about the middle, times σ², is −x·σ²/(σd² + σ²) with all in metres.
    const share = sigma ** 2 / ((100 * DATA_DEVIATION) ** 2 + sigma ** 2);
    const twice = await pull([0, 1], false);
    const expected = twice.map((value, i) => value + share * (places[i] - FRAME.centre[i % 2]));
    expect(await pull([0, 1], true)).toBeAllclose(expected, { absolute: 1e-3 });
    expect(await pull([1], true)).toEqual(await pull([1], false));
  });

  it('knows who hears, leaves others out of it, and is nothing where nobody does', async () => {
    const { sites } = network();
    const sampler = await hearUser(followScores, sites, FRAME, inputsOf([false, true]));
    expect(sampler?.heard).toEqual([false, true]);
    expect(await sampler?.pull([1, 2], 5, [0], true)).toBeAllclose([0, 0], { absolute: 0 });
    expect(await hearUser(followScores, sites, FRAME, inputsOf([false, false]))).toBeNull();
  });

  it('keeps no tensors', async () => {
    const { sites } = network();
    const before = tf.memory().numTensors;
    const sampler = await hearUser(followScores, sites, FRAME, inputsOf([true, true]));
    const walk = sampler?.walk({ clouds: [[0, 1]], samples: 2, seed: 1, prior: false, from: null });
    await walk?.advance();
    expect(tf.memory().numTensors).toBe(before);
  });
});
