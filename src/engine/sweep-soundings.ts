/** The soundings of a sweep: some users, heard again and again, by whoever measures the channels of a session. */
import { chooseSnrDb, type MeasuredLinks } from '../datasets/measure-users.ts';
import { createCpuMeasurer } from '../measurement/batch/cpu-measurer.ts';
import type { ChunkMeasurer } from '../measurement/batch/measure-batch.ts';
import { measureBatch } from '../measurement/batch/measure-batch.ts';
import { copyReports, createMeasurementTable } from '../measurement/report.ts';
import { createNoiseKey } from '../numerics/counter-noise.ts';
import { createRandom } from '../numerics/random.ts';
import type { Device } from './device.ts';
import { noiseDemand } from './noise-demand.ts';
import type { UserRecord } from './pipeline.ts';
import { createPreprocessing, type Preprocessing } from './preprocessing.ts';
import type { Session } from './session.ts';
import type { Turns } from './turns.ts';

/** Soundings that a graphics processor makes in one of its turns: whoever drags a user meanwhile waits for no more. */
const KERNEL_BATCH = 64;

/** Somebody who sounds users; disposed of at the end. */
export interface Sounder {
  /**
   * Sounds every user, draw by draw within each.
   *
   * @param onProgress hears how many soundings are done
   * @throws whatever aborted the signal
   */
  sound(snrDb: number, onProgress: (done: number) => void, signal: AbortSignal): Promise<readonly MeasuredLinks[]>;
  dispose(): void;
}

/**
 * Prepares soundings of users where they are. They are measured where the session's are; the kernels are others, because the
 * reports that lie in those of the session belong to its runs.
 *
 * @param draws soundings of every user
 * @param seed of all noise; a draw keeps its noise at every SNR but for its strength
 */
export function createSounder(
  { pipeline, preprocessing: ofSession }: Session,
  device: Device,
  turns: Turns,
  users: readonly UserRecord[],
  draws: number,
  seed: number,
): Sounder {
  const { sites, radio, snr } = pipeline.world;
  const preprocessing: Preprocessing = createPreprocessing(
    pipeline.world,
    () => device.view().name,
    () => undefined,
    () => ofSession.choice(),
  );
  const processors = sites.map((site) => createCpuMeasurer(site, radio));
  const rows = users.length * draws;

  /** Soundings start … start + count − 1 by one site. */
  const hear = async (
    { measurements, snrDb: snrs }: MeasuredLinks,
    site: number,
    [start, count]: readonly [start: number, count: number],
    snrDb: number,
  ): Promise<void> => {
    const rule = snr(snrDb);
    const seedsOf = (row: number): number[] => [seed, Math.floor(row / draws), row % draws, site];
    const noted = (row: number, power: number): void => {
      snrs[row] = chooseSnrDb(rule, power, radio, createRandom(...seedsOf(row)));
    };
    const kernel = preprocessing.kernels().at(site);
    const kept = (measurer: ChunkMeasurer): ChunkMeasurer => ({ ...measurer, dispose: () => undefined });
    const part = await measureBatch(
      {
        count,
        paths: (row) => users[Math.floor((start + row) / draws)].links[site].paths,
        noise: (row) => noiseDemand(rule, radio, createRandom(...seedsOf(start + row))),
        key: (row) => createNoiseKey(...seedsOf(start + row)),
      },
      {
        measurers: [...(kernel ? [() => kept(kernel)] : []), () => kept(processors[site])],
        onLink: (row, { channelPower }) => noted(start + row, channelPower),
        onFallback: ofSession.giveUp,
        pause: () => Promise.resolve(),
      },
    );
    copyReports(part, measurements, start);
  };

  return {
    async sound(snrDb, onProgress, signal) {
      const links = sites.map(() => ({
        measurements: createMeasurementTable(rows),
        snrDb: new Float64Array(rows).fill(NaN),
      }));
      for (let start = 0; start < rows;) {
        await turns.next(signal);
        const isKernel = preprocessing.choice().name === 'webgpu';
        const count = Math.min(isKernel ? KERNEL_BATCH : 1, rows - start);
        const hearAll = async (): Promise<void> => {
          for (const [site, link] of links.entries()) await hear(link, site, [start, count], snrDb);
        };
        // Nobody is waited for within a turn of the device: whoever is being answered may be waiting for it.
        await (isKernel ? device.compute(preprocessing, hearAll) : hearAll());
        start += count;
        onProgress(start);
      }
      return links;
    },
    dispose: () => device.release(preprocessing.dispose),
  };
}
