import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { dataset } from './dataset.ts';
import { evaluate } from './evaluate.ts';
import { train } from './train.ts';

describe('evaluate', () => {
  it('measures unseen users and reports the errors of an estimator, the same for the same seed', async () => {
    const arguments_ = ['--model', 'toa-aoa', '--dataset', 's3-3d', '--count', '12', '--seed', '5'];
    const report = await evaluate(arguments_);
    expect(report).toMatchObject({
      model: 'toa-aoa',
      dataset: 's3-3d',
      split: 'test',
      seed: 5,
      count: 12,
      with_fix: 12,
    });
    expect(report.median_m).toBeGreaterThan(0);
    expect(report.median_m).toBeLessThan(3);
    expect(await evaluate(arguments_)).toEqual(report);
    expect(await evaluate([...arguments_.slice(0, -1), '6'])).not.toEqual(report);
  });

  it('finds the users of the hall with the weights that ship as well as their report says, and well enough', async () => {
    const report = await evaluate(['--model', 'pe-msrn', '--dataset', 's3-3d', '--backend', 'wasm']);
    const shipped = JSON.parse(readFileSync('models/pe-msrn/s3-3d/report.json', 'utf8')) as typeof report;
    expect(report.dataset_hash).toBe(shipped.dataset_hash);
    for (const figure of ['mean_m', 'median_m', 'p90_m', 'below_1m'] as const) {
      expect(report[figure], figure).toBeCloseTo(shipped[figure] ?? NaN, 2);
    }
    // The bar for the network as printed, at any width; the paper has 0.5728 m and 90.04 % in its own hall.
    expect(report.with_fix).toBe(400);
    expect(report.mean_m).toBeLessThanOrEqual(0.65);
    expect(report.below_1m).toBeGreaterThanOrEqual(0.84);
  });

  it('refuses what it does not know, with a code', async () => {
    const refused = (words: string, code: string): Promise<void> =>
      expect(evaluate(words.split(' '))).rejects.toMatchObject({ name: 'LabError', code });
    await refused('--model crystal-ball --dataset s3-3d', 'unknown-id');
    await refused('--model toa-aoa --dataset s9', 'unknown-id');
    await refused('--model toa-aoa', 'bad-argument');
    await refused('--model toa-aoa --dataset s3-3d --count 0', 'bad-argument');
    await refused('--model toa-aoa --dataset s3-3d --prior', 'unsupported');
    await refused('--model toa-aoa --dataset s3-3d --input fingerprint', 'unsupported');
    await refused('--model site-product --dataset tokyo-streets --prior', 'unsupported');
    await refused('--model toa-aoa --dataset s3-3d --sites 2', 'bad-argument');
    await refused('--model toa-aoa --dataset s3-3d --sites 1', 'unsupported');
    await refused('--model toa-aoa --dataset s3-3d --from wknn', 'unsupported');
    await refused('--model twin --dataset tokyo-streets --from crystal-ball', 'unknown-id');
    await refused('--model toa-aoa --dataset ./nowhere.zarr', 'bad-file');
    await refused('--model pe-msrn --dataset s3-3d --backend cpu --weights nowhere', 'missing-weights');
    // No figure comes from elsewhere than was asked; the package for WebGPU is no dependency.
    await refused('--model pe-msrn --dataset s3-3d --backend webgpu --count 1', 'unsupported');
  });
});

describe('dataset', () => {
  const home = mkdtempSync(join(tmpdir(), 'wavefix-dataset-'));
  afterAll(() => rmSync(home, { recursive: true }));

  it('stores users that evaluate reads, from any number of workers', async () => {
    const ask = (out: string, more: string): ReturnType<typeof dataset> =>
      dataset(['s3-3d', '--out', join(home, out), '--split', 'test', '--count', '12', ...more.split(' ')]);
    const report = await ask('one', '--workers 1');
    expect(report).toMatchObject({ dataset: 's3-3d', users: 12, sites: 1, shard: { chunks: 1, traced: 1 } });
    expect((await ask('one', '--resume --workers 1')).shard.traced).toBe(0);
    await ask('two.zip', '--workers 2');
    const files = unzipSync(readFileSync(join(home, 'two.zip')));
    expect(Object.keys(files)).toContain('delay/c/0/0/0');
    for (const [name, bytes] of Object.entries(files)) {
      expect(readFileSync(join(home, 'one', name)).equals(bytes), name).toBe(true);
    }
    const words = ['--model', 'toa-aoa', '--count', '12', '--dataset'];
    const traced = await evaluate([...words, 's3-3d']);
    const stored = await evaluate([...words, join(home, 'two.zip')]);
    expect(stored.mean_m).toBeCloseTo(traced.mean_m ?? NaN, 3);
    expect({ ...stored, dataset_hash: '' }).toMatchObject({ model: 'toa-aoa', dataset: 's3-3d', count: 12 });
    expect(stored.dataset_hash).toBe(traced.dataset_hash);
  });

  it('refuses what it cannot do, with a code', async () => {
    const refused = (words: string, message: string): Promise<void> =>
      expect(dataset(words.split(' '))).rejects.toMatchObject({
        name: 'LabError',
        message: expect.stringContaining(message) as string,
      });
    await refused('s9 --out x', 'no dataset "s9"');
    await refused('--out x', 'which dataset');
    await refused('s3-3d', '--out is missing');
    await refused('s3-3d --out x --shard 4/4', '--shard cannot be "4/4"');
    await refused('s3-3d --out x --count 0', '--count cannot be 0');
    await refused('s3-3d --out x.zip --resume', 'one go');
    await refused('s3-3d --out src', 'holds no dataset');
    await refused('s3-3d --out package.json', 'package.json');
  });
});

describe('train', () => {
  it('refuses what it does not know, with a code', async () => {
    await expect(train([])).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(train(['s3-3d/crystal-ball'])).rejects.toMatchObject({ code: 'unknown-id' });
    await expect(train(['s3-3d/pe-msrn', '--shard', '2/2'])).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
