import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDataset } from './definition.ts';
import { loadGridSet } from './grid-cache.ts';
import { S3_2D } from './s3-2d.ts';

const home = mkdtempSync(join(tmpdir(), 'wavefix-grid-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('soundings of the grid', () => {
  it('are measured once for a seed and an SNR, read back to the same bits, and measured anew where a file is not whole', () => {
    const dataset = openDataset(S3_2D);
    const request = { split: 'training', protocol: 'grid', snrDb: -4, seed: 3, count: 3 } as const;
    const measured: number[] = [];
    const load = (snrDb: number): ReturnType<typeof loadGridSet> =>
      loadGridSet(dataset, { ...request, snrDb }, home, (done) => void measured.push(done));
    const first = load(-4);
    expect(first.links[0].measurements.delay.every((delay) => delay > 0)).toBe(true);
    expect(load(-4)).toEqual(first);
    expect(measured).toEqual([1, 2, 3]);
    const louder = load(6);
    expect(louder.users).toEqual(first.users);
    expect(louder.links[0].measurements.delay).not.toEqual(first.links[0].measurements.delay);
    const [folder] = readdirSync(home);
    for (const file of readdirSync(join(home, folder))) truncateSync(join(home, folder, file), 8);
    expect(load(-4)).toEqual(first);
    expect(measured).toHaveLength(9);
  });
});
