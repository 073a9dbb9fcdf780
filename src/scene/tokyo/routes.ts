/** Who moves through the town: vehicles on the lanes of avenues and streets, pedestrians on pavements and in alleys. */
import { LabError } from '../../errors/lab-error.ts';
import type { RandomGenerator } from '../../numerics/random.ts';
import { createRandom } from '../../numerics/random.ts';
import type { RouteKind, TrajectoryTable } from '../routes.ts';
import { ROUTE_KINDS } from '../routes.ts';
import type { Motion } from './motion.ts';
import { moveAlong } from './motion.ts';
import { planTokyo } from './plan.ts';
import type { StreetNetwork } from './streets.ts';
import type { Traveller } from './ways.ts';
import { drawWay } from './ways.ts';

/** Height of every user, metres. */
const HEIGHT = 1.5;
/** Vehicles cruise, and pedestrians walk, at a speed drawn from these, metres per second. */
const VEHICLE_SPEED = [15, 25] as const;
const WALKING_SPEED = [1, 2] as const;
/** Time between the positions of a trajectory, seconds: 400 m of a vehicle's way in 200 positions, 300 m of a walk. */
const INTERVAL: Readonly<Record<RouteKind, number>> = { vehicle: 0.1, pedestrian: 1 };
/** Limits of a brisk driver, and of somebody on foot, metres per second squared. */
const VEHICLE_LIMITS = { acceleration: 2.5, lateralAcceleration: 3 } as const;
const WALKING_LIMITS = { acceleration: 1, lateralAcceleration: 2 } as const;
/** A vehicle that never stops for a corner speeds up and slows down this gently, over this length, metres. */
const SWELL_LENGTH = [150, 300] as const;
/** Share of pedestrians among the routes through the streets. */
const PEDESTRIAN_SHARE = 0.5;
/** Draws of a way before the town counts as too small for it. */
const ATTEMPTS = 500;

const VEHICLE: Traveller = {
  strips: ({ lanes }) => lanes.map(({ offset, direction }) => ({ offset, directions: [direction] })),
  turning: 0.3,
  cornerRadius: 7,
};
/** Corners are too sharp for somebody who stays above 15 m/s, so such a way is straight. */
const FAST_VEHICLE: Traveller = { ...VEHICLE, turning: 0 };
const PEDESTRIAN: Traveller = {
  strips: ({ pavements }) => pavements.map(({ offset }) => ({ offset, directions: [1, -1] })),
  turning: 0.35,
  cornerRadius: 0.8,
};

/** How many routes, and how long. */
export interface RouteRequest {
  readonly trajectories: number;
  /** Positions of each. */
  readonly positions: number;
  readonly seed: number;
}

/**
 * Routes through the built-in town.
 *
 * @param kind `streets`: vehicles that turn and pedestrians; `fast`: vehicles that keep to 15–25 m/s throughout
 * @param request how many; the first ones are the same whatever their number
 * @throws LabError `bad-argument` where the town has no way of that length
 */
export function buildTokyoRoutes(
  kind: 'streets' | 'fast',
  { trajectories, positions, seed }: RouteRequest,
): TrajectoryTable {
  const { network } = planTokyo();
  const samples = trajectories * positions;
  const table = {
    count: trajectories,
    offsets: Uint32Array.from({ length: trajectories + 1 }, (_, i) => i * positions),
    positions: new Float64Array(3 * samples),
    velocities: new Float64Array(3 * samples),
    times: new Float64Array(samples),
    kinds: new Uint8Array(trajectories),
  };
  for (let trajectory = 0; trajectory < trajectories; trajectory++) {
    const random = createRandom(seed, trajectory);
    const who = kind === 'streets' && random.uniform() < PEDESTRIAN_SHARE ? 'pedestrian' : 'vehicle';
    table.kinds[trajectory] = ROUTE_KINDS.indexOf(who);
    const moved = drawMotion(network, kind === 'fast' ? 'fast' : who, positions, random);
    for (let i = 0; i < positions; i++) {
      const sample = trajectory * positions + i;
      table.positions.set([moved[4 * i], moved[4 * i + 1], HEIGHT], 3 * sample);
      table.velocities.set([moved[4 * i + 2], moved[4 * i + 3], 0], 3 * sample);
      table.times[sample] = i * INTERVAL[who];
    }
  }
  return table;
}

/** One way with the motion along it; what leads out of the town too soon is drawn again. */
function drawMotion(
  network: StreetNetwork,
  who: RouteKind | 'fast',
  count: number,
  random: RandomGenerator,
): Float64Array {
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const interval = INTERVAL[who === 'fast' ? 'vehicle' : who];
    const { traveller, motion, fastest } = describeTraveller(who, between);
    const way = drawWay(network, traveller, fastest * interval * count, random);
    const moved = way && moveAlong(way, motion, interval, count);
    if (moved) return moved;
  }
  throw new LabError(
    'bad-argument',
    `The town has no way for a ${who} of ${count} positions, ${INTERVAL[who === 'fast' ? 'vehicle' : who]} s apart.`,
    'Ask for fewer positions a trajectory.',
  );
}

function describeTraveller(
  who: RouteKind | 'fast',
  between: (range: readonly [number, number]) => number,
): { readonly traveller: Traveller; readonly motion: Motion; readonly fastest: number } {
  switch (who) {
    case 'vehicle': {
      const speed = between(VEHICLE_SPEED);
      return { traveller: VEHICLE, motion: { cruise: () => speed, ...VEHICLE_LIMITS }, fastest: speed };
    }
    case 'pedestrian': {
      const speed = between(WALKING_SPEED);
      return { traveller: PEDESTRIAN, motion: { cruise: () => speed, ...WALKING_LIMITS }, fastest: speed };
    }
    case 'fast': {
      // A swell between two speeds of the range.
      const speeds = [between(VEHICLE_SPEED), between(VEHICLE_SPEED)];
      const length = between(SWELL_LENGTH);
      const phase = between([0, 2 * Math.PI]);
      const middle = (speeds[0] + speeds[1]) / 2;
      const swing = (speeds[0] - speeds[1]) / 2;
      const cruise = (distance: number): number => middle + swing * Math.sin((2 * Math.PI * distance) / length + phase);
      return { traveller: FAST_VEHICLE, motion: { cruise, ...VEHICLE_LIMITS }, fastest: Math.max(...speeds) };
    }
    default:
      return who satisfies never;
  }
}
