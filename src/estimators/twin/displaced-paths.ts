/**
 * The paths of a user a little way off, without tracing: every path keeps its surfaces, its points of interaction move along.
 *
 * Mirrors show the user a fixed image of the site, so length and direction of a reflected path are exact wherever the path
 * exists. At an edge or a scattering patch the last point of interaction is held where it is: by Fermat's principle the length
 * is then right to first order.
 */
import { INTERACTION_CODE } from '../../propagation/path-table.ts';
import type { PathTable } from '../../propagation/path-table.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';

/** Geometry of the paths of one link as seen from the user. */
export interface PathModel {
  readonly count: number;
  /** Point that each path seems to come from [count, 3], metres. */
  readonly images: Float64Array;
  /** What the way from that point to the user lacks of the path's length [count], metres. */
  readonly extras: Float64Array;
  /** From the direction of travel at the user to the direction at the site [count, 3, 3]; zero where the latter is fixed. */
  readonly turns: Float64Array;
  /** Direction at the site where it is fixed [count, 3]. */
  readonly directions: Float64Array;
  /** Complex amplitude times length, without the carrier's phase [count, 2]. */
  readonly strengths: Float64Array;
}

/** Paths at a displaced position: what synthesis needs, and how each changes when the user moves on. */
export interface DisplacedPaths {
  readonly count: number;
  readonly delays: Float64Array;
  readonly amplitudes: Float64Array;
  readonly departureAzimuths: Float64Array;
  readonly departureElevations: Float64Array;
  /** Unit direction of travel at the user [count, 3]: c·∂τ/∂x. */
  readonly travel: Float64Array;
  /** Unit direction from the site [count, 3]. */
  readonly departures: Float64Array;
}

/**
 * The model of a link at the position where it was traced.
 *
 * @param paths the strongest first; those beyond `limit` are left out
 */
