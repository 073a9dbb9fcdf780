/** Reads a dataset that was stored as a Zarr v3 group, chunk by chunk, and trusts nothing that it reads. */
import * as v from 'valibot';
import * as zarr from 'zarrita';
import { LabError } from '../../errors/lab-error.ts';
import './checksum-codec.ts';
import type { Header } from './header.ts';
import { chunkCount, HEADER } from './header.ts';
import type { ArrayName, ChunkContent } from './layout.ts';
import { arrayLayout } from './layout.ts';
import type { DatasetStore } from './store.ts';

/** See `openPathGroup`. */
export interface PathGroup {
  readonly header: Header;
  readonly location: string;
  readonly chunkCount: number;
  /**
   * Neighbouring users and their paths.
   *
   * @throws LabError 'bad-file' where a file is missing, cut off or changed, or a user was not traced yet
   */
  readChunk(this: void, chunk: number): Promise<ChunkContent>;
  /** Index into `SPLITS` of every user [users]. */
  readSplits(this: void): Promise<Uint8Array>;
}

/**
 * Opens a stored dataset.
 *
 * @throws LabError 'bad-file' where the store holds none, or one of another format
 */
export async function openPathGroup(store: DatasetStore): Promise<PathGroup> {
  const { location } = store;
  const source: zarr.AsyncReadable = {
    async get(key, options) {
      const bytes = await store.get(key, options).catch((cause: unknown) => {
        throw cause instanceof LabError ? cause : bad(location, `${key} cannot be read (${wordsOf(cause)})`);
      });
      // To Zarr a missing chunk is one that holds nothing but the fill value. Here every chunk was written.
      if (!bytes && !key.endsWith('zarr.json')) throw bad(location, `${key} is missing`);
      return bytes;
    },
  };
  const root = zarr.root(source);
  const header = await readHeader(root, location);

  const readColumn = async <T extends Column>(name: ArrayName, chunk: number, type: T): Promise<Values<T>> => {
    const layout = arrayLayout(name, header);
    const shape = [header.users, ...layout.inner];
    const chunkShape = [header.usersPerChunk, ...layout.inner];
    try {
      const array = await zarr.open.v3(root.resolve(name), { kind: 'array' });
      if (!array.is(type) || array.shape.join() !== shape.join() || array.chunks.join() !== chunkShape.join()) {
        throw bad(location, `its array "${name}" is not ${type} [${shape.join(', ')}]`);
      }
      const { data } = await array.getChunk([chunk, ...layout.inner.map(() => 0)]);
      const rowLength = layout.inner.reduce((product, length) => product * length, 1);
      if (data.length !== header.usersPerChunk * rowLength) throw bad(location, `chunk ${chunk} of "${name}" is short`);
      return data.subarray(0, usersOf(header, chunk) * rowLength) as Values<T>;
    } catch (cause) {
      if (cause instanceof LabError) throw cause;
      // zarrita wraps what a codec threw.
      const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
      throw bad(location, `chunk ${chunk} of "${name}": ${wordsOf(inner)}`);
    }
  };

  return {
    header,
    location,
    chunkCount: chunkCount(header),
    async readChunk(chunk) {
      const count = usersOf(header, chunk);
      const counts = await readColumn('path_count', chunk, 'int16');
      if (counts.some((paths) => paths < 0 || paths > header.pathSlots)) {
        throw bad(location, `chunk ${chunk} holds users that were not traced`);
      }
      return {
        users: {
          count,
          positions: await readColumn('position', chunk, 'float64'),
          velocities: await readColumn('velocity', chunk, 'float64'),
          times: await readColumn('time', chunk, 'float64'),
          trajectories: await readColumn('trajectory', chunk, 'int32'),
          splits: await readColumn('split', chunk, 'uint8'),
        },
        paths: {
          shape: {
            users: count,
            sites: header.sites.length,
            paths: header.pathSlots,
            interactions: header.interactionSlots,
          },
          counts,
          delays: await readColumn('delay', chunk, 'float64'),
          amplitudes: await readColumn('amplitude', chunk, 'float32'),
          departures: await readColumn('departure', chunk, 'float32'),
          arrivals: await readColumn('arrival', chunk, 'float32'),
          interactions: await readColumn('interaction', chunk, 'uint8'),
        },
      };
    },
    async readSplits() {
      const splits = new Uint8Array(header.users);
      for (let chunk = 0; chunk < chunkCount(header); chunk++) {
        splits.set(await readColumn('split', chunk, 'uint8'), chunk * header.usersPerChunk);
      }
      return splits;
    },
  };
}

type Column = 'int16' | 'int32' | 'uint8' | 'float32' | 'float64';
type Values<T extends Column> = zarr.TypedArray<T>;

async function readHeader(root: zarr.Location<zarr.AsyncReadable>, location: string): Promise<Header> {
  let attributes: unknown;
  try {
    attributes = (await zarr.open.v3(root, { kind: 'group' })).attrs;
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw bad(location, `it has no readable zarr.json (${wordsOf(cause)})`);
  }
  const parsed = v.safeParse(HEADER, attributes);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw bad(location, `its attribute ${v.getDotPath(issue) ?? '(all)'} is wrong (${issue.message})`);
}

function usersOf({ users, usersPerChunk }: Header, chunk: number): number {
  return Math.min(usersPerChunk, users - chunk * usersPerChunk);
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function bad(location: string, words: string): LabError {
  return new LabError(
    'bad-file',
    `${location} is not a whole dataset of this lab: ${words}.`,
    'Build it with wavefix dataset, with --resume where a run was cut short.',
  );
}
