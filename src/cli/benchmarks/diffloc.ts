/** One fix before five sites, from the channel estimates on: the network, and the refinement against the twin. */
import { performance } from 'node:perf_hooks';
import { startBackend } from '../../compute/backend.ts';
import { openDataset, snrRule } from '../../datasets/definition.ts';
import { soundLinks } from '../../datasets/soundings.ts';
import { TOKYO_STREETS } from '../../datasets/tokyo-streets.ts';
import { tracedLinks } from '../../datasets/traced-links.ts';
import { datasetUsers, pickUsers } from '../../datasets/users.ts';
import type { EstimatorInput } from '../../estimators/estimator.ts';
import { findEstimator } from '../../estimators/registry.ts';
import { folderWeights } from '../../estimators/weights/folder.ts';
import { createMeasurementTable } from '../../measurement/report.ts';
import { quantile } from '../../numerics/quantiles.ts';
import { twinOf } from '../dataset-twin.ts';
import { weightsFolder } from '../evaluate.ts';
import type { Benchmark } from './benchmark.ts';

/** Test users that are found one at a time, evenly spread; the first one warms up and does not count. */
const USERS = 9;

/** What the estimators are given of every user alone, its channel estimates ready. */
function singleInputs(): EstimatorInput[] {
  const dataset = openDataset(TOKYO_STREETS);
  const all = datasetUsers(dataset, 'test');
  const rows = Uint32Array.from({ length: USERS }, (_, i) => Math.floor((i * all.count) / USERS));
  const users = pickUsers(all, rows);
  const source = tracedLinks(dataset, users);
  const channels = soundLinks(source, { snr: snrRule(TOKYO_STREETS), seeds: [1] });
  const twin = twinOf(dataset);
  return Array.from(rows, (_, user) => {
    const estimates = dataset.sites.map((__, site) => channels.estimate(user, site));
    return {
      count: 1,
      links: dataset.sites.map((site) => ({ site, measurements: createMeasurementTable(1) })),
      heights: users.positions.slice(3 * user + 2, 3 * user + 3),
      channels: { radio: channels.radio, estimate: (__, site) => estimates[site] },
      // A fix as a good network leaves it: two decimetres off.
      starts: Float32Array.from([0.12, -0.16, 0], (offset, axis) => users.positions[3 * user + axis] + offset),
      twin: () => twin,
    };
  });
}

/** Bars, on two cores without a GPU: twin ≤ 3 s. */
export const difflocBenchmark: Benchmark = {
  name: 'diffloc',
  summary: 'one fix in the town, five sites, from channel estimates on',
  async run() {
    await startBackend({ requested: 'wasm' });
    const inputs = singleInputs();
    const figures = [];
    for (const id of ['site-product', 'twin'] as const) {
      const entry = findEstimator(id);
      const weights = entry.trained ? folderWeights(weightsFolder(id, TOKYO_STREETS.id)) : null;
      const estimator = await entry.load(weights);
      const times: number[] = [];
      for (const input of inputs) {
        const start = performance.now();
        await estimator.estimate(input);
        times.push(performance.now() - start);
      }
      estimator.dispose();
      const counted = times.slice(1);
      figures.push(
        { name: `${id} fix median`, unit: 'ms' as const, value: quantile(counted, 0.5) },
        { name: `${id} fix maximum`, unit: 'ms' as const, value: Math.max(...counted) },
      );
    }
    return figures;
  },
};
