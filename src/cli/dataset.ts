/** `wavefix dataset`: traces the users of a dataset and stores their paths as a Zarr v3 group. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { spawnNodeWorker } from '../compute/node-workers.ts';
import { createWorkerPool } from '../compute/worker-pool.ts';
import { openDataset, pathRequest } from '../datasets/definition.ts';
import type { PathBlock } from '../datasets/path-block.ts';
import { findDataset } from '../datasets/registry.ts';
import { parseShard, shardRange, WHOLE } from '../datasets/shards.ts';
import type { BlockTracerSetup } from '../datasets/trace-block.ts';
import { allUsers, chooseUsers, membersOf, pickUsers } from '../datasets/users.ts';
import { buildShard } from '../datasets/zarr/build.ts';
import { folderStore } from '../datasets/zarr/folder-store.ts';
import { chunkCount, describeDataset } from '../datasets/zarr/header.ts';
import { createPathGroup } from '../datasets/zarr/write.ts';
import { createArchive } from '../datasets/zarr/archive.ts';
import { LabError } from '../errors/lab-error.ts';
import { parseArguments } from './arguments.ts';
import { createProgressLine } from './progress-line.ts';

const OPTIONS = {
  out: { kind: 'text', shape: 'FOLDER or FILE.zip', required: true },
  shard: { kind: 'text', shape: 'i/n' },
  resume: { kind: 'flag' },
  split: { kind: 'text', choices: ['all', 'training', 'validation', 'test'] },
  count: { kind: 'integer', shape: 'number of users' },
  workers: { kind: 'integer', shape: 'number of threads' },
} as const;

const WORKER = new URL('./workers/trace-block.ts', import.meta.url);

/** What the command answers. */
export interface DatasetReport {
  readonly dataset: string;
  readonly dataset_hash: string;
  readonly out: string;
  readonly users: number;
  readonly sites: number;
  readonly chunks: number;
  /** Chunks of this shard, and how many of them were traced now. */
  readonly shard: { readonly index: number; readonly count: number; readonly chunks: number; readonly traced: number };
  readonly wall_s: number;
  readonly peak_memory_mb: number;
}

/**
 * Builds a stored dataset or a shard of it.
 *
 * @param args what follows `dataset` on the command line
 * @throws LabError for bad options, unknown ids, and a folder that holds something else
 */
export async function dataset(args: readonly string[]): Promise<DatasetReport> {
  const { values, positionals } = parseArguments(args, OPTIONS);
  if (positionals.length !== 1) {
    throw new LabError('bad-argument', 'Say which dataset to build.', 'Write its id, such as tokyo-streets.');
  }
  for (const name of ['count', 'workers'] as const) {
    if ((values[name] ?? 1) < 1) {
      throw new LabError('bad-argument', `Option --${name} cannot be ${values[name]}.`, 'Ask for one or more.');
    }
  }
  const shard = values.shard === undefined ? WHOLE : parseShard(values.shard);
  const zipped = values.out.toLowerCase().endsWith('.zip');
  if (zipped && (values.shard !== undefined || values.resume)) {
    throw new LabError(
      'bad-argument',
      'A zip file is written in one go.',
      'Leave --shard and --resume out, or build a folder.',
    );
  }
  const start = performance.now();
  const opened = openDataset(findDataset(positionals[0]));
  const selection = { split: values.split ?? 'all', count: values.count } as const;
  const everybody = allUsers(opened);
  const members = membersOf(everybody.splits, selection.split);
  const users = pickUsers(everybody, chooseUsers(opened.definition.kind, members, selection.count));
  if (users.count === 0) {
    throw new LabError(
      'bad-argument',
      `Dataset "${positionals[0]}" has no ${selection.split} users.`,
      'Choose another split.',
    );
  }
  const header = describeDataset(opened, selection, users.count, await softwareVersion());
  if (zipped) await mkdir(dirname(values.out), { recursive: true });
  else await refuseForeignFolder(values.out);
  const archive = zipped ? createArchive(values.out) : null;
  const writer = await createPathGroup(archive?.store ?? folderStore(values.out, `-${shard.index}`), header);
  const [from, to] = shardRange(chunkCount(header), shard);
  const pool = createWorkerPool<BlockTracerSetup, Float64Array, PathBlock>(
    () => spawnNodeWorker(WORKER),
    Math.min(values.workers ?? availableParallelism(), Math.max(1, to - from)),
    { scene: opened.scene, sites: opened.sites, request: pathRequest(opened.definition) },
  );
  const progress = createProgressLine('users');
  try {
    const built = await buildShard({
      ...{ header, users, shard, writer, pool },
      resume: values.resume,
      onUsers: progress.update,
    });
    if (archive) await writeFile(values.out, archive.finish());
    return {
      dataset: header.dataset,
      dataset_hash: header.datasetHash,
      out: values.out,
      users: header.users,
      sites: header.sites.length,
      chunks: chunkCount(header),
      shard: { ...shard, chunks: to - from, traced: built.tracedChunks },
      wall_s: (performance.now() - start) / 1000,
      peak_memory_mb: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    progress.end();
    pool.close();
  }
}

/** A folder with something else in it is not written into; other shards may be at work in one of ours. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new LabError('bad-argument', `${folder} cannot be used (${words}).`, 'Name a folder for --out.');
  });
  const ours = names.length === 0 || names.some((name) => name.startsWith('.zarr.json.part') || name === 'zarr.json');
  if (ours) return;
  throw new LabError('bad-argument', `${folder} is not empty and holds no dataset.`, 'Choose an empty folder.');
}

async function softwareVersion(): Promise<string> {
  const description = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return `WaveFix ${/"version": "([^"]+)"/.exec(description)?.[1] ?? ''}`.trim();
}
