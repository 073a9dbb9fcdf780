/** Shares of a large job for processes that do not talk to each other. */
import { LabError } from '../errors/lab-error.ts';

/** One of several processes: number `index` of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The only process. */
export const WHOLE: Shard = { index: 0, count: 1 };

/**
 * The items of a shard: neighbours, and as many for every shard as can be.
 *
 * @param items how many there are
 * @returns the first and the one after the last
 */
export function shardRange(items: number, { index, count }: Shard): readonly [from: number, to: number] {
  return [Math.floor((index * items) / count), Math.floor(((index + 1) * items) / count)];
}

/**
 * The shard of an argument such as "3/16".
 *
 * @throws LabError 'bad-argument' unless it is i/n with 0 ≤ i < n
 */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  const shard = { index: Number(match?.[1]), count: Number(match?.[2]) };
  if (shard.index < shard.count) return shard;
  throw new LabError('bad-argument', `Option --shard cannot be "${text}".`, 'Write i/n with i from 0 to n − 1.');
}
