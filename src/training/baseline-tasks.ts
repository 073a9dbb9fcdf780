/** What DiffLoc's baselines are, are fed, and find: the regression and the probability maps. */
import { predictSites } from '../estimators/site-inputs/predict.ts';
import { buildRegression } from '../estimators/regression/network.ts';
import { peakOf } from '../estimators/grid-fusion/fuse-maps.ts';
import { cellCentres, createCellShares, layGrid } from '../estimators/grid-fusion/grid.ts';
import { fusedMaps } from '../estimators/grid-fusion/maps.ts';
import { buildGridFusion } from '../estimators/grid-fusion/network.ts';
import type { SiteInputs } from '../estimators/site-inputs/read-inputs.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import type { FedData } from './fed-users.ts';
import { inputsOf } from './fed-users.ts';
import type { Batch } from './loop.ts';
import type { GridFusionExperiment, RegressionExperiment } from './site-experiment.ts';
import type { Look, SiteTask } from './site-tasks.ts';

/** One position from all sites. */
export function regressionTask({ shape }: RegressionExperiment, data: FedData): SiteTask {
  const { metadata, known } = data;
  const { centre, scale } = metadata.coordinates;
  const model = buildRegression(metadata, shape);
  return {
    model,
    describe: () => Promise.resolve(metadata),
    users: known.count,
    nextBatch: (random, size) =>
      drawBatch(data, random, size, 2, (user, target) => {
        for (const axis of [0, 1]) target[axis] = (known.positions[3 * user + axis] - centre[axis]) / scale;
      }),
    look: () =>
      lookAt(data, async (inputs) => {
        const found = await predictSites(model, inputs);
        return inputs.heard.map((_, i) => [0, 1].map((axis) => centre[axis] + scale * found[2 * i + axis]));
      }),
  };
}

/** Maps of all sites. */
export function gridTask({ shape, pitch }: GridFusionExperiment, data: FedData): SiteTask {
  const { known } = data;
  const grid = layGrid(known.positions, pitch);
  const metadata = { ...data.metadata, grid: { ...grid, origin: [...grid.origin], cells: [...grid.cells] } };
  const cells = grid.cells.length;
  const model = buildGridFusion(data.metadata, cells, shape);
  const centres = cellCentres(grid);
  const sharesAt = createCellShares(grid);
  return {
    model,
    describe: () => Promise.resolve(metadata),
    users: known.count,
    nextBatch: (random, size) =>
      drawBatch(data, random, size, cells + data.metadata.sites, (user, target) => {
        const [x, y] = known.positions.subarray(3 * user, 3 * user + 2);
        for (const { index, share } of sharesAt(x, y)) target[index] = share;
        target.set(known.heardBy(user).map(Number), cells);
      }),
    look: () =>
      lookAt(data, async (inputs) =>
        (await fusedMaps(model, inputs)).map((map) => (map ? peakOf(map, centres, grid) : [NaN, NaN])),
      ),
  };
}

/** Training users drawn at random. */
function drawBatch(
  { known, width }: FedData,
  random: RandomGenerator,
  size: number,
  targetWidth: number,
  writeTarget: (user: number, target: Float32Array) => void,
): Batch {
  const batch = { inputs: new Float32Array(size * width), targets: new Float32Array(size * targetWidth) };
  for (let i = 0; i < size; i++) {
    const user = Math.floor(random.uniform() * known.count);
    known.write(user, batch.inputs.subarray(i * width, (i + 1) * width));
    writeTarget(user, batch.targets.subarray(i * targetWidth, (i + 1) * targetWidth));
  }
  return batch;
}

/** Validation users at once. */
const CHUNK = 128;

async function lookAt(
  { seen, width }: FedData,
  find: (inputs: SiteInputs) => Promise<readonly (readonly number[])[]>,
): Promise<Look> {
  const estimates = new Float32Array(3 * seen.count);
  for (let first = 0; first < seen.count; first += CHUNK) {
    const found = await find(inputsOf(seen, width, first, CHUNK));
    found.forEach(([x, y], i) => {
      const height = seen.positions[3 * (first + i) + 2];
      estimates.set([x, y, height], 3 * (first + i));
    });
  }
  return { estimates, truth: seen.positions };
}
