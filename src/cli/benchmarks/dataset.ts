/** What a stored dataset costs: 2,000 users of `tokyo-streets` before five sites, in a process of its own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DatasetReport } from '../dataset.ts';
import type { Benchmark } from './benchmark.ts';

const USERS = 2000;
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Bar: ≤ 1 GB. */
export const datasetBenchmark: Benchmark = {
  name: 'dataset',
  summary: `${USERS} users of tokyo-streets traced and stored: time and peak memory`,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'wavefix-dataset-'));
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [
        ...['--import', import.meta.resolve('tsx'), MAIN],
        ...['dataset', 'tokyo-streets', '--count', String(USERS), '--out', join(folder, 'set'), '--json'],
      ]);
      const report = JSON.parse(stdout) as DatasetReport;
      const note = `${report.users} users × ${report.sites} sites, ${report.chunks} chunks, all workers in one process`;
      return [
        { name: 'dataset time', unit: 'ms', value: 1000 * report.wall_s, note },
        { name: 'dataset peak memory', unit: 'kB', value: 1000 * report.peak_memory_mb, note },
      ];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
