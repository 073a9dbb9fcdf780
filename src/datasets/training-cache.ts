/**
 * The measured training set on disk, block by block, so that several processes can fill it and none measures twice.
 * Node only.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { rawFeatures } from '../features/positional-encoding.ts';
import { snrRule } from './definition.ts';
import type { OpenDataset } from './definition.ts';
import { hashDataset } from './hash.ts';
import type { Shard } from './shards.ts';
import { measureUsers } from './measure-users.ts';
import { tracedLinks } from './traced-links.ts';
import { datasetUsers } from './users.ts';

/** Raised when the stages change what they measure: blocks of another revision are not read. */
const REVISION = 1;
const USERS_PER_BLOCK = 100;
const DRAWS_PER_BLOCK = 8;
const RAW_WIDTH = 5;

/** Measured training users. */
export interface TrainingReports {
  readonly users: number;
  readonly draws: number;
  /** Raw features [users, draws, 5] in the paper's units; NaN where a sounding gave no report. */
  readonly raw: Float64Array;
}

/** Progress of a long job: done of total soundings. */
export type SoundingsListener = (done: number, total: number) => void;

interface Block {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly firstDraw: number;
  readonly draws: number;
}

/** Where everything that was measured of a dataset is kept, below the cache folder: another dataset lies elsewhere. */
export function cacheFolder(dataset: OpenDataset, folder: string): string {
  return join(folder, `${dataset.definition.id}-${hashDataset(dataset)}-r${REVISION}`);
}

/** All blocks of the first `draws` draws, earlier draws first. */
function listBlocks(dataset: OpenDataset, folder: string, users: number, draws: number): Block[] {
  const home = cacheFolder(dataset, folder);
  const blocks: Block[] = [];
  for (let firstDraw = 0; firstDraw < draws; firstDraw += DRAWS_PER_BLOCK) {
    for (let from = 0; from < users; from += USERS_PER_BLOCK) {
      blocks.push({
        file: join(home, `draw${firstDraw}-user${from}.bin`),
        from,
        to: Math.min(from + USERS_PER_BLOCK, users),
        firstDraw,
        draws: Math.min(DRAWS_PER_BLOCK, draws - firstDraw),
      });
    }
  }
  return blocks;
}

/**
 * The training set, measured where the cache does not hold it yet.
 *
 * @param folder cache folder, created where it does not exist
 * @param draws how many of the dataset's noise draws per user, a multiple of eight or fewer than eight
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
  const { id, trainingDraws } = dataset.definition;
  if (draws > trainingDraws) {
    throw new LabError(
      'bad-argument',
      `Dataset "${id}" has ${trainingDraws} noise draws of every training position, and ${draws} were asked for.`,
      'Use fewer.',
    );
  }
  const users = datasetUsers(dataset, 'training');
  const links = tracedLinks(dataset, users);
  const blocks = listBlocks(dataset, folder, users.count, draws).filter(
    (_, i) => !shard || i % shard.count === shard.index,
  );
  const total = blocks.reduce((sum, block) => sum + (block.to - block.from) * block.draws, 0);
  let done = 0;
  const raw = new Float64Array(users.count * draws * RAW_WIDTH);
  for (const block of blocks) {
    const size = (block.to - block.from) * block.draws;
    let values: Float64Array;
    if (existsSync(block.file)) {
      const bytes = readFileSync(block.file);
      values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    } else {
      const job = measureUsers(links, {
        from: block.from,
        to: block.to,
        draws: block.draws,
        firstDraw: block.firstDraw,
        snr: snrRule(dataset.definition),
        seeds: [dataset.definition.noiseSeed],
      });
      let step = job.next();
      for (; !step.done; step = job.next()) onSoundings?.(done + step.value * block.draws, total);
      values = rawFeatures(step.value.links[0].measurements);
      mkdirSync(join(block.file, '..'), { recursive: true });
      // Written beside and renamed, so that a killed process leaves no half block.
      writeFileSync(`${block.file}.${process.pid}`, new Uint8Array(values.buffer));
      renameSync(`${block.file}.${process.pid}`, block.file);
    }
    done += size;
    onSoundings?.(done, total);
    for (let user = block.from; user < block.to; user++) {
      const from = (user - block.from) * block.draws * RAW_WIDTH;
      raw.set(values.subarray(from, from + block.draws * RAW_WIDTH), (user * draws + block.firstDraw) * RAW_WIDTH);
    }
  }
  return shard ? null : { users: users.count, draws, raw };
}
