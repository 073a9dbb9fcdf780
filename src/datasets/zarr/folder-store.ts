/** A stored dataset in a folder, or in a zip archive on disk. Node only. */
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { AbsolutePath } from '@zarrita/storage';
import ZipFileStore from '@zarrita/storage/zip';
import { LabError } from '../../errors/lab-error.ts';
import type { DatasetStore } from './store.ts';
import { transformEntries, zipStore } from './store.ts';

/** A store that can be written. */
export interface WritableStore extends DatasetStore {
  /**
   * Writes a file whole or not at all: a killed process leaves at most what it had written so far, hidden beside it under the
   * name ".NAME.part" and, for descriptions, the writer; the same writer's next attempt overwrites or removes that.
   */
  set(this: void, key: AbsolutePath, bytes: Uint8Array): Promise<void>;
}

/**
 * A folder, created when the first file is written.
 *
 * @param writer tells writers of the same file apart, such as the shards that all write the group's description
 */
export function folderStore(folder: string, writer = ''): WritableStore {
  const made = new Set<string>();
  return {
    location: folder,
    async get(key) {
      try {
        return await readFile(join(folder, key));
      } catch (cause) {
        if (isMissing(cause)) return undefined;
        throw unreadable(folder, cause);
      }
    },
    async set(key, bytes) {
      const file = join(folder, key);
      const parent = dirname(file);
      try {
        if (!made.has(parent)) await mkdir(parent, { recursive: true });
        made.add(parent);
        const isDescription = key.endsWith('zarr.json');
        const part = join(parent, `.${basename(file)}.part${isDescription ? writer : ''}`);
        // Another shard has written the same words meanwhile: what is left is this writer's own attempt, if it was killed.
        if (isDescription && (await holds(file, bytes))) return await rm(part, { force: true });
        await writeFile(part, bytes);
        await rename(part, file);
      } catch (cause) {
        const words = cause instanceof Error ? cause.message : String(cause);
        throw new LabError('bad-file', `${file} cannot be written (${words}).`, 'Check the disk and the folder.');
      }
    },
  };
}

/**
 * What lies at a path: a folder, or a zip archive of which only the parts that are needed are read.
 *
 * @throws LabError 'bad-file' where there is nothing
 */
export async function pathStore(path: string): Promise<DatasetStore> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  if (found.isDirectory()) return folderStore(path);
  const reader = {
    getLength: () => Promise.resolve(found.size),
    async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
      const bytes = new Uint8Array(length);
      const handle = await open(path, 'r');
      try {
        await handle.read(bytes, 0, length, offset);
      } finally {
        await handle.close();
      }
      return bytes;
    },
  };
  return zipStore(new ZipFileStore(reader, { transformEntries }), path);
}

async function holds(file: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return (await readFile(file)).equals(bytes);
  } catch (cause) {
    if (isMissing(cause)) return false;
    throw cause;
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}

function unreadable(path: string, cause: unknown): LabError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new LabError('bad-file', `${path} cannot be read (${words}).`, 'Name the folder or zip of a stored dataset.');
}
