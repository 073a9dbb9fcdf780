import { describe, expect, it } from 'vitest';
import {
  CLEAN_PATHS,
  LINK_FEATURE_WIDTH,
  LISTED_PATHS,
  PATH_WIDTH,
  SUMMARY_WIDTH,
} from '../../features/taps/link-features.ts';
import { createRandom } from '../../numerics/random.ts';
import { findEstimator } from '../registry.ts';
import type { WeightSource } from '../weights/source.ts';
import { memoryWeights } from '../weights/source.ts';
import type { PathDatabase } from './database.ts';
import { decodePathDatabase, encodePathDatabase } from './database.ts';
import { createPlaceMemory, openPlaceMemory, PLACE_WIDTH, RECALLED, RECALLED_LINK_WIDTH } from './memory.ts';
import { indexPlaces } from './place-index.ts';
import type { SeenPaths } from './seen-paths.ts';
import { seenPaths } from './seen-paths.ts';
import { unlikeness } from './unlikeness.ts';

const TRAINED_ON = { dataset: 'test', hash: 'abc' };

/** Two sites, and where each of them and its mirror images seem to be. */
const SOURCES = [
  [
    [0, 0],
    [0, 130],
    [-40, 20],
  ],
  [
    [90, 10],
    [190, 20],
  ],
] as const;

type Place = readonly [x: number, y: number];

/** Features of links in which the paths come straight from those sources, the nearest the strongest. */
function rowsOf(places: readonly Place[]): Float32Array {
  const rows = new Float32Array(places.length * SOURCES.length * LINK_FEATURE_WIDTH).fill(NaN);
  places.forEach(([x, y], user) => {
    SOURCES.forEach((sources, site) => {
      const row = rows.subarray((user * SOURCES.length + site) * LINK_FEATURE_WIDTH);
      row[0] = -80;
      const paths = sources
        .map(([sx, sy]) => [Math.hypot(x - sx, y - sy), (y - sy) / Math.hypot(x - sx, y - sy)] as const)
        .sort(([a], [b]) => a - b);
      paths.forEach(([range, cosine], path) => {
        const at = SUMMARY_WIDTH + PATH_WIDTH * (LISTED_PATHS - CLEAN_PATHS + path);
        row.set([range, cosine, 0, -60 - 20 * Math.log10(range)], at);
      });
    });
  });
  return rows;
}

const seenFrom = (places: readonly Place[]): SeenPaths => seenPaths(rowsOf(places), SOURCES.length);

const random = createRandom(12);
const KNOWN = Array.from({ length: 3000 }, (): Place => [20 + 50 * random.uniform(), 30 + 60 * random.uniform()]);
const OTHERS = Array.from({ length: 100 }, (): Place => [25 + 40 * random.uniform(), 35 + 50 * random.uniform()]);
const database = (): PathDatabase => ({
  trainedOn: TRAINED_ON,
  positions: Float32Array.from(KNOWN.flat()),
  places: seenFrom(KNOWN),
});

describe('the paths that are seen', () => {
  it('are those of CLEAN, in metres, and none of a site that hears nothing', () => {
    const rows = rowsOf([[30, 40]]);
    rows.fill(NaN, LINK_FEATURE_WIDTH);
    const { count, offsets, values } = seenPaths(rows, 2);
    expect(count).toBe(1);
    expect([...offsets]).toEqual([0, 3, 3]);
    expect(values.subarray(0, 3)).toBeAllclose([50, 40, -60 - 20 * Math.log10(50)], { relative: 1e-6 });
  });
});

