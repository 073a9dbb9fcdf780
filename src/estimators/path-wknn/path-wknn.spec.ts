import { describe, expect, it } from 'vitest';
import { RADIO_3_5GHZ } from '../../channel/radio.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { handPaths, handSite } from '../../channel/testing/links.ts';
import {
  CLEAN_PATHS,
  LINK_FEATURE_WIDTH,
  LISTED_PATHS,
  PATH_WIDTH,
  SUMMARY_WIDTH,
} from '../../features/taps/link-features.ts';
import { createMeasurementTable } from '../../measurement/report.ts';
import { createRandom } from '../../numerics/random.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { EstimatorInput } from '../estimator.ts';
import { memoryWeights } from '../weights/source.ts';
import { findEstimator } from '../registry.ts';
import type { PathDatabase } from './database.ts';
import { decodePathDatabase, encodePathDatabase } from './database.ts';
import { createPathWknn } from './estimator.ts';
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

describe('nearest neighbours on paths', () => {
  /** One site with two paths to places on a line before it. */
  const site = handSite();
  const delayOf = (place: number): number => (100 + place) / SPEED_OF_LIGHT;
  const inputOf = (places: readonly number[], silent: readonly number[] = []): EstimatorInput => ({
    count: places.length,
    links: [{ site, measurements: createMeasurementTable(places.length) }],
    heights: Float64Array.from(places, () => 1.5),
    channels: {
      radio: RADIO_3_5GHZ,
      estimate: (user) => {
        if (silent.includes(user)) return null;
        const azimuth = site.orientation.azimuth;
        const paths = handPaths(
          { delay: delayOf(places[user]), azimuth, elevation: 0, magnitude: 1e-4 },
          { delay: delayOf(60 + 2 * places[user]), azimuth: azimuth + 0.4, elevation: 0, magnitude: 4e-5 },
        );
        return { values: synthesizeChannel(paths, site, RADIO_3_5GHZ), noisePower: 1e-20 };
      },
    },
  });

  it('find a user from its channel, know whom they cannot find, and refuse other sites', async () => {
    const known = Array.from({ length: 60 }, (_, i) => i / 2);
    const { readLinks } = await import('../per-site/read-links.ts');
    const input = inputOf(known);
    if (!input.channels) throw new Error('channels are given');
    const wknn = createPathWknn({
      trainedOn: TRAINED_ON,
      positions: Float32Array.from(known.flatMap((place) => [place, 2 * place])),
      places: seenPaths(readLinks(input, input.channels), 1),
    });
    const users = [5, 10.25, 20.4, 7];
    const fixes = await wknn.estimate(inputOf(users, [3]));
    const expected = users.map((place, i) => (i === 3 ? NaN : place));
    expect(expected.map((_, i) => fixes[3 * i])).toBeAllclose(expected, { absolute: 0.15 });
    expect(expected.map((_, i) => fixes[3 * i + 1])).toBeAllclose(
      expected.map((x) => 2 * x),
      { absolute: 0.3 },
    );
    expect(fixes[2]).toBe(1.5);
    expect(wknn.explain?.(inputOf(users, [3]), 3)).toEqual({ kind: 'unheard' });
    const two = { ...input, links: [...input.links, ...input.links] };
    await expect(wknn.estimate(two)).rejects.toMatchObject({ code: 'unsupported' });
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
