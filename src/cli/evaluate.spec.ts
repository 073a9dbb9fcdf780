import { describe, expect, it } from 'vitest';
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

  it('refuses what it does not know, with a code', async () => {
    const refused = (words: string, code: string): Promise<void> =>
      expect(evaluate(words.split(' '))).rejects.toMatchObject({ name: 'LabError', code });
    await refused('--model crystal-ball --dataset s3-3d', 'unknown-id');
    await refused('--model toa-aoa --dataset s9', 'unknown-id');
    await refused('--model toa-aoa', 'bad-argument');
    await refused('--model toa-aoa --dataset s3-3d --count 0', 'bad-argument');
    await refused('--model toa-aoa --dataset s3-3d --prior', 'unsupported');
    await refused('--model pe-msrn --dataset s3-3d --backend cpu --weights nowhere', 'missing-weights');
  });
});

describe('train', () => {
  it('refuses what it does not know, with a code', async () => {
    await expect(train([])).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(train(['s3-3d/crystal-ball'])).rejects.toMatchObject({ code: 'unknown-id' });
    await expect(train(['s3-3d/pe-msrn', '--shard', '2/2'])).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
