/** What a worker does that helps to trace a crowd: the paths of users, each by itself, as every thread traces them. */
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite } from '../propagation/trace.ts';
import { traceUser, type UserPaths } from '../propagation/trace-user.ts';
import type { World } from './world.ts';

/** What a worker is prepared with. */
export type CrowdSetup = Pick<World, 'scene' | 'sites' | 'paths'>;

/**
 * Prepares a world once.
 *
 * @returns a function from positions [count, 3], metres, to the paths of each
 */
export function createCrowdTracer({
  scene,
  sites,
  paths,
}: CrowdSetup): (positions: Float64Array) => readonly UserPaths[] {
  const prepared = prepareScene(scene);
  const ends = sites.map((site) => prepareSite(prepared, site, paths));
  return (positions) =>
    Array.from({ length: positions.length / 3 }, (_, user) => {
      const [x, y, z] = positions.subarray(3 * user, 3 * user + 3);
      return traceUser(ends, [x, y, z]);
    });
}
