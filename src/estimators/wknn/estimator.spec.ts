import { describe, expect, it } from 'vitest';
import { rawFeatures } from '../../features/positional-encoding.ts';
import { createRandom } from '../../numerics/random.ts';
import type { Vector3 } from '../../scene/scene.ts';
import { CITY_SITES, reportsOf } from '../testing/reports.ts';
import type { WeightSource } from '../weights/source.ts';
import { memoryWeights } from '../weights/source.ts';
import { buildDatabase, decodeDatabase, encodeDatabase } from './database.ts';
import type { FingerprintDatabase } from './database.ts';
import { createWknn, loadWknn } from './estimator.ts';
import { fingerprintsOf } from './fingerprint.ts';

const TRAINED_ON = { dataset: 'test', hash: 'abc' };
const SITES = CITY_SITES.slice(0, 2);

/** A 4 m grid at one height. */
const GRID: Vector3[] = Array.from({ length: 400 }, (_, i) => [4 * (i % 20) - 40, 4 * Math.floor(i / 20) - 40, 1.5]);

function databaseOf(places: readonly Vector3[], draws = 1): FingerprintDatabase {
  const random = createRandom(8);
  const soundings = Array.from({ length: draws }, () => {
    const { links } = reportsOf(places, SITES, { random, range: draws > 1 ? 1 : 0 });
    return fingerprintsOf(links.map(({ measurements }) => rawFeatures(measurements)));
  });
  return buildDatabase(TRAINED_ON, places.flat(), soundings);
}

function sourceOf(
  database: FingerprintDatabase,
  change: (name: string, bytes: Uint8Array) => Uint8Array,
): WeightSource {
  const files = encodeDatabase(database).map(({ name, bytes }) => ({ name, bytes: change(name, bytes) }));
  return memoryWeights(files, 'memory/');
}

describe('weighted nearest neighbours', () => {
  it('knows the places it has seen, and finds those between them', async () => {
    const wknn = createWknn(databaseOf(GRID));
    const seen = GRID.slice(30, 40);
    expect(await wknn.estimate(reportsOf(seen, SITES))).toBeAllclose(seen.flat(), { absolute: 1e-3 });
    const random = createRandom(2);
    const between = Array.from({ length: 60 }, (): Vector3 => [
      -30 + 50 * random.uniform(),
      -30 + 50 * random.uniform(),
      1.5,
    ]);
    const estimates = await wknn.estimate(reportsOf(between, SITES));
    const errors = between.map(([x, y], i) => Math.hypot(estimates[3 * i] - x, estimates[3 * i + 1] - y));
    expect(Math.max(...errors)).toBeLessThan(2);
    expect(errors.reduce((a, b) => a + b, 0) / errors.length).toBeLessThan(0.7);
  });

  it('takes the median of several soundings of a place', () => {
    const quiet = databaseOf(GRID.slice(0, 50)).fingerprints;
    const noisy = databaseOf(GRID.slice(0, 50), 31).fingerprints;
    const scatter = Math.sqrt(noisy.reduce((sum, value, i) => sum + (value - quiet[i]) ** 2, 0) / (noisy.length / 3));
    // A median of 31 scatters by √(π/62) of one sounding's metre.
    expect(scatter).toBeLessThan(0.32);
    expect(scatter).toBeGreaterThan(0.12);
  });

  it('uses the sites that remain, tells who does not hear, and gives no fix without any', async () => {
    const wknn = createWknn(databaseOf(GRID));
    const input = reportsOf(GRID.slice(100, 103), SITES);
    const deafen = (site: number, user: number): void => {
      for (const column of Object.values(input.links[site].measurements)) {
        if (column instanceof Float64Array) column[user] = NaN;
      }
    };
    deafen(0, 1);
    deafen(0, 2);
    deafen(1, 2);
    const estimates = await wknn.estimate(input);
    expect(estimates.subarray(0, 3)).toBeAllclose(GRID[100], { absolute: 1e-3 });
    expect(estimates.subarray(3, 6)).toBeAllclose(GRID[101], { absolute: 2 });
    expect([...estimates.subarray(6)]).toEqual([NaN, NaN, NaN]);
    await expect(wknn.estimate({ ...input, links: input.links.slice(1) })).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('comes back from its files as it was', async () => {
    const database = databaseOf(GRID.slice(0, 30));
    const same = (_: string, bytes: Uint8Array): Uint8Array => bytes;
    expect(await decodeDatabase(sourceOf(database, same))).toEqual(database);
    expect((await loadWknn(sourceOf(database, same))).trainedOn).toEqual(TRAINED_ON);
  });

  it('refuses files that are cut, foreign, or not JSON', async () => {
    const database = databaseOf(GRID.slice(0, 30));
    const refused = (change: (name: string, bytes: Uint8Array) => Uint8Array, words: string): Promise<void> =>
      expect(loadWknn(sourceOf(database, change))).rejects.toThrow(words);
    await refused((name, bytes) => (name.endsWith('bin') ? bytes.slice(4) : bytes), 'but database.bin holds');
    await refused((name, bytes) => (name.endsWith('json') ? bytes.slice(5) : bytes), 'is not JSON');
    await refused(
      (name, bytes) => (name.endsWith('json') ? new TextEncoder().encode('{}') : bytes),
      'is not a database',
    );
  });
});
