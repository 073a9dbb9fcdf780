/** DiffLoc-UNet from its files, as an estimator. */
import * as layers from '@tensorflow/tfjs-layers';
import { levelAmongSamples } from '../belief/sample-level.ts';
import { countParameters } from '../blocks/cost.ts';
import { DENOISER_METADATA } from '../diffusion/metadata.ts';
import { buildDenoiser } from '../diffusion/network.ts';
import { countRunFlops } from '../diffusion/predict-clean.ts';
import { hearUser } from '../diffusion/voices.ts';
import type { Belief, Estimator, EstimatorInput } from '../estimator.ts';
import { knownHeights } from '../links.ts';
import { explainUnheard } from '../no-fix.ts';
import { checkSites, readLinks, readUserLinks, requireChannels } from '../per-site/read-links.ts';
import { decodeModelOf } from '../weights/format.ts';
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
export async function loadDiffLocUnet(source: WeightSource): Promise<Estimator> {
  const { handler, metadata } = await decodeModelOf(source, 'diffloc-unet', DENOISER_METADATA);
  const { joint, sites } = buildDenoiser(metadata.sites, metadata.coordinates.scale, metadata.shape);
  // The file's own topology is one model; a run needs its parts, and they share their weights with this one.
  const stored = await layers.loadLayersModel(handler);
  joint.setWeights(stored.getWeights());
  stored.dispose();
  const posterior = createPosterior(sites, metadata);
  const { samples, steps } = DEFAULT_RUN;
  const believe = async (input: EstimatorInput): Promise<Belief> => {
    const listening = input.links.map(({ site }) => site);
    checkSites(metadata.sites, listening.length);
    const rows = readLinks(input, requireChannels(input));
    const options = { ...DEFAULT_RUN, prior: input.withoutPrior ?? DEFAULT_RUN.prior };
    const found = await posterior.locate(rows, listening, knownHeights(input), options, [SEED]);
    return {
      fixes: found.fixes,
      levelAt: (user, x, y) =>
        Number.isNaN(found.fixes[3 * user])
          ? NaN
          : levelAmongSamples(found.samples.subarray(2 * samples * user, 2 * samples * (user + 1)), x, y),
    };
  };
  return {
    trainedOn: { dataset: metadata.dataset, hash: metadata.datasetHash },
    parameterCount: countParameters(joint),
    flopCount: sites.reduce((sum, site) => sum + countRunFlops(site, samples * steps), 0),
    believe,
    estimate: async (input) => (await believe(input)).fixes,
    async samplePosterior(input, user) {
      const { rows, sites: listening, height } = readUserLinks(input, metadata.sites, user);
      return hearUser(followScores, sites, metadata, rows, listening, height);
    },
    explain: explainUnheard,
    dispose() {
      joint.dispose();
    },
  };
}
