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

/**
 * Keeps every `stride`-th position of each trajectory, from its first on.
 *
 * @param stride a whole number
 */
export function thinRoutes(table: TrajectoryTable, stride: number): TrajectoryTable {
  const kept: number[] = [];
  const offsets = new Uint32Array(table.count + 1);
  for (let trajectory = 0; trajectory < table.count; trajectory++) {
    for (let i = table.offsets[trajectory]; i < table.offsets[trajectory + 1]; i += stride) kept.push(i);
    offsets[trajectory + 1] = kept.length;
  }
  const triples = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: 3 * kept.length }, (_, i) => values[3 * kept[Math.floor(i / 3)] + (i % 3)]);
  return {
    count: table.count,
    offsets,
    positions: triples(table.positions),
    velocities: triples(table.velocities),
    times: Float64Array.from(kept, (i) => table.times[i]),
    kinds: table.kinds,
  };
}
