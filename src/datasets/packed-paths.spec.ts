import { expect, it } from 'vitest';
import { noPaths } from '../propagation/path-table.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { boxScene, siteAt } from '../propagation/testing/scenes.ts';
import { prepareSite, tracePaths } from '../propagation/trace.ts';
import { packPaths, unpackPaths } from './packed-paths.ts';

it('gives every link back as it was, also those without a path', () => {
  const hall = prepareScene(boxScene({ minimum: [0, 0, 0], maximum: [9, 8, 7] }));
  const site = prepareSite(hall, siteAt([1, 2, 3]), { frequency: 3.5e9, maximumReflections: 2 });
  const links = [tracePaths(site, [4, 5, 1]), noPaths(), tracePaths(site, [7, 2, 2]), noPaths()];
  const packed = packPaths(links);
  for (const [link, { count, delays, amplitudes, departureAzimuths, departureElevations }] of links.entries()) {
    expect(unpackPaths(packed, link)).toEqual({
      ...{ count, delays, amplitudes, departureAzimuths, departureElevations },
    });
  }
  expect(links[0].count).toBeGreaterThan(5);
});