describe('how unlike two places look', () => {
  const users = seenFrom([
    [40, 50],
    [40.5, 50],
    [60, 80],
  ]);

  it('is nothing for a place and itself, whatever else is seen of it and in whichever order, and grows with distance', () => {
    const [same, near, far] = [0, 1, 2].map((place) => unlikeness(users, 0, users, place));
    expect(same).toBe(0);
    expect(near).toBeGreaterThan(0.05);
    expect(near).toBeLessThan(0.5);
    expect(far).toBeGreaterThan(near);
    const { offsets, values } = users;
    // The first link of the place in reverse, with a path more in its middle.
    const [first, second, third] = [0, 3, 6].map((at) => [...values.subarray(at, at + 3)]);
    const stirred: SeenPaths = {
      ...{ count: 1, sites: 2, offsets: Uint32Array.from([0, 4, 4 + offsets[2] - offsets[1]]) },
      values: Float32Array.from([...third, 70, 10, -99, ...second, ...first, ...values.subarray(9, 3 * offsets[2])]),
    };
    expect(unlikeness(users, 0, stirred, 0)).toBe(0);
  });

  it('counts a path that is missing, and a site that hears only one of the two, for no more than a bound', () => {
    const { offsets, values } = users;
    const without = (numbers: readonly [number, number], kept: Float32Array): SeenPaths => ({
      ...{ count: 1, sites: 2, values: kept },
      offsets: Uint32Array.from([0, numbers[0], numbers[0] + numbers[1]]),
    });
    const one = unlikeness(
      users,
      0,
      without([2, 2], Float32Array.from([...values.subarray(0, 6), ...values.subarray(9, 15)])),
      0,
    );
    expect(one).toBeGreaterThan(0.1);
    expect(one).toBeLessThanOrEqual(1 / 5);
    const deaf = unlikeness(users, 0, without([offsets[1], 0], values.slice(0, 9)), 0);
    // Three paths as they are, and a site that counts as two that are missing.
    expect(deaf).toBeCloseTo(2 / 5, 6);
    expect(unlikeness(users, 0, without([0, 0], new Float32Array(0)), 0)).toBe(1);
  });
});

describe('the index of places', () => {
  it('finds the places that are most alike, as looking at all of them does', () => {
    const places = seenFrom(KNOWN);
    const { candidates } = indexPlaces(places);
    const users = seenFrom(OTHERS);
    const all = KNOWN.map((_, place) => place);
    OTHERS.forEach((_, user) => {
      const best = (list: ArrayLike<number>): number =>
        Array.from(list, (place) => unlikeness(users, user, places, place)).reduce((a, b) => Math.min(a, b), Infinity);
      const found = candidates(users, user);
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThanOrEqual(300);
      expect(best(found)).toBe(best(all));
    });
  });

  it('knows of nobody whose paths no place shares', () => {
    const users = seenFrom([[-900, 1200]]);
    expect(indexPlaces(seenFrom(KNOWN)).candidates(users, 0)).toHaveLength(0);
  });
});

