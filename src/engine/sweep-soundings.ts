/** The soundings of a sweep: some users, heard again and again, by whoever measures the channels of a session. */
import { chooseSnrDb, type MeasuredLinks } from '../datasets/measure-users.ts';
import type { SnrRule } from '../datasets/definition.ts';
import { createCpuMeasurer } from '../measurement/batch/cpu-measurer.ts';
import type { ChunkMeasurer, NoiseDemand } from '../measurement/batch/measure-batch.ts';
import { measureBatch } from '../measurement/batch/measure-batch.ts';
import type { ChannelSource } from '../measurement/channel-source.ts';
import { refuseSounding } from '../measurement/no-fix.ts';
import { copyReports, createMeasurementTable } from '../measurement/report.ts';
import { createNoiseKey, type NoiseKey } from '../numerics/counter-noise.ts';
import { toDecibels } from '../numerics/decibels.ts';
import { createRandom } from '../numerics/random.ts';
import type { PathTable } from '../propagation/path-table.ts';
import { noisePowerOf } from './channel-estimates.ts';
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
  /**
   * The channel estimates behind the soundings at an SNR. They are too many to be kept, so each is sounded again, to the same
   * bits as its report where the processor measures.
   */
  channels(snrDb: number): ChannelSource;
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
  {
    pipeline,
    preprocessing: ofSession,
  }: Pick<Session, 'pipeline'> & {
    readonly preprocessing: Pick<Preprocessing, 'choice' | 'giveUp'>;
  },
  device: Pick<Device, 'view' | 'compute' | 'release'>,
  turns: Pick<Turns, 'next'>,
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

  const seedsOf = (row: number, site: number): number[] => [seed, Math.floor(row / draws), row % draws, site];
  const pathsOf = (row: number, site: number): PathTable => users[Math.floor(row / draws)].links[site].paths;

  const noiseOf = (row: number, site: number, rule: SnrRule): NoiseDemand =>
    noiseDemand(rule, radio, createRandom(...seedsOf(row, site)));
  const keyOf = (row: number, site: number): NoiseKey => createNoiseKey(...seedsOf(row, site));
  const snrDbOf = (row: number, site: number, rule: SnrRule, channelPower: number): number =>
    chooseSnrDb(rule, channelPower, radio, createRandom(...seedsOf(row, site)));

  /** Soundings start … start + count − 1 by one site. */
  const hear = async (
    { measurements, snrDb: snrs }: MeasuredLinks,
    site: number,
    [start, count]: readonly [start: number, count: number],
    snrDb: number,
  ): Promise<void> => {
    const rule = snr(snrDb);
    const kernel = preprocessing.kernels().at(site);
    const kept = (measurer: ChunkMeasurer): ChunkMeasurer => ({ ...measurer, dispose: () => undefined });
    const part = await measureBatch(
      {
        count,
        paths: (row) => pathsOf(start + row, site),
        noise: (row) => noiseOf(start + row, site, rule),
        key: (row) => keyOf(start + row, site),
      },
      {
        measurers: [...(kernel ? [() => kept(kernel)] : []), () => kept(processors[site])],
        onLink(row, { channelPower }) {
          snrs[start + row] = snrDbOf(start + row, site, rule, channelPower);
        },
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
    channels(snrDb) {
      const rule = snr(snrDb);
      return {
        radio,
        estimate(row, site) {
          const paths = pathsOf(row, site);
          const noise = noiseOf(row, site, rule);
          if (refuseSounding(paths.count, toDecibels(noise.snr))) return null;
          const { measureLink, workspace } = processors[site];
          const { report, channelPower } = measureLink({ paths, noise, key: keyOf(row, site) });
          const noisePower = noisePowerOf({ report, channelPower, snrDb: snrDbOf(row, site, rule, channelPower) });
          return { values: workspace.leastSquares, noisePower: noisePower / radio.symbols };
        },
      };
    },
    dispose: () => device.release(preprocessing.dispose),
  };
}
