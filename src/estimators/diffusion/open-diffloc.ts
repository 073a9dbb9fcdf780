/** A DiffLoc network from its files, as an estimator whose beliefs are clouds of samples. */
import * as layers from '@tensorflow/tfjs-layers';
import type { Site } from '../../scene/sites.ts';
import { levelAmongSamples } from '../belief/sample-level.ts';
import { countParameters } from '../blocks/cost.ts';
import type { Belief, Estimator, EstimatorInput } from '../estimator.ts';
import { openPlaceMemory } from '../known-places/memory.ts';
import { knownHeights } from '../links.ts';
import { explainUnheard } from '../no-fix.ts';
import type { SiteMetadata } from '../per-site/metadata.ts';
import { checkSites, readLinks, readUserLinks, requireChannels } from '../per-site/read-links.ts';
import { decodeModelOf } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
import type { Kept } from './edm.ts';
import { DENOISER_METADATA } from './metadata.ts';
import type { SiteDenoiser } from './network.ts';
import { buildDenoiser } from './network.ts';
import { countRunFlops } from './predict-clean.ts';
import { hearUser, type Way } from './voices.ts';

/** Users who are looked for. */
export interface SoughtUsers {
  /** Features of their links, with the places that they recall [users, sites, RECALLED_LINK_WIDTH]. */
  readonly rows: Float32Array;
  readonly sites: readonly Site[];
  /** [users], metres */
  readonly heights: ArrayLike<number>;
  /** Takes the prior out of the product of the sites' posteriors; the sampler's own choice if absent. */
  readonly withoutPrior?: boolean;
}

/** What was found. */
export interface SampledFixes {
  /** Centres of the samples [users, 3], metres; NaN for a user whom no site hears. */
  readonly fixes: Float32Array;
  /** [users, samples, 2], metres. */
  readonly samples: Float32Array | Float64Array;
}

/** What tells DiffLoc's two samplers apart. */
export interface Sampling {
  readonly id: 'diffloc-unet' | 'diffloc-ct';
  /** Samples of each user, and how often each of them is denoised. */
  readonly samples: number;
  readonly steps: number;
  /** What the network keeps of a noisy position by itself. */
  readonly kept: Kept;
  readonly locate: (
    denoisers: readonly SiteDenoiser[],
    metadata: SiteMetadata,
    users: SoughtUsers,
  ) => Promise<SampledFixes>;
  /** How a posterior is shown step by step. */
  readonly way: Way;
}

/**
 * Loads trained weights.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeModelOf`
 */
export async function openDiffLoc(
  source: WeightSource,
  { id, samples, steps, kept, locate, way }: Sampling,
): Promise<Estimator> {
  const { handler, metadata } = await decodeModelOf(source, id, DENOISER_METADATA);
  const memory = await openPlaceMemory(source, metadata);
  const { joint, sites } = buildDenoiser(metadata.sites, metadata.coordinates.scale, metadata.shape, kept);
  // The file's own topology is one model; a run needs its parts, and they share their weights with this one.
  const stored = await layers.loadLayersModel(handler);
  joint.setWeights(stored.getWeights());
  stored.dispose();
  const believe = async (input: EstimatorInput): Promise<Belief> => {
    const listening = input.links.map(({ site }) => site);
    checkSites(metadata.sites, listening.length);
    const rows = memory.recall(readLinks(input, requireChannels(input)), listening.length);
    const { withoutPrior } = input;
    const found = await locate(sites, metadata, {
      ...{ rows, sites: listening, heights: knownHeights(input), withoutPrior },
    });
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
      return hearUser(way, sites, metadata, memory.recall(rows, listening.length), listening, height);
    },
    explain: explainUnheard,
    dispose() {
      joint.dispose();
    },
  };
}
