/** Builds a stored dataset, or one shard of it: the chunks that belong to it and are not there yet are traced. */
import type { WorkerPool } from '../../compute/worker-pool.ts';
import type { PathBlock } from '../path-block.ts';
import type { Shard } from '../shards.ts';
import { shardRange } from '../shards.ts';
import { pickUsers } from '../users.ts';
import type { DatasetUsers } from '../users.ts';
import type { Header } from './header.ts';
import { chunkCount } from './header.ts';
import type { PathGroupWriter } from './write.ts';

/** What to build. */
export interface BuildRequest {
  readonly header: Header;
  /** All users that the header describes. */
  readonly users: DatasetUsers;
  readonly shard: Shard;
  /** Keeps the chunks that are there and whole. */
  readonly resume: boolean;
  readonly writer: PathGroupWriter;
  /** Takes positions [users, 3] and answers their paths. */
  readonly pool: WorkerPool<Float64Array, PathBlock>;
  readonly signal?: AbortSignal;
  readonly onUsers?: (done: number, total: number) => void;
}

/** What was done. */
export interface BuildSummary {
  /** Chunks and users that belong to the shard. */
  readonly chunks: number;
  readonly users: number;
  /** Chunks that were traced; the others were there. */
  readonly tracedChunks: number;
}

/** Traces and writes; the bytes do not depend on the workers, the shards, or how often the work was cut short. */
export async function buildShard(request: BuildRequest): Promise<BuildSummary> {
  const { header, users, shard, resume, writer, pool, signal, onUsers } = request;
  const [from, to] = shardRange(chunkCount(header), shard);
  const chunkUsers = (chunk: number): Uint32Array => {
    const first = chunk * header.usersPerChunk;
    const length = Math.min(header.usersPerChunk, header.users - first);
    return Uint32Array.from({ length }, (_, i) => first + i);
  };
  const missing: number[] = [];
  let total = 0;
  let done = 0;
  for (let chunk = from; chunk < to; chunk++) {
    const size = chunkUsers(chunk).length;
    total += size;
    if (resume && (await writer.isComplete(chunk))) done += size;
    else missing.push(chunk);
  }
  onUsers?.(done, total);
  const contents = missing.map((chunk) => pickUsers(users, chunkUsers(chunk)));
  await pool.run(
    contents.map(({ positions }) => positions),
    {
      signal,
      onResult: async (paths, i) => {
        await writer.write(missing[i], { users: contents[i], paths });
        done += contents[i].count;
        onUsers?.(done, total);
      },
    },
  );
  return { chunks: to - from, users: total, tracedChunks: missing.length };
}
