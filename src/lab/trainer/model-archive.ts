/** A model's files as one zip archive on the reader's disk, and back from there. */
import { unzipSync, zipSync } from 'fflate';
import type { ModelFiles } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';

/** Larger archives and files are no model of this lab. */
const LARGEST_BYTES = 200e6;

/**
 * The archive of a network: the files that `models/<estimator>/<dataset>/` holds of it, its curve among them. Weights do not
 * compress.
 */
export function packModel(files: readonly ModelFiles[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])), { level: 0 });
}

/**
 * The files of a model that somebody chose: as they are, or in an archive; folders before their names do not matter.
 *
 * @throws LabError 'bad-file' for an archive that cannot be read, and for files too large to be a model
 */
export async function readModel(chosen: readonly File[]): Promise<ModelFiles[]> {
  const files: ModelFiles[] = [];
  for (const file of chosen) {
    if (file.size > LARGEST_BYTES) {
      throw new LabError('bad-file', `${file.name} is too large to be a model of this lab.`, 'Choose another file.');
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (file.name.toLowerCase().endsWith('.zip')) files.push(...unpack(file.name, bytes));
    else files.push({ name: baseName(file.name), bytes });
  }
  return files;
}

function unpack(archive: string, bytes: Uint8Array): ModelFiles[] {
  try {
    const entries = unzipSync(bytes, { filter: ({ originalSize }) => originalSize <= LARGEST_BYTES });
    return Object.entries(entries).map(([path, content]) => ({ name: baseName(path), bytes: content }));
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new LabError('bad-file', `${archive} cannot be unpacked: ${words}.`, 'Choose model.json and its shards.');
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
