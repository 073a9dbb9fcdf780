import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openCache } from '../datasets/cache-setup.ts';
import { fillCache } from './fill-cache.ts';

const home = mkdtempSync(join(tmpdir(), 'wavefix-fill-'));
afterAll(() => rmSync(home, { recursive: true }));

it('has workers fill the blocks of its shard, as they are filled alone', async () => {
  const setup = { kind: 'training-reports', dataset: 's3-2d', draws: 1 } as const;
  const folder = join(home, 'workers');
  const { count } = openCache({ ...setup, folder });
  await fillCache({ ...setup, folder }, 'soundings', { index: count - 1, count });
  const alone = openCache({ ...setup, folder: join(home, 'alone') });
  alone.fill(count - 1);
  const [name] = readdirSync(folder);
  const [file] = readdirSync(join(folder, name));
  expect(readdirSync(join(folder, name))).toEqual([file]);
  expect(readFileSync(join(folder, name, file))).toEqual(readFileSync(join(home, 'alone', name, file)));
});

it('says which kind of dataset a computation needs', () => {
  expect(() => openCache({ kind: 'link-features', dataset: 's3-2d', folder: home, split: 'training' })).toThrow(
    expect.objectContaining({ name: 'LabError', code: 'unsupported' }) as Error,
  );
});
