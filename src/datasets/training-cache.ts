/** The measured training set on disk, block by block. Node only. */
import { join } from 'node:path';
import { finishSteps } from '../numerics/steps.ts';
import type { BlockCache } from './block-cache.ts';
import { fillBlocks, keepFile, keptBytes } from './block-cache.ts';
import type { OpenDataset } from './definition.ts';
import { trainingLinks } from './sounding-digest.ts';
import type { TrainingReports } from './training-blocks.ts';
import {
  blockName,
  emptyReports,
  isWhole,
  listTrainingBlocks,
  measureBlock,
  placeBlock,
  soundingsIn,
  soundingsName,
} from './training-blocks.ts';

/** Progress of a long job: done of total soundings. */
export type SoundingsListener = (done: number, total: number) => void;

/** See `openTrainingCache`. */
export interface TrainingCache extends BlockCache {
  /** The whole set, once every block is there. */
  read(this: void): TrainingReports;
}

/**
 * Opens the kept blocks of a training set.
 *
 * @param folder cache folder, created where it does not exist
 * @param draws how many of the dataset's noise draws per user
 * @throws LabError 'bad-argument' for more draws than the dataset has
 */
export function openTrainingCache(dataset: OpenDataset, folder: string, draws: number): TrainingCache {
  const links = trainingLinks(dataset);
  const blocks = listTrainingBlocks(dataset, links.count, draws);
  const home = join(folder, soundingsName(dataset, links));
  const fileOf = (block: number): string => join(home, `${blockName(blocks[block])}.bin`);
  const read = (block: number): Float64Array | null => {
    const bytes = keptBytes(fileOf(block));
    const values = bytes && new Float64Array(bytes, 0, Math.floor(bytes.byteLength / 8));
    return values && isWhole(blocks[block], values) ? values : null;
  };
  return {
    count: blocks.length,
    sizeOf: (block) => soundingsIn(blocks[block]),
    has: (block) => read(block) !== null,
    fill(block, onPart) {
      const { draws: drawn } = blocks[block];
      const values = finishSteps(measureBlock(dataset, links, blocks[block]), (users) => onPart?.(users * drawn));
      keepFile(fileOf(block), values);
    },
    read() {
      const reports = emptyReports(links.count, draws);
      for (const [number, block] of blocks.entries()) {
        const values = read(number);
        if (!values) throw new Error(`${fileOf(number)} is not whole.`);
        placeBlock(reports, block, values);
      }
      return reports;
    },
  };
}

/**
 * The training set, measured where the cache does not hold it yet.
 *
 * @param folder cache folder, created where it does not exist
 * @param draws how many of the dataset's noise draws per user
 * @throws LabError 'bad-argument' for more draws than the dataset has
 */
export function loadTrainingReports(
  dataset: OpenDataset,
  folder: string,
  draws: number,
  onSoundings?: SoundingsListener,
): TrainingReports {
  const cache = openTrainingCache(dataset, folder, draws);
  fillBlocks(cache, onSoundings);
  return cache.read();
}