describe('the memory of places', () => {
  const { recall } = createPlaceMemory(database());
  const placesOf = (rows: Float32Array, link: number): Float32Array =>
    rows.subarray(link * RECALLED_LINK_WIDTH + LINK_FEATURE_WIDTH, (link + 1) * RECALLED_LINK_WIDTH);

  it('recalls where they agree, then the places most alike to each site by itself, nearest first', () => {
    const rows = rowsOf(OTHERS);
    const recalled = recall(rows, SOURCES.length);
    OTHERS.forEach(([x, y], user) => {
      SOURCES.forEach((_, site) => {
        const link = user * SOURCES.length + site;
        const features = rows.subarray(link * LINK_FEATURE_WIDTH, (link + 1) * LINK_FEATURE_WIDTH);
        const start = link * RECALLED_LINK_WIDTH;
        expect(recalled.subarray(start, start + LINK_FEATURE_WIDTH)).toEqual(features);
        const places = placesOf(recalled, link);
        expect(Math.hypot(places[0] - x, places[1] - y)).toBeLessThan(2);
        const unlike = Array.from({ length: RECALLED - 1 }, (__, i) => places[PLACE_WIDTH * (i + 1) + 2]);
        expect(unlike).toEqual([...unlike].sort((a, b) => a - b));
        expect(places[2]).toBe(unlike[0]);
      });
    });
  });

  it('leaves out whom it is told to, and recalls nothing of a site that hears nothing', () => {
    const rows = rowsOf([KNOWN[7]]);
    rows.fill(NaN, LINK_FEATURE_WIDTH);
    const [x, y] = placesOf(recall(rows, 2), 0).subarray(PLACE_WIDTH);
    expect([x, y]).toBeAllclose(KNOWN[7], { absolute: 1e-4 });
    const others = placesOf(
      recall(rows, 2, () => [0, 8]),
      0,
    );
    for (let place = 1; place < RECALLED; place++) {
      const at = others.subarray(PLACE_WIDTH * place, PLACE_WIDTH * place + 2);
      expect(KNOWN.findIndex(([kx, ky]) => Math.hypot(kx - at[0], ky - at[1]) < 1e-4)).toBeGreaterThan(7);
    }
    expect(placesOf(recall(rows, 2), 1).every(Number.isNaN)).toBe(true);
  });

  it('is of the sites that the places are known to', () => {
    expect(() => recall(rowsOf(OTHERS), 1)).toThrow('known to 2 sites');
  });

  it('is opened once for all that lie beside it, and asked for again where it was missing', async () => {
    const trainedOn = { dataset: 'test', datasetHash: TRAINED_ON.hash };
    const files = encodePathDatabase(database());
    let there: typeof files = [];
    const places: WeightSource = {
      ...memoryWeights([], 'models/path-wknn/test/'),
      read: (name) => memoryWeights(there, 'models/path-wknn/test/').read(name),
    };
    const beside = memoryWeights([], 'models/site-product/test/', (path) => {
      expect(path).toBe('../../path-wknn/test/');
      return places;
    });
    await expect(openPlaceMemory(beside, trainedOn)).rejects.toMatchObject({ code: 'missing-weights' });
    there = files;
    await expect(openPlaceMemory(beside, { ...trainedOn, datasetHash: 'def' })).rejects.toThrow('another test');
    const opened = openPlaceMemory(beside, trainedOn);
    expect(openPlaceMemory(beside, trainedOn)).toBe(opened);
    expect((await opened).recall(rowsOf([KNOWN[7]]), 2)).toHaveLength(2 * RECALLED_LINK_WIDTH);
  });
});

describe('a database of places in files', () => {
  const filesOf = (change: (name: string, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes) =>
    memoryWeights(
      encodePathDatabase(database()).map(({ name, bytes }) => ({ name, bytes: Uint8Array.from(change(name, bytes)) })),
      'memory/',
    );

  it('comes back as it was, to a centimetre of place, one of range, three sideways and a quarter of a decibel', async () => {
    const before = database();
    const after = await decodePathDatabase(filesOf());
    expect(after.trainedOn).toEqual(TRAINED_ON);
    expect(after.places.offsets).toEqual(before.places.offsets);
    expect(after.positions).toBeAllclose(before.positions, { absolute: 0.006 });
    [0.0101, 0.0251, 0.251].forEach((absolute, axis) => {
      const column = ({ places }: PathDatabase): Float32Array => places.values.filter((_, i) => i % 3 === axis);
      expect(column(after)).toBeAllclose(column(before), { absolute });
    });
    expect((await findEstimator('path-wknn').load(filesOf())).trainedOn).toEqual(TRAINED_ON);
  });

  it('is refused where it is cut, foreign, not JSON, or says another number of paths', async () => {
    const refused = (change: (name: string, bytes: Uint8Array) => Uint8Array, words: string): Promise<void> =>
      expect(decodePathDatabase(filesOf(change))).rejects.toThrow(words);
    const text = (change: (json: string) => string) => (name: string, bytes: Uint8Array) =>
      name.endsWith('json') ? new TextEncoder().encode(change(new TextDecoder().decode(bytes))) : bytes;
    await refused((name, bytes) => (name.endsWith('bin') ? bytes.slice(4) : bytes), 'but database.bin holds');
    await refused(
      text((json) => json.slice(5)),
      'is not JSON',
    );
    await refused(
      text(() => '{}'),
      'is not a database of places',
    );
    await refused((name, bytes) => (name.endsWith('bin') ? bytes.with(-1, 0) : bytes), 'counts');
  });

  it('is not written of a town too large for its numbers', () => {
    const { places, trainedOn } = database();
    const positions = Float32Array.from(KNOWN.flat(), (value, i) => (i === 0 ? 5000 : value));
    expect(() => encodePathDatabase({ trainedOn, positions, places })).toThrow('too far');
  });
});
