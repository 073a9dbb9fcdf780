/**
 * The fix that delay and direction give in a known scene. A report whose ray ends behind a wall did not go there: the ray is
 * folded at the mirrors that it meets. As the direction is not exact, a bundle of rays is followed, and the fix is that end
 * from which all others, by their weights, are nearest: the median of where the user can be.
 */
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import type { Bounds, Vector3 } from '../scene/scene.ts';
import { openMirrors } from './mirrors.ts';

/** What is known before any report. */
export interface FixReference extends Bounds {
  /** Where the site is, metres. */
  readonly origin: Vector3;
  /** The built-in scene around it. */
  readonly scene: string;
}

/** One fix. */
export interface FoldedFix {
  readonly position: Vector3;
  /** Mean distance of the other ends from it, metres: how far it can be believed. */
  readonly spread: number;
  /** How often its ray was mirrored. */
  readonly bounces: number;
}

/** Standard deviation that is assumed of both angles, radians. */
const DEVIATION = 0.0015;
/** Where the directions of the bundle lie, in standard deviations. */
const OFFSETS = [-1.5, 0, 1.5];
/** Floor and ceiling bend the elevation by far more than noise does: weight and width (rad) of that tail. */
const BENT = { weight: 0.05, width: 0.08 } as const;
/** Weight of the directions that lead straight to where users can be, against those that were measured. */
const LED_WEIGHT = 0.5;
/** Every user is inside of the region: an end that lies so far outside of it counts 1/e, metres. */
const OUTSIDE_SCALE = 0.15;
/** A mirror more makes an end less likely: it takes power, and has to stand where it does. */
const MIRROR_WEIGHT = 0.4;

/**
 * The fix of one report.
 *
 * @param raw [5] raw features; with NaN among them the fix is NaN
 */
export function foldedFix(raw: ArrayLike<number>, reference: FixReference): FoldedFix {
  const { origin } = reference;
  const [azimuth, elevation] = [raw[1], raw[2]];
  const range = SPEED_OF_LIGHT * raw[3] * 1e-9;
  if (!Number.isFinite(azimuth + elevation + range)) return { position: [NaN, NaN, NaN], spread: NaN, bounces: NaN };
  const { follow } = openMirrors(reference.scene);
  const ends = OFFSETS.flatMap((offset) =>
    elevationsOf(elevation, range, reference).map(([candidate, weight]) => {
      const { end, bounces } = follow(origin, azimuth + offset * DEVIATION, candidate, range);
      const position = holdInside(end, reference);
      const outside = distance(position, end) / OUTSIDE_SCALE;
      const sideways = Math.exp(-0.5 * offset * offset);
      return { position, bounces, weight: weight * sideways * Math.exp(-outside) * MIRROR_WEIGHT ** bounces };
    }),
  );
  const total = ends.reduce((sum, { weight }) => sum + weight, 0);
  let best = { position: ends[0].position, bounces: ends[0].bounces, spread: Infinity };
  for (const { position, bounces } of ends) {
    const spread = ends.reduce((sum, end) => sum + end.weight * distance(position, end.position), 0) / total;
    // Where every end is far outside of the region all weights are nothing, and the first serves as well as another.
    if (spread < best.spread) best = { position, bounces, spread };
  }
  return best;
}

/** Elevations to follow, and their weights: around the measured one, and those that lead to the heights of users. */
function elevationsOf(
  measured: number,
  range: number,
  { origin, minimum, maximum }: FixReference,
): [elevation: number, weight: number][] {
  const weigh = (error: number): number =>
    Math.exp(-0.5 * (error / DEVIATION) ** 2) + BENT.weight * Math.exp(-Math.abs(error) / BENT.width);
  const height = origin[2] + range * Math.sin(measured);
  const nearest = Math.min(Math.max(height, minimum[2]), maximum[2]);
  const led = [...new Set([nearest, minimum[2], (minimum[2] + maximum[2]) / 2, maximum[2]])].filter(
    (z) => z !== height,
  );
  return [
    ...OFFSETS.map((offset): [number, number] => [measured + offset * DEVIATION, weigh(offset * DEVIATION)]),
    ...led.map((z): [number, number] => {
      const elevation = Math.asin(Math.min(Math.max((z - origin[2]) / range, -1), 1));
      return [elevation, LED_WEIGHT * weigh(elevation - measured)];
    }),
  ];
}

function holdInside(point: Vector3, { minimum, maximum }: Bounds): Vector3 {
  const hold = (axis: 0 | 1 | 2): number => Math.min(Math.max(point[axis], minimum[axis]), maximum[axis]);
  return [hold(0), hold(1), hold(2)];
}

function distance(a: Vector3, b: Vector3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
