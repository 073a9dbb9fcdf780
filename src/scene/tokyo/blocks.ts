/**
 * The town plan: avenues, a diagonal and a railway cut the town into quarters; streets cut those into blocks, alleys into
 * smaller ones, and borders into plots. Every cut is a straight line through one convex piece of land, so what is left
 * is convex, no two plots overlap, and nothing lies on a street.
 */
import type { RandomGenerator } from '../../numerics/random.ts';
import type { Corner } from '../importers/footprints.ts';
import { signedArea } from '../importers/footprints.ts';
import type { Line, Plot } from './plots.ts';
import { BEYOND, distanceLeftOf, edgeLength, edgeLine, longestEdge, splitPlot } from './plots.ts';
import type { Street, StreetKind, StreetNetwork } from './streets.ts';
import { connectStreets, layOutStreet, streetDirection, streetLength } from './streets.ts';

/** Side of the square of town that is repeated to make larger ones, metres. */
const TILE = 600;

/** Land of which streets and alleys leave no larger piece, and borders no larger plot, square metres. */
const LARGEST_BLOCK = 7500;
const LARGEST_INNER_BLOCK = 3300;
/** How sharply a street may meet another: sine of the least angle. */
const SHARPEST_MEETING = Math.sin((38 * Math.PI) / 180);
/** A street ends at least this far from the corner of a block, beside its own half width, metres. */
const CORNER_DISTANCE = 4;
/** Draws of a dividing line before a piece of land stays whole. */
const ATTEMPTS = 8;
const DEGREE = Math.PI / 180;

/** A town before anything stands on it. */
export interface TownPlan {
  /** Half of the town's side, metres; it is a square around the origin. */
  readonly halfSide: number;
  readonly network: StreetNetwork;
  readonly plots: readonly Plot[];
}

/**
 * Plans a town.
 *
 * @param tiles how many times `TILE` its side is
 * @param random the source of chance
 */
export function planTown(tiles: number, random: RandomGenerator): TownPlan {
  const halfSide = (tiles * TILE) / 2;
  const streets: Street[] = [];
  let land: Plot[] = [
    {
      corners: [
        [-halfSide, -halfSide],
        [halfSide, -halfSide],
        [halfSide, halfSide],
        [-halfSide, halfSide],
      ],
      beyond: [BEYOND.townEdge, BEYOND.townEdge, BEYOND.townEdge, BEYOND.townEdge],
    },
  ];
  for (const { kind, width, line, name } of mainRoads(tiles, halfSide, random)) {
    const [from, to] = crossSquare(line, halfSide);
    const street = streets.push(layOutStreet(name, kind, width, from, to)) - 1;
    land = land.flatMap((piece) => splitPlot(piece, line, width / 2, street).filter((part) => part !== null));
  }
  const blocks = land.flatMap((piece) => divideByStreets(piece, streets, random));
  const plots = blocks.flatMap((block) => divideIntoPlots(block, streets, random));
  return { halfSide, network: connectStreets(streets), plots };
}

/** Roads right across the town: avenues both ways, a diagonal and a railway for each tile of its side. */
function mainRoads(
  tiles: number,
  halfSide: number,
  random: RandomGenerator,
): { kind: StreetKind; width: number; line: Line; name: string }[] {
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const roads: { kind: StreetKind; width: number; line: Line; name: string }[] = [];
  const northward = between(86, 89) * DEGREE;
  const eastward = between(-1, 3) * DEGREE;
  for (let i = 0; i < 2 * tiles; i++) {
    const middle = -halfSide + ((i + 0.5) * TILE) / 2 + between(-25, 25);
    const width = Math.round(between(25, 35));
    roads.push({ kind: 'avenue', width, line: lineAt([middle, 0], northward), name: `Avenue N${i + 1}` });
  }
  for (let i = 0; i < 2 * tiles; i++) {
    const middle = -halfSide + ((i + 0.5) * TILE) / 2 + between(-25, 25);
    const width = Math.round(between(25, 33));
    roads.push({ kind: 'avenue', width, line: lineAt([0, middle], eastward), name: `Avenue E${i + 1}` });
  }
  for (let i = 0; i < tiles; i++) {
    const middle = -halfSide + (i + 0.5) * TILE;
    roads.push({
      kind: 'railway',
      width: 24,
      line: lineAt([0, middle + between(20, 60)], between(-13, -9) * DEGREE),
      name: `Railway ${i + 1}`,
    });
    roads.push({
      kind: 'avenue',
      width: 26,
      line: lineAt([middle + between(-30, 30), 0], between(52, 60) * DEGREE),
      name: `Diagonal ${i + 1}`,
    });
  }
  return roads;
}

const lineAt = (point: Corner, azimuth: number): Line => ({
  point,
  direction: [Math.cos(azimuth), Math.sin(azimuth)],
});

