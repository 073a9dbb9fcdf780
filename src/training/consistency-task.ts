/** What the consistency functions are, are fed, and find. */
import { locateInTwoSteps } from '../estimators/diffloc-ct/locate.ts';
import { drawSigma, NOISE_RANGE } from '../estimators/diffusion/edm.ts';
import { buildDenoiser, denoiserWeights } from '../estimators/diffusion/network.ts';
import { NOISY_WIDTH } from '../estimators/diffusion/noisy-features.ts';
import { SITE_INPUT_WIDTH } from '../estimators/per-site/encoding.ts';
import { createRandom } from '../numerics/random.ts';
import { consistencyTarget, lesserNoise } from './consistency-loss.ts';
import type { SiteData } from './site-data.ts';
import type { ConsistencyExperiment } from './site-experiment.ts';
import type { SiteTask } from './site-tasks.ts';

/** Samples of a user whom a validation looks for. */
const SAMPLES = 16;
const LOOK_SEED = 1;

/**
 * A batch holds pairs: in its first half the points of greater noise, in its second those of lesser noise on the same ways from
 * the same users' truths.
 */
export function consistencyTask({ estimator, shape, loop }: ConsistencyExperiment, data: SiteData): SiteTask {
  const { sites, targets, known, seen } = data;
  const { coordinates } = data.metadata;
  const metadata = { estimator, ...data.metadata, shape };
  const models = buildDenoiser(sites.length, coordinates.scale, shape, 'flow');
  const siteWidth = SITE_INPUT_WIDTH + NOISY_WIDTH;
  const inputWidth = sites.length * siteWidth;
  const densityWidth = targets.length / known.count;
  const targetWidth = 2 + 3 * sites.length;
  return {
    model: models.joint,
    learning: denoiserWeights(models),
    describe: () => Promise.resolve(metadata),
    users: known.count,
    nextBatch(random, size, step) {
      const batch = { inputs: new Float32Array(size * inputWidth), targets: new Float32Array(size * targetWidth) };
      const pairCount = size / 2;
      for (let i = 0; i < pairCount; i++) {
        const user = Math.floor(random.uniform() * known.count);
        const density = targets.subarray(user * densityWidth, (user + 1) * densityWidth);
        const truth = [density[0] / coordinates.scale, density[1] / coordinates.scale] as const;
        const pairs = sites.map((_, site) => {
          const greater = drawSigma(random);
          const lesser = lesserNoise(greater, step / loop.schedule.totalSteps);
          const noise = [random.normal(), random.normal()];
          const from = (user * sites.length + site) * SITE_INPUT_WIDTH;
          [greater, Math.max(lesser, NOISE_RANGE.smallest)].forEach((sigma, half) => {
            const at = (i + half * pairCount) * inputWidth + site * siteWidth;
            batch.inputs.set(known.inputs.subarray(from, from + SITE_INPUT_WIDTH), at);
            const noisy = [truth[0] + sigma * noise[0], truth[1] + sigma * noise[1], Math.log(sigma)];
            batch.inputs.set(noisy, at + SITE_INPUT_WIDTH);
          });
          return { greater, lesser };
        });
        const row = consistencyTarget(truth, pairs, known.heard[user]);
        batch.targets.set(row, i * targetWidth);
        batch.targets.set(row, (i + pairCount) * targetWidth);
      }
      return batch;
    },
    look: async () => {
      const { fixes } = await locateInTwoSteps(models.sites, metadata, seen, SAMPLES, createRandom(LOOK_SEED));
      return { estimates: fixes, truth: seen.positions };
    },
  };
}
