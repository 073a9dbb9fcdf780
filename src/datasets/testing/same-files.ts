/** Folders compared byte by byte, for tests and benchmarks of what is written to disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All files below a folder.
 *
 * @returns paths from that folder on, sorted
 */
export const listFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/**
 * The files that one of two folders has and the other has not, or has with other bytes.
 *
 * @returns paths from the folders on, sorted
 */
export function listDifferences(folder: string, reference: string): string[] {
  const [ours, theirs] = [listFiles(folder), listFiles(reference)];
  return [...new Set([...ours, ...theirs])]
    .filter(
      (file) =>
        !ours.includes(file) ||
        !theirs.includes(file) ||
        !readFileSync(join(folder, file)).equals(readFileSync(join(reference, file))),
    )
    .sort();
}
