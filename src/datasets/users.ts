/** The users of a dataset: where each is, how it moves, and which split it belongs to. */
import { createRandom } from '../numerics/random.ts';
import { gridUsers, randomUsers } from '../scene/user-sets.ts';
import type { UserTable } from '../scene/users.ts';
import { dealTrajectories } from './deal-trajectories.ts';
import type {
  DatasetDefinition,
  OpenDataset,
  PositionsDefinition,
  Split,
  TrajectoriesDefinition,
} from './definition.ts';
import { SPLITS } from './definition.ts';

/** Users with their motion. */
export interface DatasetUsers extends UserTable {
  /** Velocities [count, 3], metres per second; zero for those who stand still. */
  readonly velocities: Float64Array;
  /** Time since the start of the user's trajectory [count], seconds; zero for those who stand still. */
  readonly times: Float64Array;
  /** Number of the trajectory [count]; −1 for those who stand still. */
  readonly trajectories: Int32Array;
  /** Index into `SPLITS` [count]. */
  readonly splits: Uint8Array;
}

/** Every user of a dataset: split by split for positions, trajectory by trajectory for trajectories. */
export function allUsers(dataset: OpenDataset<DatasetDefinition>): DatasetUsers {
  const { definition, scene } = dataset;
  if (definition.kind === 'trajectories') return movingUsers(definition);
  return joinUsers(SPLITS.map((split) => standingUsers({ definition, scene }, split)));
}

/**
 * The users of one split.
 *
 * @param count how many of them; see `chooseUsers`. A grid has no count
 */
export function datasetUsers(dataset: OpenDataset<DatasetDefinition>, split: Split, count?: number): DatasetUsers {
  const { definition, scene } = dataset;
  if (definition.kind === 'positions') return standingUsers({ definition, scene }, split, count);
  const all = movingUsers(definition);
  return pickUsers(all, chooseUsers(definition.kind, membersOf(all.splits, split), count));
}

/** Numbers of the users that belong to a split. */
export function membersOf(splits: Uint8Array, split: Split | 'all'): Uint32Array {
  const users = Uint32Array.from(splits, (_, user) => user);
  return split === 'all' ? users : users.filter((user) => SPLITS[splits[user]] === split);
}

/** Neighbouring positions of a trajectory that are chosen together, so that a tracker has something to track. */
const RUN = 25;

/**
 * Some of a dataset's users. Random positions: the first, which are the same whatever the count. Trajectories: runs of 25
 * neighbours, evenly spread, so that few users still see the whole city.
 *
 * @param count how many; all of them by default, and where there are no more
 */
export function chooseUsers(kind: DatasetDefinition['kind'], users: Uint32Array, count = users.length): Uint32Array {
  if (count >= users.length) return users;
  if (kind === 'positions') return users.slice(0, count);
  const gap = (users.length - count) / Math.ceil(count / RUN);
  return Uint32Array.from({ length: count }, (_, i) => users[i + Math.floor(Math.floor(i / RUN) * gap)]);
}

/** Some users of a table, in the order asked for. */
export function pickUsers(table: DatasetUsers, users: Uint32Array): DatasetUsers {
  const triples = (values: Float64Array): Float64Array => {
    const picked = new Float64Array(3 * users.length);
    users.forEach((user, i) => picked.set(values.subarray(3 * user, 3 * user + 3), 3 * i));
    return picked;
  };
  return {
    count: users.length,
    positions: triples(table.positions),
    velocities: triples(table.velocities),
    times: Float64Array.from(users, (user) => table.times[user]),
    trajectories: Int32Array.from(users, (user) => table.trajectories[user]),
    splits: Uint8Array.from(users, (user) => table.splits[user]),
  };
}

/** Several tables as one, in their order. */
export function joinUsers(tables: readonly DatasetUsers[]): DatasetUsers {
  const count = tables.reduce((sum, table) => sum + table.count, 0);
  const joined: DatasetUsers = {
    count,
    positions: new Float64Array(3 * count),
    velocities: new Float64Array(3 * count),
    times: new Float64Array(count),
    trajectories: new Int32Array(count),
    splits: new Uint8Array(count),
  };
  let at = 0;
  for (const table of tables) {
    joined.positions.set(table.positions, 3 * at);
    joined.velocities.set(table.velocities, 3 * at);
    joined.times.set(table.times, at);
    joined.trajectories.set(table.trajectories, at);
    joined.splits.set(table.splits, at);
    at += table.count;
  }
  return joined;
}

/** Scattered users: the grid for training, seeded random positions for the other two splits. */
function standingUsers(
  { definition, scene }: Pick<OpenDataset<PositionsDefinition>, 'definition' | 'scene'>,
  split: Split,
  count?: number,
): DatasetUsers {
  const place = (): UserTable => {
    switch (split) {
      case 'training':
        return gridUsers(scene, definition.region, definition.grid);
      case 'validation':
      case 'test': {
        const set = definition[split];
        return randomUsers(scene, definition.region, count ?? set.count, createRandom(set.seed));
      }
      default:
        return split satisfies never;
    }
  };
  const table = place();
  return {
    ...table,
    velocities: new Float64Array(3 * table.count),
    times: new Float64Array(table.count),
    trajectories: new Int32Array(table.count).fill(-1),
    splits: new Uint8Array(table.count).fill(SPLITS.indexOf(split)),
  };
}

/** All positions of all trajectories. */
function movingUsers({ routes, split }: TrajectoriesDefinition): DatasetUsers {
  const table = routes.build(routes.seed);
  const splitOf = dealTrajectories(table.count, split);
  const count = table.positions.length / 3;
  const trajectories = new Int32Array(count);
  const splits = new Uint8Array(count);
  for (let trajectory = 0; trajectory < table.count; trajectory++) {
    trajectories.fill(trajectory, table.offsets[trajectory], table.offsets[trajectory + 1]);
    splits.fill(splitOf[trajectory], table.offsets[trajectory], table.offsets[trajectory + 1]);
  }
  return { count, positions: table.positions, velocities: table.velocities, times: table.times, trajectories, splits };
}
