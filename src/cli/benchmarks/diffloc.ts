/** One fix before five sites, from the channel estimates on: what is read of them, the networks, and the refinement. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openDataset, snrRule } from '../../datasets/definition.ts';
import { soundLinks } from '../../datasets/soundings.ts';
import { TOKYO_STREETS } from '../../datasets/tokyo-streets.ts';
import { tracedLinks } from '../../datasets/traced-links.ts';
import { datasetUsers, pickUsers } from '../../datasets/users.ts';
import type { EstimatorInput } from '../../estimators/estimator.ts';
import { readLinks, requireChannels } from '../../estimators/per-site/read-links.ts';
import { findEstimator } from '../../estimators/registry.ts';
import { folderWeights } from '../../estimators/weights/folder.ts';
import { MODEL_FILE } from '../../estimators/weights/format.ts';
import { createMeasurementTable } from '../../measurement/report.ts';
import { quantile } from '../../numerics/quantiles.ts';
import { twinOf } from '../dataset-twin.ts';
import { weightsFolder } from '../evaluate.ts';
import { startComputing } from '../start-computing.ts';
import { spreadEvenly } from '../../numerics/spread.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { againstBar } from './benchmark.ts';
import { processorTime } from './processor-time.ts';

/** One of these describes the weights in a folder. */
const DESCRIPTIONS = [MODEL_FILE, 'database.json'];

/** Test users that are found one at a time, evenly spread; the first one warms up and does not count. */
const USERS = 9;

/** What is timed, and the most that a median may be on two cores without a GPU, milliseconds, where there is a bar. */
const ESTIMATORS = [
  ['path-wknn'],
  ['site-product'],
  ['regression'],
  ['grid-fusion'],
  ['diffloc-ct', 150],
  ['diffloc-unet', 1500],
  ['twin', 3000],
] as const;

/** What the estimators are given of every user alone, its channel estimates ready. */
function singleInputs(): EstimatorInput[] {
  const dataset = openDataset(TOKYO_STREETS);
  const all = datasetUsers(dataset, 'test');
  const rows = Uint32Array.from(spreadEvenly(all.count, USERS));
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

/** Median and maximum of one thing, done for every user but the first; and the processor's time, which waits for nobody. */
async function timeEach(
  name: string,
  inputs: readonly EstimatorInput[],
  work: (input: EstimatorInput) => Promise<unknown>,
  bar?: number,
): Promise<Figure[]> {
  const times: number[] = [];
  let before = 0;
  for (const [number, input] of inputs.entries()) {
    if (number === 1) before = processorTime();
    const start = performance.now();
    await work(input);
    times.push(performance.now() - start);
  }
  const counted = times.slice(1);
  const median: Figure = { name: `${name} median`, unit: 'ms', value: quantile(counted, 0.5) };
  return [
    bar === undefined ? median : againstBar(median, bar),
    { name: `${name} maximum`, unit: 'ms', value: Math.max(...counted) },
    { name: `${name} processor time, mean`, unit: 'ms', value: (processorTime() - before) / counted.length },
  ];
}

/** See {@link ESTIMATORS}. */
export const difflocBenchmark: Benchmark = {
  name: 'diffloc',
  summary: 'one fix in the town, five sites, from channel estimates on',
  async run() {
    await startComputing('wasm');
    const inputs = singleInputs();
    const figures = await timeEach('features of five links', inputs, (input) =>
      Promise.resolve(readLinks(input, requireChannels(input))),
    );
    for (const [id, bar] of ESTIMATORS) {
      const entry = findEstimator(id);
      const folder = weightsFolder(id, TOKYO_STREETS.id);
      if (entry.trained && !DESCRIPTIONS.some((file) => existsSync(join(folder, file)))) {
        figures.push({ name: `${id} fix median`, unit: 'ms', value: NaN, note: `There are no weights in ${folder}.` });
        continue;
      }
      const estimator = await entry.load(entry.trained ? folderWeights(folder) : null);
      figures.push(...(await timeEach(`${id} fix`, inputs, (input) => estimator.estimate(input), bar)));
      estimator.dispose();
    }
    return figures;
  },
};