export function modelPaths(paths: PathTable, carrierFrequency: number, limit: number): PathModel {
  const count = Math.min(paths.count, limit);
  const model: PathModel = {
    count,
    images: new Float64Array(3 * count),
    extras: new Float64Array(count),
    turns: new Float64Array(9 * count),
    directions: new Float64Array(3 * count),
    strengths: new Float64Array(2 * count),
  };
  for (let p = 0; p < count; p++) {
    const from = paths.vertexOffsets[p];
    const to = paths.vertexOffsets[p + 1];
    const vertex = (v: number): Float64Array => paths.vertices.subarray(3 * v, 3 * v + 3);
    const legs = Array.from({ length: to - from - 1 }, (_, leg) =>
      unitBetween(vertex(from + leg), vertex(from + leg + 1)),
    );
    const length = paths.delays[p] * SPEED_OF_LIGHT;
    model.directions.set(legs[0].unit, 3 * p);
    const last = legs[legs.length - 1];
    const user = vertex(to - 1);
    let reach = length;
    const turn = new Float64Array([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    for (let v = from + 1; v < to - 1; v++) {
      const code = paths.interactions[v];
      if (code === INTERACTION_CODE.reflection) mirror(turn, legs[v - from - 1].unit, legs[v - from].unit);
      if (code !== INTERACTION_CODE.diffraction && code !== INTERACTION_CODE.scattering) continue;
      // From the last such point on, the way is that of a source which stands there.
      reach = legs.slice(v - from).reduce((sum, leg) => sum + leg.length, 0);
      turn.fill(0);
    }
    for (let axis = 0; axis < 3; axis++) model.images[3 * p + axis] = user[axis] - reach * last.unit[axis];
    model.extras[p] = length - reach;
    model.turns.set(turn, 9 * p);
    const turns = carrierFrequency * paths.delays[p];
    const phase = 2 * Math.PI * (turns - Math.round(turns));
    const [re, im] = [paths.amplitudes[2 * p] * length, paths.amplitudes[2 * p + 1] * length];
    model.strengths[2 * p] = re * Math.cos(phase) - im * Math.sin(phase);
    model.strengths[2 * p + 1] = re * Math.sin(phase) + im * Math.cos(phase);
  }
  return model;
}

/** The paths at a position near the one where they were traced. */
export function displacePaths(
  model: PathModel,
  x: number,
  y: number,
  z: number,
  carrierFrequency: number,
): DisplacedPaths {
  const { count, images, extras, turns, directions, strengths } = model;
  const displaced: DisplacedPaths = {
    count,
    delays: new Float64Array(count),
    amplitudes: new Float64Array(2 * count),
    departureAzimuths: new Float64Array(count),
    departureElevations: new Float64Array(count),
    travel: new Float64Array(3 * count),
    departures: new Float64Array(3 * count),
  };
  for (let p = 0; p < count; p++) {
    const dx = x - images[3 * p];
    const dy = y - images[3 * p + 1];
    const dz = z - images[3 * p + 2];
    const reach = Math.hypot(dx, dy, dz);
    const [kx, ky, kz] = [dx / reach, dy / reach, dz / reach];
    displaced.travel.set([kx, ky, kz], 3 * p);
    const length = reach + extras[p];
    displaced.delays[p] = length / SPEED_OF_LIGHT;
    const cycles = carrierFrequency * displaced.delays[p];
    const phase = -2 * Math.PI * (cycles - Math.round(cycles));
    const [c, s] = [Math.cos(phase) / length, Math.sin(phase) / length];
    displaced.amplitudes[2 * p] = strengths[2 * p] * c - strengths[2 * p + 1] * s;
    displaced.amplitudes[2 * p + 1] = strengths[2 * p] * s + strengths[2 * p + 1] * c;
    const m = 9 * p;
    const moves = turns[m] !== 0 || turns[m + 4] !== 0 || turns[m + 8] !== 0;
    for (let axis = 0; axis < 3; axis++) {
      displaced.departures[3 * p + axis] = moves
        ? turns[m + 3 * axis] * kx + turns[m + 3 * axis + 1] * ky + turns[m + 3 * axis + 2] * kz
        : directions[3 * p + axis];
    }
    displaced.departureAzimuths[p] = Math.atan2(displaced.departures[3 * p + 1], displaced.departures[3 * p]);
    displaced.departureElevations[p] = Math.asin(Math.min(1, Math.max(-1, displaced.departures[3 * p + 2])));
  }
  return displaced;
}

/**
 * ∂u/∂x of a path's direction at the site: the turned change of the direction of travel, (I − kkᵀ)/L.
 *
 * @param axis of the user's movement
 * @returns [3], per metre
 */
export function departureSlope(model: PathModel, paths: DisplacedPaths, path: number, axis: 0 | 1): Float64Array {
  const slope = new Float64Array(3);
  const reach = paths.delays[path] * SPEED_OF_LIGHT - model.extras[path];
  for (let column = 0; column < 3; column++) {
    const change = (Number(column === axis) - paths.travel[3 * path + column] * paths.travel[3 * path + axis]) / reach;
    for (let row = 0; row < 3; row++) slope[row] += model.turns[9 * path + 3 * row + column] * change;
  }
  return slope;
}

/** Two paths whose lengths differ by less are one: at an edge a length holds to first order alone, metres. */
const SAME_LENGTH = 2e-3;

/**
 * Whether the paths of a link at a position are those that were traced somewhere near: as many, each as long as it was expected to
 * be there. A path that has come into sight, or gone out of it, makes the answer no.
 *
 * @param before traced nearby
 * @param traced where the question is asked
 * @param x position at which `traced` was traced, metres
 */
export function samePaths(before: PathModel, traced: PathModel, x: number, y: number, z: number): boolean {
  if (before.count !== traced.count) return false;
  const expected = lengthsAt(before, x, y, z);
  return lengthsAt(traced, x, y, z).every((length, path) => Math.abs(length - expected[path]) < SAME_LENGTH);
}

/** Lengths of all paths at a position, the shortest first, metres. */
function lengthsAt({ images, extras }: PathModel, x: number, y: number, z: number): Float64Array {
  return extras
    .map((extra, p) => extra + Math.hypot(x - images[3 * p], y - images[3 * p + 1], z - images[3 * p + 2]))
    .sort();
}

function unitBetween(a: Float64Array, b: Float64Array): { unit: Float64Array; length: number } {
  const leg = b.map((value, axis) => value - a[axis]);
  const length = Math.hypot(leg[0], leg[1], leg[2]);
  return { unit: leg.map((value) => value / length), length };
}

/** turn ← turn·(I − 2nnᵀ), n the normal of the mirror that turns one direction of travel into the other. */
function mirror(turn: Float64Array, before: Float64Array, after: Float64Array): void {
  const normal = before.map((value, axis) => after[axis] - value);
  const squared = normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2;
  if (!(squared > 0)) return;
  for (let row = 0; row < 9; row += 3) {
    const along = turn[row] * normal[0] + turn[row + 1] * normal[1] + turn[row + 2] * normal[2];
    for (let column = 0; column < 3; column++) turn[row + column] -= (2 * along * normal[column]) / squared;
  }
}
