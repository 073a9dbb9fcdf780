/** DiffLoc-CT from its files, as an estimator. */
import * as layers from '@tensorflow/tfjs-layers';
import { createRandom } from '../../numerics/random.ts';
import { LINK_FEATURE_WIDTH } from '../../features/taps/link-features.ts';
import { levelAmongSamples } from '../belief/sample-level.ts';
import { countParameters } from '../blocks/cost.ts';
import { DENOISER_METADATA } from '../diffusion/metadata.ts';
import { buildDenoiser } from '../diffusion/network.ts';
import { countRunFlops } from '../diffusion/predict-clean.ts';
import { hearUser } from '../diffusion/voices.ts';
import type { Belief, Estimator, EstimatorInput } from '../estimator.ts';
import { knownHeights } from '../links.ts';
import { explainUnheard } from '../no-fix.ts';
import { encodeLinks, isHeard } from '../per-site/encoding.ts';
import { checkSites, readLinks, readUserLinks, requireChannels } from '../per-site/read-links.ts';
import { decodeModelOf } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
import { JUMPS } from './jump-walk.ts';
import { jumpToAnswers } from './jump-sampler.ts';
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
export async function loadDiffLocCt(source: WeightSource): Promise<Estimator> {
  const { handler, metadata } = await decodeModelOf(source, 'diffloc-ct', DENOISER_METADATA);
  const { joint, sites } = buildDenoiser(metadata.sites, metadata.coordinates.scale, metadata.shape);
  // The file's own topology is one model; a run needs its parts, and they share their weights with this one.
  const stored = await layers.loadLayersModel(handler);
  joint.setWeights(stored.getWeights());
  stored.dispose();
  const believe = async (input: EstimatorInput): Promise<Belief> => {
    const listening = input.links.map(({ site }) => site);
    checkSites(metadata.sites, listening.length);
    const heights = knownHeights(input);
    const rows = readLinks(input, requireChannels(input));
    const heard = Array.from({ length: input.count }, (_, user) =>
      listening.map((__, site) => isHeard(rows.subarray((user * listening.length + site) * LINK_FEATURE_WIDTH))),
    );
    const request = { inputs: encodeLinks(rows, listening, heights, metadata), heard, heights };
    const { fixes, samples } = await locateInTwoSteps(sites, metadata, request, SAMPLES, createRandom(SEED));
    return {
      fixes,
      levelAt: (user, x, y) =>
        Number.isNaN(fixes[3 * user])
          ? NaN
          : levelAmongSamples(samples.subarray(2 * SAMPLES * user, 2 * SAMPLES * (user + 1)), x, y),
    };
  };
  return {
    trainedOn: { dataset: metadata.dataset, hash: metadata.datasetHash },
    parameterCount: countParameters(joint),
    flopCount: sites.reduce((sum, site) => sum + countRunFlops(site, SAMPLES * JUMPS), 0),
    believe,
    estimate: async (input) => (await believe(input)).fixes,
    async samplePosterior(input, user) {
      const { rows, sites: listening, height } = readUserLinks(input, metadata.sites, user);
      return hearUser(jumpToAnswers, sites, metadata, rows, listening, height);
    },
    explain: explainUnheard,
    dispose() {
      joint.dispose();
    },
  };
}
