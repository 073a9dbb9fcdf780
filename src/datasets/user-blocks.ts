/** Rows of the users of a split in files, so many users a block. Node only. */
import { join } from 'node:path';
import type { BlockCache } from './block-cache.ts';
import { keepFile, keptBytes } from './block-cache.ts';
import type { OpenDataset, Split, TrajectoriesDefinition } from './definition.ts';
import { hashDataset } from './hash.ts';

/** What is kept, and where. */
export interface UserBlocks<T extends Float32Array | Uint16Array> {
  readonly dataset: OpenDataset<TrajectoriesDefinition>;
  readonly split: Split;
  /** Cache folder, created where it does not exist. */
  readonly folder: string;
  /** Name of what is kept among all that is kept of a dataset, with its revision. */
  readonly name: string;
  /** Number of users. */
  readonly users: number;
  readonly usersPerBlock: number;
  /** Numbers of a user's row. */
  readonly width: number;
  readonly values: { new (size: number): T; new (bytes: ArrayBuffer): T; readonly BYTES_PER_ELEMENT: number };
  /** Prepares for computing rows: from a user's number to its row [width]. */
  createRows(this: void): (user: number) => T;
}

/** See {@link openUserBlocks}. */
export interface UserBlockCache<T> extends BlockCache {
  /**
   * The rows of one block [users of the block, width].
   *
   * @throws Error where it is not whole
   */
  read(this: void, block: number): T;
}

/** Opens the kept rows of a split. */
export function openUserBlocks<T extends Float32Array | Uint16Array>(blocks: UserBlocks<T>): UserBlockCache<T> {
  const { dataset, split, folder, name, users, usersPerBlock, width, values: Values } = blocks;
  const home = join(folder, `${dataset.definition.id}-${hashDataset(dataset)}-${name}`);
  const fileOf = (block: number): string => join(home, `${split}-user${block * usersPerBlock}.bin`);
  const sizeOf = (block: number): number => Math.min(usersPerBlock, users - block * usersPerBlock);
  const kept = (block: number): T | null => {
    const bytes = keptBytes(fileOf(block));
    return bytes?.byteLength === Values.BYTES_PER_ELEMENT * width * sizeOf(block) ? new Values(bytes) : null;
  };
  let rowOf: ((user: number) => T) | undefined;
  return {
    count: Math.ceil(users / usersPerBlock),
    sizeOf,
    has: (block) => kept(block) !== null,
    fill(block, onPart) {
      rowOf ??= blocks.createRows();
      const rows = new Values(sizeOf(block) * width);
      for (let user = 0; user < sizeOf(block); user++) {
        rows.set(rowOf(block * usersPerBlock + user), user * width);
        onPart?.(user + 1);
      }
      keepFile(fileOf(block), rows);
    },
    read(block) {
      const rows = kept(block);
      if (!rows) throw new Error(`${fileOf(block)} is not whole.`);
      return rows;
    },
  };
}
