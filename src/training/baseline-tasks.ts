/** What DiffLoc's baselines are, are fed, and find: the regression and the probability maps. */
import { predictSites } from '../estimators/site-inputs/predict.ts';
import { buildRegression } from '../estimators/regression/network.ts';
import { peakOf } from '../estimators/grid-fusion/fuse-maps.ts';
import { cellCentres, createCellShares, layGrid } from '../estimators/grid-fusion/grid.ts';
import { fusedMaps } from '../estimators/grid-fusion/maps.ts';
import { buildGridFusion } from '../estimators/grid-fusion/network.ts';
import type { FedData } from './fed-users.ts';
import { drawBatch } from './fed-users.ts';
import type { GridFusionExperiment, RegressionExperiment } from './site-experiment.ts';
import type { SiteTask } from './site-tasks.ts';
import { lookAt } from './site-tasks.ts';

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
