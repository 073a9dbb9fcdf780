/** Checkpoints on disk. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Checkpoint } from '../training/checkpoint.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.ts';

/**
 * The checkpoint of a run, or undefined where there is none.
 *
 * @throws LabError 'bad-file' where it is of other settings; see `decodeCheckpoint`
 */
export function readCheckpoint(file: string, fingerprint: string): Checkpoint | undefined {
  return existsSync(file) ? decodeCheckpoint(readFileSync(file), fingerprint) : undefined;
}

/** Keeps a checkpoint. */
export function writeCheckpoint(file: string, checkpoint: Checkpoint, fingerprint: string): void {
  mkdirSync(dirname(file), { recursive: true });
  // Written beside and renamed, so that a killed process leaves no half checkpoint.
  writeFileSync(`${file}.new`, encodeCheckpoint(checkpoint, fingerprint));
  renameSync(`${file}.new`, file);
}
