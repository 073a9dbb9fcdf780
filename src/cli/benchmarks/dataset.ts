/** What a stored dataset costs, whole and in shards: 2,000 users of `tokyo-streets` before five sites, in processes of their own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listDifferences } from '../../datasets/testing/same-files.ts';
import type { DatasetReport } from '../dataset.ts';
import { againstBar, type Benchmark } from './benchmark.ts';

const USERS = 2000;
const SHARDS = 4;
/** What a process may take, kilobytes. */
const MEMORY_BAR = 1e6;
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Bars: the shards give the same set, byte for byte, and no process takes more than 1 GB. */
export const datasetBenchmark: Benchmark = {
  name: 'dataset',
  summary: `${USERS} users of tokyo-streets traced and stored, whole and in ${SHARDS} shards: time and peak memory`,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'wavefix-dataset-'));
    const build = async (out: string, options: readonly string[] = []): Promise<DatasetReport> => {
      const { stdout } = await promisify(execFile)(process.execPath, [
        ...['--import', import.meta.resolve('tsx'), MAIN],
        ...['dataset', 'tokyo-streets', '--count', String(USERS), '--out', join(folder, out), '--json', ...options],
      ]);
      return JSON.parse(stdout) as DatasetReport;
    };
    try {
      const whole = await build('whole');
      const shards: DatasetReport[] = [];
      for (let index = 0; index < SHARDS; index++) {
        shards.push(await build('shards', ['--shard', `${index}/${SHARDS}`]));
      }
      const different = listDifferences(join(folder, 'shards'), join(folder, 'whole'));
      if (different.length > 0) {
        throw new Error(
          `Shards give other bytes than the whole in ${different.length} files, such as ${different[0]}.`,
        );
      }
      const note = `${whole.users} users × ${whole.sites} sites, ${whole.chunks} chunks, all workers in one process`;
      const most = Math.max(...shards.map(({ peak_memory_mb: peak }) => peak));
      return [
        { name: 'dataset time', unit: 'ms', value: 1000 * whole.wall_s, note },
        againstBar({ name: 'dataset peak memory', unit: 'kB', value: 1024 * whole.peak_memory_mb, note }, MEMORY_BAR),
        {
          name: `dataset time (${SHARDS} shards)`,
          unit: 'ms',
          value: 1000 * shards.reduce((sum, { wall_s: wall }) => sum + wall, 0),
          note: 'one shard after the other, each in a process of its own; the same bytes as the whole',
        },
        againstBar(
          {
            name: `dataset peak memory (${SHARDS} shards)`,
            unit: 'kB',
            value: 1024 * most,
            note: 'of the largest process',
          },
          MEMORY_BAR,
        ),
      ];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
