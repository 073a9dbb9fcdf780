/** What the networks of densities and denoisers are, are fed, and find. */
import type * as layers from '@tensorflow/tfjs-layers';
import { createPosterior } from '../estimators/diffloc-unet/posterior.ts';
import { drawSigma } from '../estimators/diffusion/edm.ts';
import { buildDenoiser, denoiserWeights } from '../estimators/diffusion/network.ts';
import { NOISY_WIDTH } from '../estimators/diffusion/noisy-features.ts';
import { siteDensities } from '../estimators/site-product/densities.ts';
import { levelOnProduct } from '../estimators/site-product/level.ts';
import { buildDensityNetwork } from '../estimators/site-product/network.ts';
import type { SiteDensity } from '../estimators/site-product/student-t.ts';
import { fuseDensities } from '../estimators/site-product/student-t.ts';
import type { SiteInputs } from '../estimators/site-inputs/inputs.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import { createRandom } from '../numerics/random.ts';
import { packUser, truthOf } from './denoiser-inputs.ts';
import { denoisingTarget } from './denoising-loss.ts';
import { densityTarget } from './density-loss.ts';
import type { FedData, FedUsers } from './fed-users.ts';
import { chunksOf, drawBatch, heightsOf } from './fed-users.ts';
import type { Batch } from './loop.ts';
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

/**
 * Looks at the validation users.
 *
 * @param find positions of some users, x and y, metres; NaN for none
 */
export async function lookAt(
  { seen, width }: FedData,
  find: (inputs: SiteInputs) => Promise<readonly (readonly number[])[]>,
): Promise<Look> {
  const estimates = new Float32Array(3 * seen.count);
  for (const [first, inputs] of chunksOf(seen, width)) {
    (await find(inputs)).forEach(([x, y], i) => {
      estimates.set([x, y, seen.positions[3 * (first + i) + 2]], 3 * (first + i));
    });
  }
  return { estimates, truth: seen.positions };
}

/** Seed of the draws that levels of validation users are settled by. */
const LEVEL_SEED = 2;

/** Densities. */
export function densityTask({ estimator, encoder }: SiteProductExperiment, data: FedData): SiteTask {
  const { width, known, seen } = data;
  const metadata = { ...data.metadata, estimator };
  const { centre, scale } = metadata.coordinates;
  const model = buildDensityNetwork(metadata, scale, encoder);
  const fromCentre = ({ positions }: FedUsers, user: number): readonly [number, number] => [
    positions[3 * user] - centre[0],
    positions[3 * user + 1] - centre[1],
  ];
  return {
    model,
    async describe() {
      const all: SiteDensity[][] = [];
      for (const [, inputs] of chunksOf(seen, width)) all.push(...(await siteDensities(model, inputs)));
      const peaks = all.map(fuseDensities);
      const levelsAt: LevelsAt = (temper) =>
        Float64Array.from(peaks, (peak, user) =>
          peak ? levelOnProduct(all[user], peak, temper, fromCentre(seen, user), createRandom(LEVEL_SEED, user)) : NaN,
        );
      return { ...metadata, temper: findTemper(levelsAt) };
    },
    nextBatch: (random, size) =>
      drawBatch(data, random, size, 2 + metadata.sites, (user, target) =>
        target.set(densityTarget(fromCentre(known, user), known.heardBy(user))),
      ),
    users: known.count,
    look: () =>
      lookAt(data, async (inputs) =>
        (await siteDensities(model, inputs)).map((densities) => {
          const peak = fuseDensities(densities);
          return peak ? [centre[0] + peak.x, centre[1] + peak.y] : [NaN, NaN];
        }),
      ),
  };
}

/** A quick look along the way: fewer steps and samples than a fix has. */
const LOOK = { samples: 1, steps: 60, prior: false } as const;
const LOOK_SEED = 1;

/** Denoisers. */
export function denoisingTask({ estimator, shape }: DiffLocExperiment, data: FedData): SiteTask {
  const { known, seen, width } = data;
  const metadata = { ...data.metadata, estimator, shape };
  const { sites, coordinates } = metadata;
  const models = buildDenoiser(metadata, coordinates.scale, shape, 'skip');
  const posterior = createPosterior(models.sites, coordinates);
  const inputWidth = width + sites * NOISY_WIDTH;
  const targetWidth = 2 + 2 * sites;
  return {
    model: models.joint,
    learning: denoiserWeights(models),
    describe: () => Promise.resolve(metadata),
    nextBatch(random, size) {
      const batch = { inputs: new Float32Array(size * inputWidth), targets: new Float32Array(size * targetWidth) };
      for (let i = 0; i < size; i++) {
        const user = Math.floor(random.uniform() * known.count);
        const truth = truthOf(data, user);
        const writeNoisy = packUser(data, user, batch.inputs.subarray(i * inputWidth, (i + 1) * inputWidth));
        const sigmas = Array.from({ length: sites }, (_, site) => {
          const sigma = drawSigma(random);
          writeNoisy(site, truth[0] + sigma * random.normal(), truth[1] + sigma * random.normal(), sigma);
          return sigma;
        });
        batch.targets.set(denoisingTarget(truth, sigmas, known.heardBy(user)), i * targetWidth);
      }
      return batch;
    },
    users: known.count,
    look: async () => {
      const heights = heightsOf(seen);
      const { fixes } = await posterior.locate(chunksOf(seen, width), heights, LOOK, [LOOK_SEED]);
      return { estimates: fixes, truth: seen.positions };
    },
  };
}
