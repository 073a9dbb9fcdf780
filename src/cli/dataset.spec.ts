import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseShard } from '../datasets/shards.ts';
import { listDifferences } from '../datasets/testing/same-files.ts';
import { dataset } from './dataset.ts';

const home = mkdtempSync(join(tmpdir(), 'wavefix-dataset-'));
afterAll(() => rmSync(home, { recursive: true }));

/** Four chunks of 200 users, the last of them not full. */
const SMALL = ['s3-3d', '--split', 'training', '--count', '700', '--workers', '1'];
const CHUNKS = 4;

const whole = join(home, 'whole');
beforeAll(async () => {
  const report = await dataset([...SMALL, '--out', whole]);
  expect(report).toMatchObject({ users: 700, sites: 1, chunks: CHUNKS, shard: { chunks: CHUNKS, traced: CHUNKS } });
}, 60_000);

describe('dataset', () => {
  it('writes the same bytes in shards, each of which writes its own share alone', async () => {
    const folder = join(home, 'shards');
    let traced = 0;
    for (const index of [1, 0]) {
      const { shard } = await dataset([...SMALL, '--out', folder, '--shard', `${index}/2`]);
      expect(shard.traced).toBe(shard.chunks);
      traced += shard.traced;
    }
    expect(traced).toBe(CHUNKS);
    expect(listDifferences(folder, whole)).toEqual([]);
  });

  it('goes on after its process was killed, and ends with the same bytes', async () => {
    const folder = join(home, 'killed');
    const main = join(import.meta.dirname, 'main.ts');
    const running = spawn(process.execPath, ['--import', 'tsx', main, 'dataset', ...SMALL, '--out', folder], {
      stdio: 'ignore',
    });
    const ended = once(running, 'exit');
    // Killed as soon as the first chunk has begun to be written: somewhere among its eleven files, or in the next.
    while (running.exitCode === null && !existsSync(join(folder, 'path_count/c/0/0'))) await sleep(2);
    running.kill('SIGKILL');
    await ended;
    expect(running.signalCode).toBe('SIGKILL');
    const { shard } = await dataset([...SMALL, '--out', folder, '--resume']);
    expect(shard.traced).toBeGreaterThan(0);
    expect(listDifferences(folder, whole)).toEqual([]);
  });

  it('describes every array with unit, meaning and axes, and the group with what it came from', () => {
    const describe = (path: string): Record<string, unknown> =>
      JSON.parse(readFileSync(join(whole, path), 'utf8')) as Record<string, unknown>;
    const arrays = readdirSync(whole, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(arrays).toHaveLength(11);
    const units = new Map<string, unknown>();
    for (const { name } of arrays) {
      const { attributes, shape, dimension_names: axes } = describe(`${name}/zarr.json`);
      const { unit, description } = attributes as Record<string, string>;
      units.set(name, unit);
      expect(description).toMatch(/^[A-Z].{10,}\.$/);
      expect(axes).toHaveLength((shape as number[]).length);
      expect((axes as string[])[0]).toBe('user');
    }
    const expected = {
      position: 'm',
      velocity: 'm/s',
      time: 's',
      delay: 's',
      departure: 'rad',
      arrival: 'rad',
      amplitude: '1',
      path_count: '1',
      interaction: '1',
      trajectory: '1',
      split: '1',
    };
    expect(Object.fromEntries(units)).toEqual(expected);
    const { attributes } = describe('zarr.json');
    for (const name of [
      'sceneHash',
      'datasetHash',
      'radio',
      'snr',
      'paths',
      'seeds',
      'noiseSeed',
      'splitRule',
      'sites',
    ]) {
      expect(attributes).toHaveProperty(name);
    }
    expect(attributes).toHaveProperty('units', expect.stringMatching(/metres.*hertz.*radians/));
  });

  it.each([
    ['', 'bad-argument'],
    ['s3-3d s2-3d --out here', 'bad-argument'],
    ['s3-3d', 'bad-argument'],
    ['s9 --out here', 'unknown-id'],
    ['s3-3d --out here --shard 4/4', 'bad-argument'],
    ['s3-3d --out here --count 0', 'bad-argument'],
    ['s3-3d --out here --workers 0', 'bad-argument'],
    ['s3-3d --out here.zip --resume', 'bad-argument'],
    ['s3-3d --out here.zip --shard 0/2', 'bad-argument'],
    ['tokyo-fast --out here --split training', 'bad-argument'],
    [`s3-3d --out ${import.meta.dirname}`, 'bad-argument'],
    [`s3-3d --out ${import.meta.filename}`, 'bad-argument'],
    [`s3-2d --out ${whole}`, 'bad-argument'],
  ])('refuses "%s"', async (line, code) => {
    await expect(dataset(line.split(' ').filter((word) => word !== ''))).rejects.toMatchObject({
      name: 'LabError',
      code,
    });
    expect(existsSync('here')).toBe(false);
  });
});

describe('the forms of the README', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

  /** What a shell makes of the words after "wavefix --" in a piece of the README. */
  function expand(text: string, environment: Readonly<Record<string, string>>): string[] {
    const command = /npm run -s wavefix -- dataset (?:[^\n]*\\\n)*[^\n]*/.exec(text)?.[0] ?? '';
    const script = command.replace('npm run -s wavefix -- dataset', `printf '%s\\n'`);
    const { stdout, status } = spawnSync('sh', ['-euc', script], { env: environment, encoding: 'utf8' });
    expect(status).toBe(0);
    return stdout.trimEnd().split('\n');
  }

  const slurm = /Slurm:\n\n```sh\n([^`]*)```/.exec(readme)?.[1] ?? '';
  const kubernetes = /```yaml\n([^`]*)```/.exec(readme)?.[1] ?? '';
  const parallel = /GNU parallel[^\n]*\n\n```sh\n([^`]*)```/.exec(readme)?.[1] ?? '';

  it.each<[string, string, number, (index: number) => string[]]>([
    [
      'Slurm',
      slurm,
      Number(/^#!\/bin\/sh\n#SBATCH .*--array=0-(\d+) /.exec(slurm)?.[1]) + 1,
      (index) =>
        expand(slurm, { SLURM_ARRAY_TASK_ID: `${index}`, SLURM_ARRAY_TASK_COUNT: '16', SLURM_CPUS_PER_TASK: '1' }),
    ],
    [
      'Kubernetes',
      kubernetes,
      Number(/completions: (\d+)/.exec(kubernetes)?.[1]),
      (index) => expand(/args: \['(.*)'\]/.exec(kubernetes)?.[1] ?? '', { JOB_COMPLETION_INDEX: `${index}` }),
    ],
    [
      'GNU parallel',
      parallel,
      Number(/^seq 0 (\d+) \|/.exec(parallel)?.[1]) + 1,
      (index) => expand(parallel.replace('{}', `${index}`), {}),
    ],
  ])('start every shard once with options that the command takes: %s', async (_, text, tasks, wordsOf) => {
    expect(text).toContain('wavefix -- dataset');
    expect(tasks).toBe(16);
    for (let index = 0; index < tasks; index++) {
      const words = wordsOf(index);
      expect(words[words.indexOf('--shard') + 1]).toBe(`${index}/${tasks}`);
      expect(words).toContain('--resume');
    }
    const words = wordsOf(tasks - 1);
    expect(parseShard(words[words.indexOf('--shard') + 1])).toEqual({ index: tasks - 1, count: tasks });
    // All else is taken, so that only this is left to complain about.
    await expect(dataset([...words, '--count', '0'])).rejects.toThrow('Option --count cannot be 0.');
  });
});
