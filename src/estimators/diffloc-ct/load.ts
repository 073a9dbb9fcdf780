/** DiffLoc-CT from its files, as an estimator. */
import { createRandom } from '../../numerics/random.ts';
import { openDiffLoc } from '../diffusion/open-diffloc.ts';
import type { Estimator } from '../estimator.ts';
import type { WeightSource } from '../weights/source.ts';
import { jumpToAnswers } from './jump-sampler.ts';
import { JUMPS } from './jump-walk.ts';
import { locateInTwoSteps } from './locate.ts';

/** Seed of the samples: the same users have the same fixes. */
const SEED = 0xc7;

/** Samples of each user. */
export const SAMPLES = 64;

/**
 * Loads trained weights.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeModelOf`
 */
export function loadDiffLocCt(source: WeightSource): Promise<Estimator> {
  return openDiffLoc(source, {
    id: 'diffloc-ct',
    samples: SAMPLES,
    steps: JUMPS,
    kept: 'flow',
    way: jumpToAnswers,
    locate: (denoisers, frame, { chunks, heights }) =>
      locateInTwoSteps(denoisers, frame, chunks, heights, SAMPLES, createRandom(SEED)),
  });
}