/** Where a line enters and leaves the town. */
function crossSquare({ point, direction }: Line, halfSide: number): [Corner, Corner] {
  let enter = -Infinity;
  let leave = Infinity;
  for (const axis of [0, 1] as const) {
    if (Math.abs(direction[axis]) < 1e-12) continue;
    const a = (-halfSide - point[axis]) / direction[axis];
    const b = (halfSide - point[axis]) / direction[axis];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  const at = (t: number): Corner => [point[0] + t * direction[0], point[1] + t * direction[1]];
  return [at(enter), at(leave)];
}

/** Cuts a quarter by streets, then by alleys, until no block is too large. */
function divideByStreets(piece: Plot, streets: Street[], random: RandomGenerator): Plot[] {
  const area = signedArea(piece.corners);
  if (area < LARGEST_INNER_BLOCK * (0.8 + 0.4 * random.uniform())) return [piece];
  const isStreet = area > LARGEST_BLOCK;
  const kind = isStreet ? 'street' : 'alley';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const width = Math.round(2 * (isStreet ? 8 + 4 * random.uniform() : 4 + 2 * random.uniform())) / 2;
    const line = dividingLine(piece, random, 6 * DEGREE);
    const ends = findEnds(piece, line, width, streets);
    if (ends === null) continue;
    const name = `${isStreet ? 'Street' : 'Alley'} ${streets.length + 1}`;
    const street = streets.push(layOutStreet(name, kind, width, ...ends)) - 1;
    return splitPlot(piece, line, width / 2, street)
      .filter((part) => part !== null)
      .flatMap((part) => divideByStreets(part, streets, random));
  }
  return [piece];
}

/** A line across a piece of land, about square to its longest edge and near the middle. */
function dividingLine(piece: Plot, random: RandomGenerator, skew: number): Line {
  const edge = longestEdge(piece);
  const { point, direction } = edgeLine(piece, edge);
  const along = (0.36 + 0.28 * random.uniform()) * edgeLength(piece, edge);
  const azimuth = Math.atan2(direction[1], direction[0]) + Math.PI / 2 + skew * (2 * random.uniform() - 1);
  return lineAt([point[0] + along * direction[0], point[1] + along * direction[1]], azimuth);
}

/**
 * Where the centre line of a new street ends: on the centre lines of the streets on both sides of the land that it cuts.
 * Null where it would meet one of them too sharply, beyond its end, or too near to a corner.
 */
function findEnds(
  { corners, beyond }: Plot,
  line: Line,
  width: number,
  streets: readonly Street[],
): [Corner, Corner] | null {
  const ends: { along: number; at: Corner }[] = [];
  for (let i = 0; i < corners.length; i++) {
    const from = corners[i];
    const to = corners[(i + 1) % corners.length];
    const before = distanceLeftOf(line, from);
    const after = distanceLeftOf(line, to);
    if (Math.min(Math.abs(before), Math.abs(after)) < width / 2 + CORNER_DISTANCE) return null;
    if (before > 0 === after > 0) continue;
    if (beyond[i] === BEYOND.townEdge) {
      const share = before / (before - after);
      ends.push(alongLine(line, [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]));
      continue;
    }
    const met = streets[beyond[i]];
    const direction = streetDirection(met);
    const sine = line.direction[0] * direction[1] - line.direction[1] * direction[0];
    if (Math.abs(sine) < SHARPEST_MEETING) return null;
    const dx = line.point[0] - met.from[0];
    const dy = line.point[1] - met.from[1];
    const along = (line.direction[0] * dy - line.direction[1] * dx) / sine;
    if (along < 0 || along > streetLength(met)) return null;
    ends.push(alongLine(line, [met.from[0] + along * direction[0], met.from[1] + along * direction[1]]));
  }
  ends.sort((a, b) => a.along - b.along);
  return ends.length === 2 ? [ends[0].at, ends[1].at] : null;
}

function alongLine({ point, direction }: Line, at: Corner): { along: number; at: Corner } {
  return { along: (at[0] - point[0]) * direction[0] + (at[1] - point[1]) * direction[1], at };
}

/** Cuts a block into plots: large ones where it faces an avenue, small ones within. */
function divideIntoPlots(piece: Plot, streets: readonly Street[], random: RandomGenerator): Plot[] {
  const largest = facesAvenue(piece, streets) ? 1500 : 800;
  if (signedArea(piece.corners) < largest * (0.5 + 0.8 * random.uniform())) return [piece];
  const line = dividingLine(piece, random, 4 * DEGREE);
  return splitPlot(piece, line, 0, BEYOND.neighbour)
    .filter((part) => part !== null)
    .flatMap((part) => divideIntoPlots(part, streets, random));
}

/** Whether a plot has an edge on an avenue. */
export function facesAvenue({ beyond }: Plot, streets: readonly Street[]): boolean {
  return beyond.some((label) => label >= 0 && streets[label].kind === 'avenue');
}
