/** DiffLoc-CT from its files, as an estimator. */
import { createRandom } from '../../numerics/random.ts';
import { openDiffLoc } from '../diffusion/open-diffloc.ts';
import type { Estimator } from '../estimator.ts';
import { encodeLinks, isHeard } from '../per-site/encoding.ts';
import type { WeightSource } from '../weights/source.ts';
import { jumpToAnswers } from './jump-sampler.ts';
import { JUMPS } from './jump-walk.ts';
import { locateInTwoSteps } from './locate.ts';
import { RECALLED_LINK_WIDTH } from '../known-places/memory.ts';

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
    locate: (denoisers, metadata, { rows, sites, heights }) => {
      const heard = Array.from({ length: heights.length }, (_, user) =>
        sites.map((__, site) => isHeard(rows.subarray((user * sites.length + site) * RECALLED_LINK_WIDTH))),
      );
      const request = { inputs: encodeLinks(rows, sites, heights, metadata), heard, heights };
      return locateInTwoSteps(denoisers, metadata, request, SAMPLES, createRandom(SEED));
    },
  });
}
