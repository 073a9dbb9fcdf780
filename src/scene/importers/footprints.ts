/** Ground plans made fit to stand on: rings closed, cleaned, turned the right way, or refused with the reason. */
import earcut, { deviation } from 'earcut';

/** A corner [x, y], metres. */
export type Corner = readonly [number, number];

/** A ground plan that can be built on. */
export interface Footprint {
  /** Outline counter-clockwise, then holes clockwise; no corner is repeated at a ring's end. */
  readonly rings: readonly (readonly Corner[])[];
  /** Corners of the triangles that fill it, counter-clockwise, numbered through all rings [T, 3]. */
  readonly triangles: Uint32Array;
  /** Square metres. */
  readonly area: number;
}

/** What was mended in one ground plan. */
export interface FootprintRepairs {
  /** Rings that did not end where they began. */
  readonly unclosedRings: number;
  /** Corners that lay within 1 cm of the one before. */
  readonly repeatedCorners: number;
  /** Holes that are slivers or lie outside. */
  readonly droppedHoles: number;
}

/** Why a ground plan cannot be built on. */
export type FootprintRefusal = 'crosses itself' | 'is a sliver' | 'has too many corners';

/** Corners nearer than this are one, metres: OpenStreetMap's seven decimals of a degree are 1 cm. */
const SAME_CORNER = 0.01;
/** A corner that stands out less from the line between its neighbours is none, metres. */
const STRAIGHT = 0.001;
/** Smaller plans and holes are slivers, square metres. */
const SMALLEST_AREA = 1;
/** Narrower ones too: mean width 2·area/perimeter, metres. */
const SMALLEST_WIDTH = 0.1;
/**
 * Corners of a plan with its holes, at most. No building has a tenth of them, and the time to look for crossings grows with
 * their square.
 */
export const MAXIMUM_CORNERS = 5000;
/** Share of the area by which a triangulation may miss it. */
const AREA_TOLERANCE = 1e-6;

/**
 * Cleans the rings of a polygon.
 *
 * @param rings outline and holes as they came, metres, closed or not
 * @returns the ground plan and what was mended, or why there is none
 */
export function cleanFootprint(
  rings: readonly (readonly Corner[])[],
): { readonly footprint: Footprint; readonly repairs: FootprintRepairs } | FootprintRefusal {
  let unclosedRings = 0;
  let repeatedCorners = 0;
  let droppedHoles = 0;
  let distinctCorners = 0;
  const clean: (readonly Corner[])[] = [];
  for (const [index, ring] of rings.entries()) {
    const last = ring.at(-1);
    const isClosed = last !== undefined && distance(ring[0], last) < SAME_CORNER;
    if (!isClosed) unclosedRings++;
    const distinct = dropRepeated(isClosed ? ring.slice(0, -1) : ring);
    repeatedCorners += ring.length - (isClosed ? 1 : 0) - distinct.length;
    distinctCorners += distinct.length;
    if (distinctCorners > MAXIMUM_CORNERS) return 'has too many corners';
    const corners = dropStraight(distinct);
    const area = signedArea(corners);
    if (isSliver(corners, area)) {
      // A figure of eight has no area either, but should hear the true reason.
      if (index === 0) return hasCrossing([distinct]) ? 'crosses itself' : 'is a sliver';
      droppedHoles++;
      continue;
    }
    if (index > 0 && !corners.some((corner) => isInside(corner, clean[0]))) {
      droppedHoles++;
      continue;
    }
    clean.push(area > 0 === (index === 0) ? corners : corners.toReversed());
  }
  if (clean.length === 0) return 'is a sliver';
  if (hasCrossing(clean)) return 'crosses itself';
  const flat = clean.flat(2);
  const holes = clean.slice(0, -1).map(
    (
      (end) => (ring) =>
        (end += ring.length)
    )(0),
  );
  const triangles = Uint32Array.from(earcut(flat, holes));
  // Rings that touch in a way that no crossing shows up in (one within another, a pass through a corner) do here.
  if (deviation(flat, holes, 2, triangles) > AREA_TOLERANCE) return 'crosses itself';
  turnCounterClockwise(triangles, flat);
  const area = clean.reduce((sum, ring) => sum + signedArea(ring), 0);
  return { footprint: { rings: clean, triangles, area }, repairs: { unclosedRings, repeatedCorners, droppedHoles } };
}

