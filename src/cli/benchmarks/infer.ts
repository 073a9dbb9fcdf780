/**
 * One estimate of PE-MSRN on wasm, from the five reported values to the position: alone, and in a batch of 256. Processor
 * time, so that whatever else the machine does counts as little as it can.
 */
import { startBackend } from '../../compute/backend.ts';
import { createMatrixProduct } from '../../compute/matrix-product.ts';
import { openDataset } from '../../datasets/definition.ts';
import { measureEvaluationSet } from '../../datasets/evaluation-set.ts';
import { S3_3D } from '../../datasets/s3-3d.ts';
import type { EstimatorInput } from '../../estimators/estimator.ts';
import { findEstimator } from '../../estimators/registry.ts';
import { folderWeights } from '../../estimators/weights/folder.ts';
import { createMeasurementTable } from '../../measurement/report.ts';
import type { MeasurementTable } from '../../measurement/report.ts';
import { weightsFolder } from '../evaluate.ts';
import type { Benchmark } from './benchmark.ts';
import { processorTime } from './processor-time.ts';

const BATCH = 256;
/** Rows and columns of the matrix product that the batch is held against: large enough to be limited by arithmetic alone. */
const PRODUCT_SIZE = 512;
/** Users that are measured; a batch repeats them. */
const MEASURED = 16;
const WARM_UP = 5;
const RUNS = 20;

/** Bar: a user of the batch costs at most a tenth of one alone. */
export const inferBenchmark: Benchmark = {
  name: 'infer',
  summary: 'one estimate of PE-MSRN on wasm, alone and in a batch of 256',
  async run() {
    const { reason } = await startBackend({ requested: 'wasm' });
    const estimator = await findEstimator('pe-msrn').load(folderWeights(weightsFolder('pe-msrn', 's3-3d')));
    const dataset = openDataset(S3_3D);
    const request = { split: 'test', protocol: 'held-out', seed: 1, count: MEASURED } as const;
    const [{ site, measurements }] = measureEvaluationSet(dataset, request).links;
    const inputOf = (count: number): EstimatorInput => ({
      count,
      links: [{ site, measurements: repeatRows(measurements, count) }],
    });
    const time = async (work: () => Promise<unknown>): Promise<number> => {
      for (let run = 0; run < WARM_UP; run++) await work();
      let fastest = Infinity;
      for (let run = 0; run < RUNS; run++) {
        const start = processorTime();
        await work();
        fastest = Math.min(fastest, processorTime() - start);
      }
      return fastest;
    };
    const [one, batch] = [inputOf(1), inputOf(BATCH)];
    const alone = await time(() => estimator.estimate(one));
    const together = await time(() => estimator.estimate(batch));
    const product = createMatrixProduct(PRODUCT_SIZE);
    const rate = product.flops / (await time(product.run));
    product.dispose();
    const { parameterCount, flopCount } = estimator;
    estimator.dispose();
    const network = `${parameterCount} parameters, ${(flopCount / 1e6).toFixed(1)} MFLOP a user; fastest of ${RUNS}`;
    const perUser = together / BATCH;
    const least = (BATCH * flopCount) / rate;
    return [
      { name: 'infer batch 1', unit: 'ms', value: alone, note: `${network}; ${reason}` },
      { name: `infer batch ${BATCH}`, unit: 'ms', value: together, note: `the whole batch; ${network}` },
      {
        name: `infer batch ${BATCH}, one user of it`,
        unit: 'ms',
        value: perUser,
        peer: 'one user alone',
        peer_value: alone,
        ratio: alone / perUser,
        note: `per-user throughput of the batch over that of one alone; bar 10; at the rate of a matrix product it could be ${((alone * BATCH) / least).toFixed(1)} at most`,
      },
      {
        name: `infer batch ${BATCH}, of what arithmetic allows`,
        unit: 'ms',
        value: together,
        peer: `its multiplications at the rate of a ${PRODUCT_SIZE}³ matrix product (${(rate / 1e6).toFixed(1)} GFLOP/s)`,
        peer_value: least,
        ratio: least / together,
        note: 'near 1: only a smaller network or more threads would be faster',
      },
    ];
  },
};

/** The rows of a table over and over again. */
function repeatRows(table: MeasurementTable, count: number): MeasurementTable {
  const repeated = createMeasurementTable(count);
  for (const column of ['snr', 'azimuth', 'elevation', 'delay', 'power', 'firstDelay', 'reasons'] as const) {
    for (let row = 0; row < count; row++) repeated[column][row] = table[column][row % table.count];
  }
  return repeated;
}
