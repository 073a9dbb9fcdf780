/** The density network from its files, as an estimator of the table. */
import * as layers from '@tensorflow/tfjs-layers';
import { countFlops, countParameters } from '../blocks/cost.ts';
import type { Belief, Estimator, EstimatorInput } from '../estimator.ts';
import { knownHeights } from '../links.ts';
import { explainUnheard } from '../no-fix.ts';
import { openInputReader } from '../site-inputs/read-inputs.ts';
import { decodeModelOf } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
import { createRandom } from '../../numerics/random.ts';
import { siteDensities } from './densities.ts';
import { levelOnProduct } from './level.ts';
import { DENSITY_METADATA } from './metadata.ts';
import type { SiteDensity } from './student-t.ts';
import { fuseDensities } from './student-t.ts';
// Registers the layers that the file names.
import './network.ts';

/** Seed of the draws that levels are settled by. */
const SEED = 0x5e7;

/**
 * Loads trained weights.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeModelOf`
 */
export async function loadSiteProduct(source: WeightSource): Promise<Estimator> {
  const { handler, metadata } = await decodeModelOf(source, 'site-product', DENSITY_METADATA);
  const reader = await openInputReader(source, metadata);
  const model = await layers.loadLayersModel(handler);
  const { centre } = metadata.coordinates;
  const believe = async (input: EstimatorInput): Promise<Belief> => {
    const heights = knownHeights(input);
    const all: SiteDensity[][] = [];
    for (const [, inputs] of reader.readAll(input)) all.push(...(await siteDensities(model, inputs)));
    const fixes = new Float32Array(3 * input.count).fill(NaN);
    const peaks = all.map(fuseDensities);
    peaks.forEach((peak, user) => {
      if (peak) fixes.set([centre[0] + peak.x, centre[1] + peak.y, heights[user]], 3 * user);
    });
    return {
      fixes,
      levelAt(user, x, y) {
        const peak = peaks[user];
        if (!peak) return NaN;
        const place = [x - centre[0], y - centre[1]] as const;
        return levelOnProduct(all[user], peak, metadata.temper, place, createRandom(SEED, user));
      },
    };
  };
  return {
    trainedOn: { dataset: metadata.dataset, hash: metadata.datasetHash },
    input: metadata.input,
    parameterCount: countParameters(model),
    flopCount: countFlops(model),
    believe,
    estimate: async (input) => (await believe(input)).fixes,
    explain: explainUnheard,
    dispose() {
      model.dispose();
    },
  };
}
