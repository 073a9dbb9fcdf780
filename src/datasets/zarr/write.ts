/**
 * Writes a dataset as a Zarr v3 group. Arrays are cut along the users alone, and a chunk's files belong to one chunk, so
 * processes that write different chunks never meet; the description is the same bytes from each of them.
 */
import * as zarr from 'zarrita';
import { LabError } from '../../errors/lab-error.ts';
import { isSealed } from './checksum-codec.ts';
import type { WritableStore } from './folder-store.ts';
import type { Header } from './header.ts';
import type { ArrayLayout, ArrayName, ChunkContent } from './layout.ts';
import { ARRAY_NAMES, arrayLayout, arrayValues } from './layout.ts';

/** Zstandard packs the padding away; the checksum tells a whole chunk from a cut one. */
const CODECS = [
  { name: 'bytes', configuration: { endian: 'little' } },
  { name: 'zstd', configuration: { level: 5, checksum: false } },
  { name: 'crc32c', configuration: {} },
];

/** See `createPathGroup`. */
export interface PathGroupWriter {
  /** Whether every file of a chunk is there and whole. */
  isComplete(this: void, chunk: number): Promise<boolean>;
  /** Writes a chunk, over whatever is there. */
  write(this: void, chunk: number, content: ChunkContent): Promise<void>;
}

/**
 * Describes the group in a store, or joins one that is already described by the same words.
 *
 * @throws LabError 'bad-argument' where the store holds another dataset
 */
export async function createPathGroup(store: WritableStore, header: Header): Promise<PathGroupWriter> {
  await refuseOther(store, header);
  // Chunks are never read back: a padded last chunk is made anew, whatever lies there.
  const target: zarr.AsyncMutable = {
    get: () => Promise.resolve(undefined),
    set: (key, bytes) => store.set(key, bytes),
  };
  const root = zarr.root(target);
  await zarr.create(root, { attributes: header });
  const arrays = new Map<ArrayName, zarr.Array<ArrayLayout['type'], zarr.AsyncMutable>>();
  for (const name of ARRAY_NAMES) {
    const { type, axes, inner, fill, unit, description } = arrayLayout(name, header);
    const array = await zarr.create(root.resolve(name), {
      dtype: type,
      shape: [header.users, ...inner],
      chunkShape: [header.usersPerChunk, ...inner],
      codecs: CODECS,
      fillValue: fill,
      dimensionNames: [...axes],
      attributes: { unit, description },
    });
    arrays.set(name, array);
  }
  return {
    async isComplete(chunk) {
      for (const name of ARRAY_NAMES) {
        const bytes = await store.get(chunkKey(name, chunk, arrayLayout(name, header)));
        if (!bytes || !isSealed(bytes)) return false;
      }
      return true;
    },
    async write(chunk, content) {
      const from = chunk * header.usersPerChunk;
      const users = content.users.count;
      for (const [name, array] of arrays) {
        const shape = [users, ...arrayLayout(name, header).inner];
        const selection = [zarr.slice(from, from + users), ...shape.slice(1).map(() => null)];
        await zarr.set(array, selection, { data: arrayValues(name, content), shape, stride: strides(shape) });
      }
    },
  };
}

/** Key of a chunk's file: arrays are cut along their first axis alone. */
function chunkKey(name: ArrayName, chunk: number, { inner }: ArrayLayout): `/${string}` {
  return `/${name}/c/${[chunk, ...inner.map(() => 0)].join('/')}`;
}

async function refuseOther(store: WritableStore, header: Header): Promise<void> {
  const bytes = await store.get('/zarr.json');
  if (!bytes) return;
  const words = (value: unknown): string => JSON.stringify(value);
  let found: unknown;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    found = typeof json === 'object' && json !== null && 'attributes' in json ? json.attributes : undefined;
  } catch {
    found = undefined;
  }
  if (words(found) === words(header)) return;
  const differing =
    typeof found === 'object' && found !== null
      ? Object.entries(header).find(
          ([key, value]) => words(value) !== words(Object.entries(found).find(([name]) => name === key)?.[1]),
        )?.[0]
      : undefined;
  throw new LabError(
    'bad-argument',
    `${store.location} holds another dataset${differing ? `: its "${differing}" differs` : ''}.`,
    'Choose an empty folder, or remove what is there.',
  );
}

function strides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
}
