import { describe, expect, it } from 'vitest';
import { RADIO_3_5GHZ } from '../../channel/radio.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { handPaths, handSite } from '../../channel/testing/links.ts';
import { createMeasurementTable } from '../../measurement/report.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { EstimatorInput } from '../estimator.ts';
import { seenPaths } from '../known-places/seen-paths.ts';
import { createPathWknn } from './estimator.ts';

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
      trainedOn: { dataset: 'test', hash: 'abc' },
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
    const broken = inputOf([5]);
    const values = new Float32Array(8).fill(Infinity);
    const unread = { ...broken, channels: { radio: RADIO_3_5GHZ, estimate: () => ({ values, noisePower: 1 }) } };
    expect((await wknn.estimate(unread))[0]).toBeNaN();
    expect(wknn.explain?.(unread, 0)).toEqual({ kind: 'not-finite', sites: [1] });
    const two = { ...input, links: [...input.links, ...input.links] };
    await expect(wknn.estimate(two)).rejects.toMatchObject({ code: 'unsupported' });
  });
});
