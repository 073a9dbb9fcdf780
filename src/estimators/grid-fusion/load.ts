/** The fusion of probability maps from its files, as an estimator of the table. */
import * as layers from '@tensorflow/tfjs-layers';
import { countFlops, countParameters } from '../blocks/cost.ts';
import type { Belief, Estimator, EstimatorInput } from '../estimator.ts';
import { knownHeights } from '../links.ts';
import { explainUnheard } from '../no-fix.ts';
import { openInputReader } from '../site-inputs/read-inputs.ts';
import { decodeModelOf } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
import { peakOf } from './fuse-maps.ts';
import { cellCentres } from './grid.ts';
import { createMapLevel } from './map-level.ts';
import { fusedMaps } from './maps.ts';
import { GRID_METADATA } from './metadata.ts';
// Registers the layers that the file names.
import './network.ts';

/**
 * Loads trained weights.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeModelOf`
 */
export async function loadGridFusion(source: WeightSource): Promise<Estimator> {
  const { handler, metadata } = await decodeModelOf(source, 'grid-fusion', GRID_METADATA);
  const reader = await openInputReader(source, metadata);
  const model = await layers.loadLayersModel(handler);
  const { grid } = metadata;
  const centres = cellCentres(grid);
  const levelOn = createMapLevel(grid);
  const believe = async (input: EstimatorInput): Promise<Belief> => {
    const heights = knownHeights(input);
    const fixes = new Float32Array(3 * input.count).fill(NaN);
    const maps: (Float64Array | null)[] = [];
    for (const [first, inputs] of reader.readAll(input)) {
      (await fusedMaps(model, inputs)).forEach((map, i) => {
        maps.push(map);
        if (map) fixes.set([...peakOf(map, centres, grid), heights[first + i]], 3 * (first + i));
      });
    }
    return {
      fixes,
      levelAt(user, x, y) {
        const map = maps[user];
        return map ? levelOn(map, x, y) : NaN;
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
