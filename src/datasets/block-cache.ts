/**
 * A long computation that is kept in files, block by block, so that several workers or processes can fill it, none computes
 * twice, and a run that is killed goes on where it was. Node only.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Blocks of numbers in files. */
export interface BlockCache {
  /** Number of blocks. */
  readonly count: number;
  /** How much of the whole a block is: users, or soundings. */
  sizeOf(this: void, block: number): number;
  /** Whether a block is in its file, whole. */
  has(this: void, block: number): boolean;
  /**
   * Computes a block and keeps it.
   *
   * @param onPart how much of the block is done
   */
  fill(this: void, block: number, onPart?: (done: number) => void): void;
}

/**
 * Fills what is missing, block after block.
 *
 * @param onPart how much of the whole is done
 */
export function fillBlocks(cache: BlockCache, onPart?: (done: number, total: number) => void): void {
  const blocks = Array.from({ length: cache.count }, (_, block) => block);
  const total = blocks.reduce((sum, block) => sum + cache.sizeOf(block), 0);
  let done = 0;
  for (const block of blocks) {
    const before = done;
    if (!cache.has(block)) cache.fill(block, (part) => onPart?.(before + part, total));
    done += cache.sizeOf(block);
    onPart?.(done, total);
  }
}

/** Writes a file beside and renames it, so that a killed process leaves no half of it. */
export function keepFile(file: string, values: ArrayBufferView): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  renameSync(`${file}.${process.pid}`, file);
}

/** The bytes of a file at the start of a buffer of their own; null where there is no file. */
export function keptBytes(file: string): ArrayBuffer | null {
  return existsSync(file) ? Uint8Array.from(readFileSync(file)).buffer : null;
}