/** Area of a ring, positive where it runs counter-clockwise (shoelace formula about its first corner), square metres. */
export function signedArea(ring: readonly Corner[]): number {
  let doubled = 0;
  for (let i = 1; i + 1 < ring.length; i++) doubled += turn(ring[0], ring[i], ring[i + 1]);
  return doubled / 2;
}

/** Whether a point lies within a ring (crossing number). */
export function isInside([x, y]: Corner, ring: readonly Corner[]): boolean {
  let inside = false;
  for (let i = 0; i < ring.length; i++) {
    const [x0, y0] = ring[i];
    const [x1, y1] = ring[(i + 1) % ring.length];
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
  }
  return inside;
}

const distance = (a: Corner, b: Corner): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** Twice the area of triangle a, b, c: positive for a turn to the left. */
const turn = (a: Corner, b: Corner, c: Corner): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

function dropRepeated(ring: readonly Corner[]): Corner[] {
  const kept: Corner[] = [];
  for (const corner of ring) {
    if (kept.length === 0 || distance(kept[kept.length - 1], corner) >= SAME_CORNER) kept.push(corner);
  }
  while (kept.length > 1 && distance(kept[0], kept[kept.length - 1]) < SAME_CORNER) kept.pop();
  return kept;
}

/** Without corners that turn nothing, and without spikes that go out and back on one line. */
function dropStraight(ring: readonly Corner[]): Corner[] {
  const kept = [...ring];
  for (let i = 0, settled = 0; kept.length > 2 && settled < kept.length;) {
    const before = kept[(i + kept.length - 1) % kept.length];
    const after = kept[(i + 1) % kept.length];
    const base = distance(before, after);
    const isStraight = base < SAME_CORNER || Math.abs(turn(before, kept[i], after)) < STRAIGHT * base;
    if (isStraight) {
      kept.splice(i, 1);
      // Both neighbours have a new neighbour now.
      i = (i + kept.length - 1) % kept.length;
      settled = 0;
    } else {
      i = (i + 1) % kept.length;
      settled++;
    }
  }
  return kept;
}

function isSliver(ring: readonly Corner[], area: number): boolean {
  if (ring.length < 3) return true;
  const perimeter = ring.reduce((sum, corner, i) => sum + distance(corner, ring[(i + 1) % ring.length]), 0);
  return Math.abs(area) < SMALLEST_AREA || (2 * Math.abs(area)) / perimeter < SMALLEST_WIDTH;
}

/** Whether any two edges cross properly; ends that merely touch do not. Edges are swept by their western ends. */
function hasCrossing(rings: readonly (readonly Corner[])[]): boolean {
  const edges = rings.flatMap((ring) =>
    ring.map((from, i): readonly [Corner, Corner] => [from, ring[(i + 1) % ring.length]]),
  );
  edges.sort((a, b) => Math.min(a[0][0], a[1][0]) - Math.min(b[0][0], b[1][0]));
  for (let i = 0; i < edges.length; i++) {
    const [a, b] = edges[i];
    const east = Math.max(a[0], b[0]);
    for (let k = i + 1; k < edges.length; k++) {
      const [c, d] = edges[k];
      if (Math.min(c[0], d[0]) > east) break;
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return true;
    }
  }
  return false;
}

function turnCounterClockwise(triangles: Uint32Array, flat: readonly number[]): void {
  const corner = (index: number): Corner => [flat[2 * index], flat[2 * index + 1]];
  for (let i = 0; i < triangles.length; i += 3) {
    if (turn(corner(triangles[i]), corner(triangles[i + 1]), corner(triangles[i + 2])) >= 0) continue;
    const swapped = triangles[i + 1];
    triangles[i + 1] = triangles[i + 2];
    triangles[i + 2] = swapped;
  }
}
