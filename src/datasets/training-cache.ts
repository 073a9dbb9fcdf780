/**
 * The measured training set on disk, block by block, so that several processes can fill it and none measures twice.
 * Node only.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenDataset } from './definition.ts';
import type { Shard } from './shards.ts';
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

/**
 * The training set, measured where the cache does not hold it yet.
 *
 * @param folder cache folder, created where it does not exist
 * @param draws how many of the dataset's noise draws per user
 * @param shard this process fills blocks i mod n only, and returns null; without it, everything is returned
 * @throws LabError 'bad-argument' for more draws than the dataset has
 */
export function loadTrainingReports(
  dataset: OpenDataset,
  folder: string,
  draws: number,
  onSoundings?: SoundingsListener,
  shard?: Shard,
): TrainingReports | null {
  const links = trainingLinks(dataset);
  const blocks = listTrainingBlocks(dataset, links.count, draws).filter(
    (_, i) => !shard || i % shard.count === shard.index,
  );
  const home = join(folder, soundingsName(dataset, links));
  const total = blocks.reduce((sum, block) => sum + soundingsIn(block), 0);
  let done = 0;
  const reports = emptyReports(links.count, draws);
  for (const block of blocks) {
    const file = join(home, `${blockName(block)}.bin`);
    let values = existsSync(file) ? readValues(file) : null;
    if (!values || !isWhole(block, values)) {
      const job = measureBlock(dataset, links, block);
      let step = job.next();
      for (; !step.done; step = job.next()) onSoundings?.(done + step.value * block.draws, total);
      values = step.value;
      mkdirSync(home, { recursive: true });
      // Written beside and renamed, so that a killed process leaves no half block.
      writeFileSync(`${file}.${process.pid}`, new Uint8Array(values.buffer));
      renameSync(`${file}.${process.pid}`, file);
    }
    done += soundingsIn(block);
    onSoundings?.(done, total);
    placeBlock(reports, block, values);
  }
  return shard ? null : reports;
}

function readValues(file: string): Float64Array {
  const bytes = Uint8Array.from(readFileSync(file));
  return new Float64Array(bytes.buffer, 0, Math.floor(bytes.length / 8));
}
