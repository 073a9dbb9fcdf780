/** Where moving users go: trajectories one after the other, as one structure of arrays. */

/** Who moves; the number is what `TrajectoryTable.kinds` stores. */
export const ROUTE_KINDS = ['vehicle', 'pedestrian'] as const;

/** Kind of a trajectory. */
export type RouteKind = (typeof ROUTE_KINDS)[number];

/** See the file's head. */
export interface TrajectoryTable {
  /** Number of trajectories. */
  readonly count: number;
  /** First position of each trajectory [count + 1]. */
  readonly offsets: Uint32Array;
  /** Positions of all trajectories [Σ, 3], metres. */
  readonly positions: Float64Array;
  /** Velocities [Σ, 3], metres per second. */
  readonly velocities: Float64Array;
  /** Time since the start of the trajectory [Σ], seconds. */
  readonly times: Float64Array;
  /** Index into `ROUTE_KINDS` of each trajectory [count]. */
  readonly kinds: Uint8Array;
}
