import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { toDecibels } from '../numerics/decibels.ts';
import type { Vector3 } from '../scene/scene.ts';
import { findNearSurface } from './bvh.ts';
import { MINIMUM_DISTANCE, prepareScene } from './prepared-scene.ts';
import { listPaths, readPaths, SAME_PLACE } from './testing/path-list.ts';
import { PlainSearch } from './testing/plain-search.ts';
import { keepStrongest, weighPlainPaths } from './testing/plain-weights.ts';
import { siteAt, yardScene } from './testing/scenes.ts';
import { DEFAULT_TRACE, prepareSite, traceLinks } from './trace.ts';

describe('a trace with edges and reflections in a yard of four materials', () => {
  const prepared = prepareScene(yardScene());
  const { facets } = prepared;
  const polygons = Array.from({ length: facets.count }, (_, facet) =>
    Array.from({ length: facets.outlineOffsets[facet + 1] - facets.outlineOffsets[facet] }, (_, i): Vector3 => {
      const [x, y, z] = facets.outlines.subarray(3 * (facets.outlineOffsets[facet] + i));
      return [x, y, z];
    }),
  );
  const plain = new PlainSearch(polygons, prepared.edges);
  const SITES: readonly Vector3[] = [
    [-16.3, 11.7, 9.2],
    [19.1, 1.9, 4.4],
  ];

  it('keeps, of all that trying everything finds, what is weighed strongest: 300 users', () => {
    const request = { reflections: 2, transmissions: 0, diffraction: 'edge-and-reflection' } as const;
    // The cut that every trace makes, and a sharper one that leaves some path out nearly everywhere.
    const { dynamicRangeDb, maximumPaths } = DEFAULT_TRACE;
    const cuts = [
      { dynamicRangeDb, maximumPaths },
      { dynamicRangeDb: 40, maximumPaths: 8 },
    ].map((cut) => ({
      ...cut,
      sites: SITES.map((position) =>
        prepareSite(prepared, siteAt(position, 'tr38901', { azimuth: -0.6, elevation: -0.1 }), {
          frequency: 3.5e9,
          maximumReflections: request.reflections,
          diffraction: request.diffraction,
          ...cut,
        }),
      ),
    }));
    const random = createRandom(31);
    const user = (): Vector3 => {
      for (;;) {
        const [x, y, z] = [50 * random.uniform() - 25, 50 * random.uniform() - 25, 0.3 + 9 * random.uniform()];
        if (prepared.solidAt(x, y, z)) continue;
        if (findNearSurface(prepared.bvh, x, y, z, MINIMUM_DISTANCE) < 0) return [x, y, z];
      }
    };
    const seen = { kept: 0, weak: 0, many: 0, mixed: 0 };
    for (let i = 0; i < 300; i++) {
      const position = user();
      const found = SITES.map((site) => plain.find(site, position, request));
      for (const { sites, dynamicRangeDb: range, maximumPaths: most } of cuts) {
        const tables = traceLinks(sites, position);
        sites.forEach((link, s) => {
          const all = weighPlainPaths(link, position, found[s]);
          const kept = keepStrongest(all, range, most);
          const expected = listPaths(kept.map(({ vertices }) => [...vertices]));
          const actual = listPaths(readPaths(tables[s]));
          expect(actual.kinds).toEqual(expected.kinds);
          expect(actual.points).toBeAllclose(expected.points, { relative: 0, absolute: SAME_PLACE });
          if (kept.length === 0) return;
          // Path by path from the strongest on; the carrier turns by 1e-5 in a tenth of a micrometre.
          const amplitudes = kept.flatMap(({ re, im }) => [re, im]);
          const strongest = Math.hypot(kept[0].re, kept[0].im);
          expect(tables[s].amplitudes).toBeAllclose(amplitudes, { relative: 1e-4, absolute: 1e-6 * strongest });
          seen.kept += kept.length;
          seen.mixed += expected.kinds.filter((kinds) => kinds.includes(' ') && kinds.includes('diffraction')).length;
          if (all.length > most) seen.many++;
          const floor = toDecibels(strongest ** 2) - range;
          if (all.some(({ re, im }) => toDecibels(re ** 2 + im ** 2) < floor)) seen.weak++;
        });
      }
    }
    // Both cuts were at work, and edges with reflections among what they left.
    expect(seen.kept).toBeGreaterThan(3000);
    expect(seen.mixed).toBeGreaterThan(1000);
    expect(seen.weak).toBeGreaterThan(50);
    expect(seen.many).toBeGreaterThan(200);
  });
});
