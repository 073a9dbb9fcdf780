/** Where a stored dataset is read from: one small interface over a server, a zip archive and dropped files. */
import type { AbsolutePath } from '@zarrita/storage';
import FetchStore from '@zarrita/storage/fetch';
import ZipFileStore from '@zarrita/storage/zip';

/** The files of a stored dataset by their keys, such as "/delay/c/0/0/0". */
export interface DatasetStore {
  /** Where it reads from, for messages. */
  readonly location: string;
  /** A file whole; undefined where there is none. */
  get(this: void, key: AbsolutePath, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array | undefined>;
}

/**
 * A group on a server: a folder whose files are fetched one by one, or a zip archive of which only the parts that are
 * needed are fetched (HTTP range requests).
 *
 * @param url of the folder, or of the archive where it ends in ".zip"
 */
export function urlStore(url: string): DatasetStore {
  if (/\.zip$/i.test(new URL(url).pathname)) return zipStore(ZipFileStore.fromUrl(url), url);
  const store = new FetchStore(url);
  return { location: url, get: (key, options) => store.get(key, options) };
}

/**
 * A group in a zip archive at hand, such as a dropped file.
 *
 * @param name for messages
 */
export function blobStore(blob: Blob, name: string): DatasetStore {
  return zipStore(ZipFileStore.fromBlob(blob), name);
}

/**
 * A group of dropped files.
 *
 * @param files by their paths inside the folder, such as "delay/zarr.json"
 * @param name of the folder, for messages
 */
export function filesStore(files: ReadonlyMap<string, Blob>, name: string): DatasetStore {
  return {
    location: name,
    async get(key) {
      const file = files.get(key.slice(1));
      return file && new Uint8Array(await file.arrayBuffer());
    },
  };
}

/** A group in a zip archive that something can read ranges of. */
export function zipStore(archive: Pick<ZipFileStore, 'get'>, location: string): DatasetStore {
  return { location, get: (key) => archive.get(key) };
}
