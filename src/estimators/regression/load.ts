/** The regression from its files, as an estimator of the table. */
import * as layers from '@tensorflow/tfjs-layers';
import { countFlops, countParameters } from '../blocks/cost.ts';
import type { Estimator } from '../estimator.ts';
import { knownHeights } from '../links.ts';
import { explainUnheard } from '../no-fix.ts';
import { INPUT_METADATA } from '../site-inputs/metadata.ts';
import { predictSites } from '../site-inputs/predict.ts';
import { openInputReader } from '../site-inputs/read-inputs.ts';
import { decodeModelOf } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
// Registers the layers that the file names.
import './network.ts';

/**
 * Loads trained weights.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeModelOf`
 */
export async function loadRegression(source: WeightSource): Promise<Estimator> {
  const { handler, metadata } = await decodeModelOf(source, 'regression', INPUT_METADATA);
  const reader = await openInputReader(source, metadata);
  const model = await layers.loadLayersModel(handler);
  const { centre, scale } = metadata.coordinates;
  return {
    trainedOn: { dataset: metadata.dataset, hash: metadata.datasetHash },
    input: metadata.input,
    parameterCount: countParameters(model),
    flopCount: countFlops(model),
    async estimate(input) {
      const heights = knownHeights(input);
      const fixes = new Float32Array(3 * input.count).fill(NaN);
      for (const [first, inputs] of reader.readAll(input)) {
        const found = await predictSites(model, inputs);
        inputs.heard.forEach((sites, i) => {
          if (!sites.some(Boolean)) return;
          const [x, y] = found.subarray(2 * i, 2 * i + 2);
          fixes.set([centre[0] + scale * x, centre[1] + scale * y, heights[first + i]], 3 * (first + i));
        });
      }
      return fixes;
    },
    explain: explainUnheard,
    dispose() {
      model.dispose();
    },
  };
}
