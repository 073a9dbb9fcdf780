/** Links of users with the places that they recall: what networks of several sites learn from. */
import type { LinkFeatures } from '../datasets/link-features.ts';
import type { DatasetUsers } from '../datasets/users.ts';
import type { PlaceMemory, PlaceRange } from '../estimators/known-places/memory.ts';

/** Users of one split, what the sites see of them, and what they recall of it. */
export interface RecalledLinks {
  readonly users: DatasetUsers;
  readonly sites: number;
  /** [users, sites, RECALLED_LINK_WIDTH]; see `PlaceMemory`. */
  readonly rows: Float32Array;
}

/**
 * What unknown users recall.
 *
 * @throws LabError as `PlaceMemory.recall`
 */
export function recallPlaces({ recall }: PlaceMemory, { users, sites, rows }: LinkFeatures): RecalledLinks {
  return { users, sites, rows: recall(rows, sites) };
}

/**
 * What the users recall who are the known places themselves, in their order: nobody is told of its own route, as nobody will be
 * whose route is unknown.
 *
 * @throws LabError as `PlaceMemory.recall`
 */
export function recallOthers({ recall }: PlaceMemory, { users, sites, rows }: LinkFeatures): RecalledLinks {
  const routes = routesOf(users);
  return { users, sites, rows: recall(rows, sites, (user) => routes[user]) };
}

/** Of each user the first of its route, and the first after it. */
function routesOf({ count, trajectories }: DatasetUsers): PlaceRange[] {
  const routes: PlaceRange[] = [];
  for (let from = 0; from < count;) {
    let to = from + 1;
    while (to < count && trajectories[to] === trajectories[from]) to++;
    const route = [from, to] as const;
    for (; from < to; from++) routes.push(route);
  }
  return routes;
}
