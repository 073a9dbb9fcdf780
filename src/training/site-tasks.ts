/** What the networks of densities and denoisers are, are fed, and find. */
import type * as layers from '@tensorflow/tfjs-layers';
import { createPosterior } from '../estimators/diffloc-unet/posterior.ts';
import { drawSigma } from '../estimators/diffusion/edm.ts';
import { buildDenoiser, denoiserWeights } from '../estimators/diffusion/network.ts';
import { NOISY_WIDTH } from '../estimators/diffusion/noisy-features.ts';
import { SITE_INPUT_WIDTH } from '../estimators/per-site/encoding.ts';
import { createSiteProduct } from '../estimators/site-product/estimator.ts';
import { levelOnProduct } from '../estimators/site-product/level.ts';
import { buildDensityNetwork } from '../estimators/site-product/network.ts';
import { fuseDensities } from '../estimators/site-product/student-t.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import { createRandom } from '../numerics/random.ts';
import { denoisingTarget } from './denoising-loss.ts';
import type { Batch } from './loop.ts';
import type { SiteData } from './site-data.ts';
import type { DiffLocExperiment, SiteProductExperiment } from './site-experiment.ts';
import type { LevelsAt } from './temper.ts';
import { findTemper } from './temper.ts';

/** See the file's head. */
export interface SiteTask {
  readonly model: layers.LayersModel;
  /** Which of its weights learn; all that can by default. */
  readonly learning?: layers.LayersModel['trainableWeights'];
  /** What goes with its present weights. */
  describe(this: void): Promise<{ readonly estimator: string }>;
  nextBatch(this: void, random: RandomGenerator, size: number, step: number): Batch;
  /** Training users. */
  readonly users: number;
  /** Finds the validation users with the model's present weights. */
  look(this: void): Promise<Look>;
}

/** What a validation sees. */
export interface Look {
  /** [users, 3], metres. */
  readonly estimates: Float32Array;
  readonly truth: Float64Array;
}

/** Seed of the draws that levels of validation users are settled by. */
const LEVEL_SEED = 2;

/** Densities. */
export function densityTask({ estimator, encoder }: SiteProductExperiment, data: SiteData): SiteTask {
  const { sites, targets, known, seen } = data;
  const { inputs } = known;
  const metadata = { estimator, ...data.metadata };
  const model = buildDensityNetwork(sites.length, metadata.coordinates.scale, encoder);
  const product = createSiteProduct(model, metadata);
  const inputWidth = sites.length * SITE_INPUT_WIDTH;
  const targetWidth = targets.length / known.count;
  return {
    model,
    async describe() {
      const all = await product.densities(seen.rows, sites, seen.heights);
      const peaks = all.map(fuseDensities);
      const { centre } = metadata.coordinates;
      const levelsAt: LevelsAt = (temper) =>
        Float64Array.from(peaks, (peak, user) => {
          if (!peak) return NaN;
          const place = [0, 1].map((axis) => seen.positions[3 * user + axis] - centre[axis]);
          return levelOnProduct(all[user], peak, temper, [place[0], place[1]], createRandom(LEVEL_SEED, user));
        });
      return { ...metadata, temper: findTemper(levelsAt) };
    },
    nextBatch(random, size) {
      const batch = { inputs: new Float32Array(size * inputWidth), targets: new Float32Array(size * targetWidth) };
      for (let i = 0; i < size; i++) {
        const user = Math.floor(random.uniform() * known.count);
        batch.inputs.set(inputs.subarray(user * inputWidth, (user + 1) * inputWidth), i * inputWidth);
        batch.targets.set(targets.subarray(user * targetWidth, (user + 1) * targetWidth), i * targetWidth);
      }
      return batch;
    },
    users: known.count,
    look: async () => ({
      estimates: await product.locate(seen.rows, sites, seen.heights),
      truth: seen.positions,
    }),
  };
}

/** A quick look along the way: fewer steps and samples than a fix has. */
const LOOK = { samples: 1, steps: 60, prior: false } as const;
const LOOK_SEED = 1;

/** Denoisers. */
export function denoisingTask({ estimator, shape }: DiffLocExperiment, data: SiteData): SiteTask {
  const { sites, targets, known, seen } = data;
  const { inputs } = known;
  const { coordinates } = data.metadata;
  const metadata = { estimator, ...data.metadata, shape };
  const models = buildDenoiser(sites.length, coordinates.scale, shape, 'skip');
  const posterior = createPosterior(models.sites, metadata);
  const siteWidth = SITE_INPUT_WIDTH + NOISY_WIDTH;
  const inputWidth = sites.length * siteWidth;
  const densityWidth = targets.length / known.count;
  const targetWidth = 2 + 2 * sites.length;
  return {
    model: models.joint,
    learning: denoiserWeights(models),
    describe: () => Promise.resolve(metadata),
    nextBatch(random, size) {
      const batch = { inputs: new Float32Array(size * inputWidth), targets: new Float32Array(size * targetWidth) };
      for (let i = 0; i < size; i++) {
        const user = Math.floor(random.uniform() * known.count);
        const density = targets.subarray(user * densityWidth, (user + 1) * densityWidth);
        const truth = [density[0] / coordinates.scale, density[1] / coordinates.scale] as const;
        const sigmas = sites.map((_, site) => {
          const sigma = drawSigma(random);
          const from = (user * sites.length + site) * SITE_INPUT_WIDTH;
          const at = i * inputWidth + site * siteWidth;
          batch.inputs.set(inputs.subarray(from, from + SITE_INPUT_WIDTH), at);
          const noisy = [truth[0] + sigma * random.normal(), truth[1] + sigma * random.normal(), Math.log(sigma)];
          batch.inputs.set(noisy, at + SITE_INPUT_WIDTH);
          return sigma;
        });
        batch.targets.set(denoisingTarget(truth, sigmas, known.heard[user]), i * targetWidth);
      }
      return batch;
    },
    users: known.count,
    look: async () => {
      const { fixes } = await posterior.locate(seen.rows, sites, seen.heights, LOOK, [LOOK_SEED]);
      return { estimates: fixes, truth: seen.positions };
    },
  };
}
