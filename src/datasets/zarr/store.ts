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
  if (/\.zip$/i.test(new URL(url).pathname)) return zipStore(ZipFileStore.fromUrl(url, { transformEntries }), url);
  const store = new FetchStore(url);
  return { location: url, get: (key, options) => store.get(key, options) };
}

/**
 * A group in a zip archive at hand, such as a dropped file.
 *
 * @param name for messages
 */
export function blobStore(blob: Blob, name: string): DatasetStore {
  return zipStore(ZipFileStore.fromBlob(blob, { transformEntries }), name);
}

/**
 * A group of dropped files.
 *
 * @param files by their paths, such as "delay/zarr.json", with or without the folder's own name before them
 * @param name of the folder, for messages
 */
export function filesStore(files: ReadonlyMap<string, Blob>, name: string): DatasetStore {
  const prefix = groupFolder(files.keys());
  return {
    location: name,
    async get(key) {
      const file = files.get(`${prefix}${key.slice(1)}`);
      return file && new Uint8Array(await file.arrayBuffer());
    },
  };
}

/** A group in a zip archive that something can read ranges of. */
export function zipStore(archive: Pick<ZipFileStore, 'get'>, location: string): DatasetStore {
  return { location, get: (key) => archive.get(key) };
}

/** Lets a group lie in a folder of its archive, as it does where somebody zipped the folder. */
export function transformEntries<Entry>(entries: Record<string, Entry>): Record<string, Entry> {
  const prefix = groupFolder(Object.keys(entries));
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, entry]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), entry]] : [],
    ),
  );
}

/** The folder that the group's description lies in, with its final slash; empty where it lies on top or nowhere. */
function groupFolder(names: Iterable<string>): string {
  const folders = [...names].flatMap((name) =>
    /(^|\/)zarr\.json$/.test(name) ? [name.slice(0, -'zarr.json'.length)] : [],
  );
  return folders.sort((a, b) => a.length - b.length)[0] ?? '';
}
