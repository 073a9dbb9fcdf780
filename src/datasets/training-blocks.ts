/**
 * The training set of scattered positions, block by block: neighbouring users and some of their noise draws. Blocks are
 * measured by whoever has time, in any order, and kept under a name of their own: in files by a terminal, in the browser's
 * storage by a page.
 */
import { LabError } from '../errors/lab-error.ts';
import { RAW_FEATURE_COUNT, rawFeatures } from '../features/positional-encoding.ts';
import type { OpenDataset } from './definition.ts';
import { snrRule } from './definition.ts';
import { hashDataset } from './hash.ts';
import type { LinkSource } from './links.ts';
import { measureUsers } from './measure-users.ts';
import { soundingDigest } from './sounding-digest.ts';

const USERS_PER_BLOCK = 100;
const DRAWS_PER_BLOCK = 8;

/** Measured training users. */
export interface TrainingReports {
  readonly users: number;
  readonly draws: number;
  /** Raw features [users, draws, 5] in the paper's units; NaN where a sounding gave no report. */
  readonly raw: Float64Array;
}

/** Users `from` to `to` (not included) and `draws` draws from `firstDraw` on. */
export interface TrainingBlock {
  readonly from: number;
  readonly to: number;
  readonly firstDraw: number;
  readonly draws: number;
}

/** Name of everything that was measured of a dataset: another dataset, or other soundings of it, have another one. */
export function soundingsName(dataset: OpenDataset, links?: LinkSource): string {
  return `${dataset.definition.id}-${hashDataset(dataset)}-${soundingDigest(dataset, links)}`;
}

/** Name of a block among those of its dataset. */
export function blockName({ from, to, firstDraw, draws }: TrainingBlock): string {
  return `draws${firstDraw}-${firstDraw + draws - 1}-users${from}-${to - 1}`;
}

/** Soundings in a block. */
export function soundingsIn({ from, to, draws }: TrainingBlock): number {
  return (to - from) * draws;
}

/**
 * All blocks of the first `draws` draws, earlier draws first.
 *
 * @throws LabError 'bad-argument' for more draws than the dataset has
 */
export function listTrainingBlocks({ definition }: OpenDataset, users: number, draws: number): TrainingBlock[] {
  const { id, trainingDraws } = definition;
  if (draws > trainingDraws) {
    throw new LabError(
      'bad-argument',
      `Dataset "${id}" has ${trainingDraws} noise draws of every training position, and ${draws} were asked for.`,
      'Use fewer.',
    );
  }
  const blocks: TrainingBlock[] = [];
  for (let firstDraw = 0; firstDraw < draws; firstDraw += DRAWS_PER_BLOCK) {
    for (let from = 0; from < users; from += USERS_PER_BLOCK) {
      blocks.push({
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
 * Measures a block, or a part of its users.
 *
 * @param links of the training users
 * @yields how many of its users are done
 * @returns raw features [users, draws, 5]; NaN where a sounding gave no report
 */
export function* measureBlock(
  { definition }: OpenDataset,
  links: LinkSource,
  block: TrainingBlock,
): Generator<number, Float64Array, undefined> {
  const { links: measured } = yield* measureUsers(links, {
    ...block,
    snr: snrRule(definition),
    seeds: [definition.noiseSeed],
  });
  return rawFeatures(measured[0].measurements);
}

/** Whether values are as many as a block has: what was kept may have been cut off. */
export function isWhole(block: TrainingBlock, values: Float64Array): boolean {
  return values.length === soundingsIn(block) * RAW_FEATURE_COUNT;
}

/** Room for a training set that is not measured yet. */
export function emptyReports(users: number, draws: number): TrainingReports {
  return { users, draws, raw: new Float64Array(users * draws * RAW_FEATURE_COUNT).fill(NaN) };
}

/** Puts the values of a block into the set. */
export function placeBlock({ raw, draws }: TrainingReports, block: TrainingBlock, values: Float64Array): void {
  const width = block.draws * RAW_FEATURE_COUNT;
  for (let user = block.from; user < block.to; user++) {
    const from = (user - block.from) * width;
    raw.set(values.subarray(from, from + width), (user * draws + block.firstDraw) * RAW_FEATURE_COUNT);
  }
}
