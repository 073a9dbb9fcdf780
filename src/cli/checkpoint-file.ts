/** Checkpoints on disk. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import type { Checkpoint, ValidationPoint } from '../training/checkpoint.ts';
import { bestPoint, decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.ts';

/** What a person asked for. */
export interface ContinueOptions {
  /** Goes on where the latest checkpoint is, if there is one. */
  readonly resume?: boolean;
  /** Writes what the latest checkpoint holds without training on. */
  readonly export?: boolean;
}

/**
 * The checkpoint that a run continues from, or undefined where it begins afresh.
 *
 * @throws LabError 'bad-file' where it is of other settings, see `decodeCheckpoint`; 'bad-argument' where it is to be exported
 *   and there is none
 */
export function continueFrom(
  file: string,
  fingerprint: string,
  { resume = false, export: exported = false }: ContinueOptions,
): Checkpoint | undefined {
  if (!resume && !exported) return undefined;
  if (existsSync(file)) return decodeCheckpoint(readFileSync(file), fingerprint);
  if (!exported) return undefined;
  throw new LabError('bad-argument', 'There is no checkpoint to export.', 'Train first, without --export.');
}

/**
 * A divergence as the terminal tells it: with what is left of the run, and how it is saved.
 *
 * @param file the run's checkpoint, written at the last point of its history
 */
export function tellDivergence(
  { code, message, hint }: LabError,
  file: string,
  history: readonly ValidationPoint[],
): LabError {
  const best = bestPoint(history);
  const left = best
    ? `The checkpoint of step ${history.at(-1)?.step} is kept in ${file}: the same command with --export saves its best weights, of step ${best.step}, validation mean ${best.score.toFixed(3)} m.`
    : 'There is no checkpoint with weights worth saving yet.';
  return new LabError(code, message, `${left} ${hint}`);
}

/** Keeps a checkpoint. */
export function writeCheckpoint(file: string, checkpoint: Checkpoint, fingerprint: string): void {
  mkdirSync(dirname(file), { recursive: true });
  // Written beside and renamed, so that a killed process leaves no half checkpoint.
  writeFileSync(`${file}.new`, encodeCheckpoint(checkpoint, fingerprint));
  renameSync(`${file}.new`, file);
}
