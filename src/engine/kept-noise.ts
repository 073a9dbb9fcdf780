/**
 * The noise of the user that was heard last, kept: it is one stream a user whatever its place and SNR, and while a user
 * is dragged drawing the same normal numbers again would be a quarter of the work.
 */
import type { RandomGenerator } from '../numerics/random.ts';

/**
 * Keeps what `fillNormal` drew for one user.
 *
 * @param streamOf a fresh generator of a user's noise
 * @returns gives the generator of a user, whose first array comes from what was kept
 */
export function createKeptNoise(streamOf: (user: number) => RandomGenerator): (user: number) => RandomGenerator {
  let keptUser: number | null = null;
  let normals = new Float64Array(0);
  return (user) => ({
    ...streamOf(user),
    fillNormal(target, standardDeviation) {
      if (keptUser !== user || normals.length !== target.length) {
        if (normals.length !== target.length) normals = new Float64Array(target.length);
        streamOf(user).fillNormal(normals, 1);
        keptUser = user;
      }
      for (let i = 0; i < target.length; i++) target[i] = normals[i] * standardDeviation;
    },
  });
}
