/**
 * The measurement chain on one core: one user from paths to report, and a batch of a thousand. Processor time, not wall time,
 * so that whatever else the machine does counts as little as it can.
 */
import { createCpuMeasurer } from '../../measurement/batch/cpu-measurer.ts';
import { measureBatch } from '../../measurement/batch/measure-batch.ts';
import type { BatchRequest } from '../../measurement/batch/measure-batch.ts';
import { quantile } from '../../numerics/quantiles.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { BATCH, hallRequest } from './measure-request.ts';
import { timeOnGraphicsProcessor } from './measure-gpu.ts';
import { processorTime } from './processor-time.ts';

const SINGLE = 100;
const WARM_UP = 30;

/** A single user at 64 antennas × 786 tones, a batch on one core, and a batch on a graphics processor where one is at hand. */
export const measureBenchmark: Benchmark = {
  name: 'measure',
  summary: 'the chain from paths to reports: one user, a batch on one core, a batch on a graphics processor',
  async run() {
    const { request, site, radio, meanPaths } = hallRequest();
    const setting = `64 antennas × 786 tones, ${meanPaths.toFixed(0)} paths a user, processor time of one core`;
    // One workspace for all, as the page has it.
    const workspace = createCpuMeasurer(site, radio);
    const measurer = () => workspace;
    await measureBatch({ ...request, count: WARM_UP }, { measurers: [measurer] });

    const times: number[] = [];
    for (let user = 0; user < SINGLE; user++) {
      const one: BatchRequest = { ...request, count: 1, paths: () => request.paths(user) };
      const before = processorTime();
      await measureBatch(one, { measurers: [measurer] });
      times.push(processorTime() - before);
    }

    const rates: number[] = [];
    let before = processorTime();
    let last = 0;
    const table = await measureBatch(request, {
      measurers: [measurer],
      onProgress: (done) => {
        rates.push((1000 * (done - last)) / (processorTime() - before));
        last = done;
        before = processorTime();
      },
    });
    const fixes = table.reasons.filter((code) => code === 0).length;
    const rate = quantile(rates, 0.5);
    return [
      figure(
        'measure one user',
        'ms',
        quantile(times, 0.5),
        `median; fastest ${Math.min(...times).toFixed(1)}; ${setting}`,
      ),
      figure('measure one user p95', 'ms', quantile(times, 0.95), setting),
      figure(
        'measure batch',
        'users/s',
        rate,
        `${BATCH} users, ${fixes} reports; median of the chunks, fastest ${Math.max(...rates).toFixed(0)}; ${setting}`,
      ),
      ...(await timeOnGraphicsProcessor(rate)),
    ];
  },
};

function figure(name: string, unit: Figure['unit'], value: number, note: string): Figure {
  return { name, unit, value, note };
}
