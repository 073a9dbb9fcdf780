/** DiffLoc-UNet from its files, as an estimator. */
import { openDiffLoc } from '../diffusion/open-diffloc.ts';
import type { Estimator } from '../estimator.ts';
import type { WeightSource } from '../weights/source.ts';
import { createPosterior, DEFAULT_RUN } from './posterior.ts';
import { followScores } from './sampler.ts';

/** Seed of the samples: the same users have the same fixes. */
const SEED = 0xd1ff;

/**
 * Loads trained weights.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeModelOf`
 */
export function loadDiffLocUnet(source: WeightSource): Promise<Estimator> {
  return openDiffLoc(source, {
    id: 'diffloc-unet',
    samples: DEFAULT_RUN.samples,
    steps: DEFAULT_RUN.steps,
    kept: 'skip',
    way: followScores,
    locate: (denoisers, frame, { chunks, heights, withoutPrior = DEFAULT_RUN.prior }) => {
      const options = { ...DEFAULT_RUN, prior: withoutPrior };
      return createPosterior(denoisers, frame).locate(chunks, heights, options, [SEED]);
    },
  });
}
