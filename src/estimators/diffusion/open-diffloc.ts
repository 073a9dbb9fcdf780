/** A DiffLoc network from its files, as an estimator whose beliefs are clouds of samples. */
import * as layers from '@tensorflow/tfjs-layers';
import { levelAmongSamples } from '../belief/sample-level.ts';
import { countParameters } from '../blocks/cost.ts';
import type { Belief, Estimator, EstimatorInput } from '../estimator.ts';
import type { CoordinateFrame } from '../coordinates.ts';
import { knownHeights } from '../links.ts';
import { explainUnheard } from '../no-fix.ts';
import type { InputChunks } from '../site-inputs/inputs.ts';
import { openInputReader } from '../site-inputs/read-inputs.ts';
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
  readonly chunks: InputChunks;
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
    frame: CoordinateFrame,
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
  const reader = await openInputReader(source, metadata);
  const { coordinates, shape } = metadata;
  const { joint, sites } = buildDenoiser(metadata, coordinates.scale, shape, kept);
  // The file's own topology is one model; a run needs its parts, and they share their weights with this one.
  const stored = await layers.loadLayersModel(handler);
  joint.setWeights(stored.getWeights());
  stored.dispose();
  const believe = async (input: EstimatorInput): Promise<Belief> => {
    const users = {
      chunks: reader.readAll(input),
      heights: knownHeights(input),
      withoutPrior: input.withoutPrior,
    };
    const found = await locate(sites, coordinates, users);
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
    input: metadata.input,
    parameterCount: countParameters(joint),
    flopCount: sites.reduce((sum, site) => sum + countRunFlops(site, samples * steps), 0),
    believe,
    estimate: async (input) => (await believe(input)).fixes,
    samplePosterior: (input, user) => hearUser(way, sites, coordinates, reader.readOne(input, user)),
    explain: explainUnheard,
    dispose() {
      joint.dispose();
    },
  };
}
