/**
 * The measured users that a training in the page needs: from the browser's storage where it holds them, else measured by all
 * cores and kept there, block by block, under the same names as a terminal's cache.
 */
import * as v from 'valibot';
import type { WorkerPool } from '../compute/worker-pool.ts';
import type { OpenDataset } from '../datasets/definition.ts';
import { evaluationUsers, type EvaluationRequest, type EvaluationSet } from '../datasets/evaluation-set.ts';
import {
  blockName,
  emptyReports,
  isWhole,
  listTrainingBlocks,
  placeBlock,
  soundingsIn,
  soundingsName,
  type TrainingBlock,
  type TrainingReports,
} from '../datasets/training-blocks.ts';
import { datasetUsers } from '../datasets/users.ts';
import { toLabError } from '../errors/lab-error.ts';
import { RAW_FEATURE_COUNT } from '../features/positional-encoding.ts';
import { copyReports, createMeasurementTable, type MeasurementTable } from '../measurement/report.ts';
import type { Progress } from './base.ts';
import type { BrowserStore } from './browser-store.ts';
import type { SoundingsResult, SoundingsTask } from './training-soundings.ts';

/** Measured users, ready for `prepareExperiment`. */
export interface TrainingSet {
  readonly training: TrainingReports;
  readonly validation: Pick<EvaluationSet, 'users' | 'links'>;
}

/** Who measures, who keeps, and who hears of it. */
export interface TrainingSetControl {
  readonly store: BrowserStore;
  /** Starts the workers; asked only where something has to be measured. */
  readonly startPool: () => WorkerPool<SoundingsTask, SoundingsResult>;
  readonly emit: (progress: Progress) => void;
  /** Told why nothing more can be kept, once. */
  readonly onRefusal: (message: string, hint: string) => void;
  readonly signal: AbortSignal;
}

/** Soundings per task: a fraction of a second of work. */
const SOUNDINGS_PER_TASK = 16;

const table = v.object({
  count: v.number(),
  ...v.entriesFromList(
    ['snr', 'azimuth', 'elevation', 'delay', 'power', 'firstDelay'] as const,
    v.instance(Float64Array),
  ),
  reasons: v.instance(Uint8Array),
});

/** Some users that are kept together. */
type Part =
  | { readonly kind: 'training'; readonly name: string; readonly block: TrainingBlock }
  | { readonly kind: 'validation'; readonly name: string };

/**
 * Loads a training set, measuring what is missing.
 *
 * @param draws noise draws of every training position
 * @throws LabError 'bad-argument' for more draws than the dataset has; whatever aborted the signal
 */
export async function loadTrainingSet(
  dataset: OpenDataset,
  draws: number,
  request: EvaluationRequest,
  control: TrainingSetControl,
): Promise<TrainingSet> {
  const { store, emit, signal } = control;
  const positions = datasetUsers(dataset, 'training').count;
  const users = evaluationUsers(dataset, request);
  emit({ stage: 'looking for kept soundings', done: 0, total: 1, unit: 'steps' });
  const home = soundingsName(dataset);
  await forgetOthers(store, dataset, home);
  const training = emptyReports(positions, draws);
  const measurements = createMeasurementTable(users.count);
  const parts: readonly Part[] = [
    { kind: 'validation', name: `${request.split}-seed${request.seed}-users${users.count}` },
    ...listTrainingBlocks(dataset, positions, draws).map((block): Part => ({
      kind: 'training',
      name: blockName(block),
      block,
    })),
  ];
  const sizeOf = (part: Part): number => (part.kind === 'training' ? soundingsIn(part.block) : users.count);
  const total = parts.reduce((sum, part) => sum + sizeOf(part), 0);
  let done = 0;
  const tell = (soundings: number): void => {
    done += soundings;
    emit({ stage: 'soundings of the training set', done, total, unit: 'soundings' });
  };

  let pool: ReturnType<TrainingSetControl['startPool']> | undefined;
  let isRefused = false;
  try {
    for (const part of parts) {
      const key = `${home}/${part.name}`;
      const kept = await store.get('soundings', key);
      signal.throwIfAborted();
      if (takeKept(part, kept)) {
        tell(sizeOf(part));
        continue;
      }
      pool ??= control.startPool();
      const value = part.kind === 'training' ? await measureTraining(pool, part.block) : await measureValidation(pool);
      if (isRefused) continue;
      try {
        await store.put('soundings', key, value);
      } catch (cause) {
        isRefused = true;
        const { message } = toLabError(cause);
        control.onRefusal(
          `${message} The training goes on; its soundings are measured again next time.`,
          'Nothing is lost that is on this page.',
        );
      }
    }
  } finally {
    pool?.close();
  }
  return { training, validation: { users, links: [{ site: dataset.site, measurements }] } };

  function takeKept(part: Part, kept: unknown): boolean {
    switch (part.kind) {
      case 'training':
        if (!(kept instanceof Float64Array) || !isWhole(part.block, kept)) return false;
        placeBlock(training, part.block, kept);
        return true;
      case 'validation': {
        const parsed = v.safeParse(table, kept);
        if (!parsed.success || parsed.output.snr.length !== users.count) return false;
        copyReports(parsed.output, measurements, 0);
        return true;
      }
      default:
        return part satisfies never;
    }
  }

  async function measureTraining(
    workers: WorkerPool<SoundingsTask, SoundingsResult>,
    block: TrainingBlock,
  ): Promise<Float64Array> {
    const step = Math.max(1, Math.floor(SOUNDINGS_PER_TASK / block.draws));
    const tasks = split(block.from, block.to, step).map(([from, to]): SoundingsTask => ({
      kind: 'training',
      block: { ...block, from, to },
    }));
    const raw = new Float64Array(soundingsIn(block) * RAW_FEATURE_COUNT);
    let at = 0;
    await workers.run(tasks, {
      signal,
      onResult(result) {
        if (result.kind !== 'training') throw new Error('a worker measured the wrong users');
        raw.set(result.raw, at);
        at += result.raw.length;
        tell(result.raw.length / RAW_FEATURE_COUNT);
      },
    });
    placeBlock(training, block, raw);
    return raw;
  }

  async function measureValidation(workers: WorkerPool<SoundingsTask, SoundingsResult>): Promise<MeasurementTable> {
    const tasks = split(0, users.count, SOUNDINGS_PER_TASK).map(([from, to]): SoundingsTask => ({
      kind: 'validation',
      ...{ from, to },
    }));
    let at = 0;
    await workers.run(tasks, {
      signal,
      onResult(result) {
        if (result.kind !== 'validation') throw new Error('a worker measured the wrong users');
        copyReports(result.measurements, measurements, at);
        at += result.measurements.count;
        tell(result.measurements.count);
      },
    });
    return measurements;
  }
}

/** Soundings of other stages, or of an earlier form of the dataset, are of no use any more. */
async function forgetOthers(store: BrowserStore, { definition }: OpenDataset, home: string): Promise<void> {
  const keys = await store.keys('soundings', `${definition.id}-`);
  for (const key of keys) if (!key.startsWith(`${home}/`)) await store.delete('soundings', key);
}

/** The ranges of at most `step` from `from` to `to`. */
function split(from: number, to: number, step: number): [from: number, to: number][] {
  const count = Math.ceil((to - from) / step);
  return Array.from({ length: count }, (_, i) => [from + i * step, Math.min(from + (i + 1) * step, to)]);
}
