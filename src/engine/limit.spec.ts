import { describe, expect, it } from 'vitest';
import { SMALL_RADIO } from '../channel/testing/links.ts';
import { createPositionErrorBound } from '../evaluation/bounds/position-error-bound.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { boxScene, siteAt } from '../propagation/testing/scenes.ts';
import { prepareSite, traceLinks } from '../propagation/trace.ts';
import { createLimits } from './limit.ts';
import type { UserRecord } from './pipeline.ts';

const frequency = 3.5e9;
const radio = { ...SMALL_RADIO, carrierFrequency: frequency };
const panel = { rows: 4, columns: 4, spacing: 0.5, pattern: 'iso' } as const;
const sites = [
  { ...siteAt([1, 1, 4], 'iso', { azimuth: 0.7, elevation: -0.2 }), panel },
  { ...siteAt([29, 18, 5], 'iso', { azimuth: -2.5, elevation: -0.2 }), panel },
];
const prepared = prepareScene(boxScene({ minimum: [0, 0, 0], maximum: [30, 20, 6] }));
const position = [12.3, 8.1, 1.6] as const;
const tables = traceLinks(
  sites.map((site) => prepareSite(prepared, site, { frequency, maximumReflections: 1 })),
  [...position],
);
const record = {
  position,
  askedSnrDb: 10,
  links: tables.map((paths) => ({ paths, snrDb: 10 })),
} as unknown as UserRecord;
const request = { gains: 'unknown-per-path', dimensions: 3 } as const;
const limitsOf = (count: number): ReturnType<typeof createLimits> =>
  createLimits({ world: { sites: sites.slice(0, count), radio }, prepared } as never, request);

describe('createLimits', () => {
  it('bounds a user from all sites, and from each of several alone', () => {
    const boundOf = createPositionErrorBound({ sites, radio, ...request, edges: prepared.edges });
    const { together, alone } = limitsOf(2).look(7, record);
    expect(together).toEqual(boundOf(record.links));
    expect(alone).toEqual([boundOf(record.links, 0), boundOf(record.links, 1)]);
    const one = { ...record, links: record.links.slice(0, 1) };
    expect(limitsOf(1).look(7, one)).toEqual({ user: 7, together: boundOf(record.links, 0), alone: [] });
  });

  it('gives numbers for a table: the whole is made of its two parts, and nothing is made up', () => {
    const [whole, horizontal, vertical] = limitsOf(2).errors(record);
    expect(whole).toBeCloseTo(Math.hypot(horizontal, vertical), 12);
    const silent = {
      ...record,
      links: record.links.map(({ paths }) => ({ paths: { ...paths, count: 0 }, snrDb: -Infinity })),
    };
    expect(limitsOf(2).errors(silent as never)).toEqual([NaN, NaN, NaN]);
  });
});
