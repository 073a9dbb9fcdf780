/** What the consistency functions are, are fed, and find. */
import { locateInTwoSteps } from '../estimators/diffloc-ct/locate.ts';
import { drawSigma, NOISE_RANGE } from '../estimators/diffusion/edm.ts';
import { buildDenoiser, denoiserWeights } from '../estimators/diffusion/network.ts';
import { NOISY_WIDTH } from '../estimators/diffusion/noisy-features.ts';
import { createRandom } from '../numerics/random.ts';
import { consistencyTarget, lesserNoise } from './consistency-loss.ts';
import { packUser, truthOf } from './denoiser-inputs.ts';
import type { FedData } from './fed-users.ts';
import { chunksOf, heightsOf } from './fed-users.ts';
import type { ConsistencyExperiment } from './site-experiment.ts';
import type { SiteTask } from './site-tasks.ts';

/** Samples of a user whom a validation looks for. */
const SAMPLES = 16;
const LOOK_SEED = 1;

/**
 * A batch holds pairs: in its first half the points of greater noise, in its second those of lesser noise on the same ways from
 * the same users' truths.
 */
export function consistencyTask({ estimator, shape, loop }: ConsistencyExperiment, data: FedData): SiteTask {
  const { known, seen, width } = data;
  const metadata = { ...data.metadata, estimator, shape };
  const { sites, coordinates } = metadata;
  const models = buildDenoiser(metadata, coordinates.scale, shape, 'flow');
  const inputWidth = width + sites * NOISY_WIDTH;
  const targetWidth = 2 + 3 * sites;
  return {
    model: models.joint,
    learning: denoiserWeights(models),
    describe: () => Promise.resolve(metadata),
    users: known.count,
    nextBatch(random, size, step) {
      const batch = { inputs: new Float32Array(size * inputWidth), targets: new Float32Array(size * targetWidth) };
      const pairCount = size / 2;
      const rowOf = (i: number): Float32Array => batch.inputs.subarray(i * inputWidth, (i + 1) * inputWidth);
      for (let i = 0; i < pairCount; i++) {
        const user = Math.floor(random.uniform() * known.count);
        const truth = truthOf(data, user);
        const writers = [i, i + pairCount].map((row) => packUser(data, user, rowOf(row)));
        const pairs = Array.from({ length: sites }, (_, site) => {
          const greater = drawSigma(random);
          const lesser = lesserNoise(greater, step / loop.schedule.totalSteps);
          const noise = [random.normal(), random.normal()];
          [greater, Math.max(lesser, NOISE_RANGE.smallest)].forEach((sigma, half) => {
            writers[half](site, truth[0] + sigma * noise[0], truth[1] + sigma * noise[1], sigma);
          });
          return { greater, lesser };
        });
        const row = consistencyTarget(truth, pairs, known.heardBy(user));
        batch.targets.set(row, i * targetWidth);
        batch.targets.set(row, (i + pairCount) * targetWidth);
      }
      return batch;
    },
    look: async () => {
      const [chunks, heights, random] = [chunksOf(seen, width), heightsOf(seen), createRandom(LOOK_SEED)];
      const { fixes } = await locateInTwoSteps(models.sites, coordinates, chunks, heights, SAMPLES, random);
      return { estimates: fixes, truth: seen.positions };
    },
  };
}
