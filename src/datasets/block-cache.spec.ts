import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BlockCache } from './block-cache.ts';
import { fillBlocks, keepFile, keptBytes } from './block-cache.ts';
import { openDataset } from './definition.ts';
import { joinLinkFeatures, openLinkCache } from './link-features.ts';
import { S3_2D } from './s3-2d.ts';
import { openWalks } from './testing/routes.ts';
import { openTrainingCache } from './training-cache.ts';

const home = mkdtempSync(join(tmpdir(), 'wavefix-blocks-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('a kept file', () => {
  it('is what was kept, and nothing lies beside it', () => {
    const file = join(home, 'deep', 'values.bin');
    expect(keptBytes(file)).toBeNull();
    keepFile(file, Float64Array.of(1, 2, 3).subarray(1));
    expect(new Float64Array(keptBytes(file) ?? new ArrayBuffer())).toEqual(Float64Array.of(2, 3));
    expect(readdirSync(join(home, 'deep'))).toEqual(['values.bin']);
  });
});

describe('fillBlocks', () => {
  it('computes what is missing, and says how far the whole is', () => {
    const sizes = [2, 3, 1];
    const kept = new Set([1]);
    const told: number[][] = [];
    const cache: BlockCache = {
      count: 3,
      sizeOf: (block) => sizes[block],
      has: (block) => kept.has(block),
      fill(block, onPart) {
        onPart?.(1);
        kept.add(block);
      },
    };
    fillBlocks(cache, (...progress) => told.push(progress));
    expect([...kept].sort()).toEqual([0, 1, 2]);
    expect(told).toEqual([
      [1, 6],
      [2, 6],
      [5, 6],
      [6, 6],
      [6, 6],
    ]);
  });
});

describe('kept features of links', () => {
  it('are the same whether they are computed or read, and a file that was cut off is computed again', () => {
    const walks = openWalks();
    const cache = openLinkCache(walks, home, 'training');
    fillBlocks(cache);
    const computed = cache.read();
    expect(computed.rows.some((value) => value !== 0)).toBe(true);
    expect([cache.count, cache.sizeOf(0), cache.has(0)]).toEqual([1, 24, true]);
    expect(cache.read()).toEqual(computed);
    const folder = readdirSync(home).find((name) => name.includes('links')) ?? '';
    for (const file of readdirSync(join(home, folder))) truncateSync(join(home, folder, file), 40);
    expect(cache.has(0)).toBe(false);
    expect(() => cache.read()).toThrow('not whole');
    fillBlocks(cache);
    expect(cache.read()).toEqual(computed);
    const joined = joinLinkFeatures(computed, computed);
    expect(joined.users.count).toBe(2 * computed.users.count);
    expect(joined.rows.subarray(computed.rows.length)).toEqual(computed.rows);
  });
});

describe('a kept training set', () => {
  it('takes what is in its files, block by block', () => {
    const cache = openTrainingCache(openDataset(S3_2D), home, 1);
    const last = cache.count - 1;
    expect(cache.has(last)).toBe(false);
    cache.fill(last);
    expect(cache.has(last)).toBe(true);
    expect(cache.has(0)).toBe(false);
    const folder = readdirSync(home).find((name) => name.startsWith('s3-2d') && !name.includes('links')) ?? '';
    const [file] = readdirSync(join(home, folder));
    writeFileSync(join(home, folder, file), new Uint8Array(12));
    expect(cache.has(last)).toBe(false);
    expect(() => cache.read()).toThrow('not whole');
  });
});
