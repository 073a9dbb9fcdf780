import { expect, it } from 'vitest';
import { buildS3 } from '../scene/s3.ts';
import { prepareScene } from './prepared-scene.ts';
import { siteAt } from './testing/scenes.ts';
import { prepareSite, traceLinks } from './trace.ts';
import { traceUser } from './trace-user.ts';

const prepared = prepareScene(buildS3());
const sites = [siteAt([30, 20, 5]), siteAt([5, 6, 4])].map((site) =>
  prepareSite(prepared, site, { frequency: 30e9, maximumReflections: 1 }),
);

it('traces a user in the open to every site', () => {
  expect(traceUser(sites, [25, 4, 0.6])).toEqual({ enclosedBy: null, tables: traceLinks(sites, [25, 4, 0.6]) });
  expect(traceUser([], [25, 4, 0.6])).toEqual({ enclosedBy: null, tables: [] });
});

it('lets nobody be heard inside of a solid, deep in it or at its faces, and names it', () => {
  for (const y of [4, 4.496]) {
    const { enclosedBy, tables } = traceUser(sites, [30, y, 0.6]);
    expect(enclosedBy).toBe('Rack A2');
    expect(tables.map(({ count }) => count)).toEqual([0, 0]);
  }
});

it('refuses a user at a surface outside', () => {
  expect(() => traceUser(sites, [25, 4, 0.005])).toThrow(expect.objectContaining({ code: 'too-close' }) as Error);
});
