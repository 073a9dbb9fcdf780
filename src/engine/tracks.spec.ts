import { describe, expect, it } from 'vitest';
import { openDataset } from '../datasets/definition.ts';
import { findDataset } from '../datasets/registry.ts';
import { openUsers } from './routes.ts';
import { trackStart, tracksOf } from './tracks.ts';

describe('tracks of the users that a page shows', () => {
  it('are runs of neighbours on one route', () => {
    const { users, routes } = openUsers(openDataset(findDataset('tokyo-streets')));
    if (!routes) throw new Error('no routes');
    const starts = Array.from({ length: users.count }, (_, user) => trackStart(routes, user));
    const runs = new Set(starts);
    expect(runs.size).toBeLessThanOrEqual(users.count / 20);
    starts.forEach((start, user) => {
      const { trajectories, times } = tracksOf(routes, start, user - start + 1);
      expect(new Set(trajectories).size).toBe(1);
      // Nobody is faster than 30 m/s: neighbours in time are neighbours in space.
      for (let i = 1; i < times.length; i++) {
        const [a, b] = [3 * (start + i - 1), 3 * (start + i)];
        const step = Math.hypot(
          users.positions[b] - users.positions[a],
          users.positions[b + 1] - users.positions[a + 1],
        );
        expect(step).toBeLessThan(30 * (times[i] - times[i - 1]) + 1e-6);
      }
    });
  });

  it('end where the time jumps, the route changes, or a user stands alone', () => {
    const routes = {
      routeOfUser: Int32Array.of(0, 0, 0, 0, 1, 1, -1, -1),
      timeOfUser: Float64Array.of(0, 0.5, 9, 9.5, 10, 10.5, 0, 0.5),
    };
    expect(Array.from({ length: 8 }, (_, user) => trackStart(routes, user))).toEqual([0, 0, 2, 2, 4, 4, 6, 7]);
  });
});
