/** A stored dataset as one zip file: small sets that travel whole. The same content gives the same bytes. */
import { zipSync } from 'fflate';
import type { WritableStore } from './folder-store.ts';

/** See `createArchive`. */
export interface Archive {
  readonly store: WritableStore;
  /** The zip file of all that was written. */
  finish(this: void): Uint8Array<ArrayBuffer>;
}

/** An archive that is put together in memory. */
export function createArchive(location: string): Archive {
  const files = new Map<string, Uint8Array>();
  return {
    store: {
      location,
      get: (key) => Promise.resolve(files.get(key)),
      set(key, bytes) {
        files.set(key, bytes);
        return Promise.resolve();
      },
    },
    finish() {
      const names = [...files.keys()].sort();
      const entries = Object.fromEntries(names.map((name) => [name.slice(1), files.get(name) ?? new Uint8Array()]));
      // Chunks are packed already, and stored entries can be read in part; zip knows no time before 1980.
      return zipSync(entries, { level: 0, mtime: new Date(1980, 0, 1) });
    },
  };
}
