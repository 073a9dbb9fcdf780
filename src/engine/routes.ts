/** The ways along which the users of a dataset of trajectories came, for the page to lead them on. */
import type { DatasetDefinition, OpenDataset } from '../datasets/definition.ts';
import { evaluationOf } from '../datasets/evaluated.ts';
import { evaluationUsers, type Protocol } from '../datasets/evaluation-set.ts';
import { allUsers, datasetUsers, membersOf, pickUsers } from '../datasets/users.ts';
import { spreadEvenly } from '../numerics/spread.ts';
import type { UserTable } from '../scene/users.ts';
import type { RouteTable } from './base.ts';

/** Users that the page shows of a dataset of trajectories: few enough to be found while one watches. */
const SHOWN_USERS = 300;

/**
 * The users of a dataset as the page shows them, those of its test, with their routes where they have any.
 *
 * @param count how many. Of those who stand any number can be drawn, and the first are the same whatever it is: by default as
 *   many as the dataset has. Of those who move there are no more than the dataset has: by default 300
 * @param protocol an evaluation whose users are wanted; by default any
 */
export function openUsers(
  dataset: OpenDataset<DatasetDefinition>,
  count?: number,
  protocol: Protocol | null = null,
): {
  readonly users: UserTable;
  readonly routes: RouteTable | null;
} {
  if (protocol !== null) return { users: evaluationUsers(dataset, { ...evaluationOf(protocol), count }), routes: null };
  if (dataset.definition.kind === 'positions') return { users: datasetUsers(dataset, 'test', count), routes: null };
  const all = allUsers(dataset);
  const members = membersOf(all.splits, 'test');
  // Moments of all trajectories rather than the whole of a few.
  const shown = spreadEvenly(members.length, count ?? SHOWN_USERS);
  const users = pickUsers(
    all,
    Uint32Array.from(shown, (i) => members[i]),
  );
  return { users, routes: tabulateRoutes(pickUsers(all, members), users.trajectories, users.times) };
}

/**
 * Trajectories one after the other, and where each user is on its own.
 *
 * @param samples all positions, those of one trajectory together and in the order of time
 * @param trajectories number of each user's trajectory [users]
 * @param times when each user is where it is [users], seconds
 */
function tabulateRoutes(
  samples: ReturnType<typeof pickUsers>,
  trajectories: Int32Array,
  times: Float64Array,
): RouteTable {
  const offsets: number[] = [];
  const routeOf = new Map<number, number>();
  samples.trajectories.forEach((trajectory, sample) => {
    if (routeOf.has(trajectory)) return;
    routeOf.set(trajectory, offsets.length);
    offsets.push(sample);
  });
  offsets.push(samples.count);
  return {
    count: offsets.length - 1,
    offsets: Uint32Array.from(offsets),
    positions: samples.positions,
    times: samples.times,
    routeOfUser: Int32Array.from(trajectories, (trajectory) => routeOf.get(trajectory) ?? -1),
    timeOfUser: times,
  };
}
