/** One fix, stage by stage, on one core: where the time goes between a position and an estimate. */
import { soundChannel } from '../../channel/sounding.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { startBackend } from '../../compute/backend.ts';
import { openDataset } from '../../datasets/definition.ts';
import { findPositionsDataset } from '../../datasets/registry.ts';
import { datasetUsers } from '../../datasets/users.ts';
import { folderWeights } from '../../estimators/weights/folder.ts';
import { findEstimator } from '../../estimators/registry.ts';
import { createMeasurementWorkspace, measure } from '../../measurement/measure.ts';
import { createMeasurementTable, writeReport } from '../../measurement/report.ts';
import { median } from '../../numerics/quantiles.ts';
import { createRandom } from '../../numerics/random.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { prepareSite, tracePaths } from '../../propagation/trace.ts';
import type { Benchmark } from './benchmark.ts';

const USERS = 100;
const WARM_UP = 20;

/** Stages of one fix that are timed. */
const STAGES = ['propagation', 'channel', 'sounding', 'measurement', 'estimator'] as const;

/** What a stage that takes more than half spends it on. */
const STAGE_NOTES: Readonly<Record<(typeof STAGES)[number], string>> = {
  propagation: 'above half of the sum: it searches every sequence of reflections that can reach the user',
  channel: 'above half of the sum: it adds up every path at every antenna and tone',
  sounding: 'above half of the sum: it draws a normal number for every antenna, tone and symbol',
  estimator: 'above half of the sum: it is the whole network for one user alone, without the economy of a batch',
  measurement:
    'above half of the sum: it is where all antennas and tones are read, transformed to delays and searched for directions; tracing and the network work on a few numbers',
};

/** Reported; a stage above half of the sum carries a note. */
export const stagesBenchmark: Benchmark = {
  name: 'stages',
  summary: 'one fix in s3, stage by stage, wasm or what Node has',
  async run() {
    const dataset = openDataset(findPositionsDataset('s3-3d'));
    const { radio } = dataset.definition;
    const { site } = dataset;
    const users = datasetUsers(dataset, 'test', USERS + WARM_UP);
    const backend = await startBackend({ requested: 'auto' });
    const estimator = await findEstimator('pe-msrn').load(folderWeights('models/pe-msrn/s3-3d'));
    const link = prepareSite(prepareScene(dataset.scene), site, { frequency: radio.carrierFrequency });
    const workspace = createMeasurementWorkspace(site, radio);
    const times = STAGES.map((): number[] => []);
    for (let user = 0; user < users.count; user++) {
      const marks = [performance.now()];
      const mark = (): unknown => marks.push(performance.now());
      const [x, y, z] = users.positions.subarray(3 * user, 3 * user + 3);
      const paths = tracePaths(link, [x, y, z]);
      mark();
      const channel = synthesizeChannel(paths, site, radio);
      mark();
      const received = soundChannel(channel, radio, 1, createRandom(user));
      mark();
      const report = measure(received, workspace);
      mark();
      const measurements = createMeasurementTable(1);
      writeReport(measurements, 0, report);
      await estimator.estimate({ count: measurements.count, links: [{ site, measurements }] });
      mark();
      if (user >= WARM_UP) times.forEach((list, stage) => list.push(marks[stage + 1] - marks[stage]));
    }
    estimator.dispose();
    const figures = STAGES.map((stage, at) => ({ stage, value: median(times[at]) }));
    const sum = figures.reduce((total, { value }) => total + value, 0);
    return [
      ...figures.map(({ stage, value }) => ({
        name: `stages ${stage}`,
        unit: 'ms' as const,
        value,
        note: value > sum / 2 ? STAGE_NOTES[stage] : undefined,
      })),
      {
        name: 'stages sum',
        unit: 'ms',
        value: sum,
        note: `features are counted with the estimator, on ${backend.name}`,
      },
    ];
  },
};
