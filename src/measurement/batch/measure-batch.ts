/**
 * Thousands of users before one site, in chunks: the memory is that of one chunk, and every user's noise is a stream of its own,
 * so the reports are the same whatever the chunks are. Who measures a chunk is interchangeable; where one fails, the next in the
 * list does the chunk again and goes on.
 */
import type { ChannelPaths } from '../../channel/synthesize.ts';
import { LabError } from '../../errors/lab-error.ts';
import { toDecibels } from '../../numerics/decibels.ts';
import type { NoiseKey } from '../../numerics/counter-noise.ts';
import type { RandomGenerator } from '../../numerics/random.ts';
import type { Measurement } from '../measure.ts';
import type { NoFix } from '../no-fix.ts';
import { refuseSounding } from '../no-fix.ts';
import { createMeasurementTable, writeReport } from '../report.ts';
import type { MeasurementTable } from '../report.ts';

/** How strong the noise of a sounding is: its power in a tone is the larger of mean |H|²/snr and `leastNoise`. */
export interface NoiseDemand {
  /** Linear; an imposed SNR, or the best that a receiver reaches. Infinity for no noise. */
  readonly snr: number;
  /** Noise power in a tone over the transmit power in it, linear; 0 where the SNR is imposed. */
  readonly leastNoise: number;
}

/** One sounding to be made and measured. */
export interface LinkRequest {
  /** Number of its user in the batch. */
  readonly row: number;
  /** At least one path. */
  readonly paths: ChannelPaths;
  readonly noise: NoiseDemand;
  readonly key: NoiseKey;
  /**
   * Where the noise comes from instead of the key: one number after the other, which the processor alone can follow. It is used
   * up, so a request with it is measured once.
   */
  readonly random?: RandomGenerator;
}

/** What became of a sounding. */
export interface LinkOutcome {
  readonly report: Measurement | NoFix;
  /** Mean |H|² per antenna and tone of the noise-free channel. */
  readonly channelPower: number;
}

/** Measures chunks at one site, on a graphics processor or not. */
export interface ChunkMeasurer {
  readonly name: 'webgpu' | 'cpu';
  /** Most links that it takes at once. */
  readonly largestChunk: number;
  /**
   * @returns what became of each link
   * @throws LabError 'device' where another measurer may still succeed
   */
  measure(this: void, links: readonly LinkRequest[]): Promise<readonly LinkOutcome[]>;
  dispose(this: void): void;
}

/** What to measure. */
export interface BatchRequest {
  readonly count: number;
  /** Paths between a user and the site; asked for once, when the user's chunk is measured. */
  readonly paths: (user: number) => ChannelPaths;
  readonly noise: (user: number) => NoiseDemand;
  /** The stream that a user's noise is drawn from. */
  readonly key: (user: number) => NoiseKey;
  /** See {@link LinkRequest}; without it, or with undefined from it, noise comes from the key. */
  readonly random?: (user: number) => RandomGenerator | undefined;
}

/** How to go about it. */
export interface BatchOptions {
  /**
   * Who measures, the fastest first; each is made when the one before has failed. A measurer refuses with a LabError of code
   * 'device' or 'unsupported'.
   */
  readonly measurers: readonly (() => ChunkMeasurer | Promise<ChunkMeasurer>)[];
  /** Users that are measured together; as many as the measurer takes by default. */
  readonly chunk?: number;
  /** Hears how many users are done after each chunk. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Hears what became of a user's sounding; of those that need not be made, nothing. */
  readonly onLink?: (user: number, outcome: LinkOutcome) => void;
  /** Awaited after each chunk, to let others in; by default messages, a cancellation among them. */
  readonly pause?: () => Promise<void>;
  /** Hears why the next measurer takes over. */
  readonly onFallback?: (error: LabError) => void;
  readonly signal?: AbortSignal;
}

/**
 * Sounds and measures every user.
 *
 * @returns the reports, user by user
 * @throws the signal's reason; whatever the last measurer throws
 */
export async function measureBatch(request: BatchRequest, options: BatchOptions): Promise<MeasurementTable> {
  const { count } = request;
  const { measurers, onProgress, onLink, pause = letMessagesIn, onFallback, signal } = options;
  const table = createMeasurementTable(count);
  let next = 0;
  let measurer: ChunkMeasurer | null = null;
  try {
    for (let done = 0; done < count;) {
      signal?.throwIfAborted();
      try {
        measurer ??= await measurers[next]();
        const end = Math.min(count, done + Math.min(options.chunk ?? Infinity, measurer.largestChunk));
        const links: LinkRequest[] = [];
        for (let user = done; user < end; user++) {
          const paths = request.paths(user);
          const noise = request.noise(user);
          const refused = refuseSounding(paths.count, toDecibels(noise.snr));
          if (refused) {
            writeReport(table, user, refused);
            continue;
          }
          links.push({ row: user, paths, noise, key: request.key(user), random: request.random?.(user) });
        }
        const outcomes = await measurer.measure(links);
        for (const [i, outcome] of outcomes.entries()) {
          writeReport(table, links[i].row, outcome.report);
          onLink?.(links[i].row, outcome);
        }
        done = end;
      } catch (cause) {
        const replaceable = cause instanceof LabError && (cause.code === 'device' || cause.code === 'unsupported');
        if (!replaceable || next + 1 >= measurers.length) throw cause;
        measurer?.dispose();
        measurer = null;
        next++;
        onFallback?.(cause);
        continue;
      }
      onProgress?.(done, count);
      await pause();
    }
  } finally {
    measurer?.dispose();
  }
  return table;
}

function letMessagesIn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
