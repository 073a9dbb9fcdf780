/**
 * A way through the street network: straight along lanes or pavements, round the corners on circular arcs. Geometry
 * alone; how fast somebody goes along it is said in `motion.ts`.
 */
import type { RandomGenerator } from '../../numerics/random.ts';
import type { Corner } from '../importers/footprints.ts';
import type { Street, StreetNetwork } from './streets.ts';
import { streetDirection, streetLength } from './streets.ts';

/** A strip of a street. */
interface Strip {
  /** Its middle, to the left of the centre line, metres. */
  readonly offset: number;
  /** Ways along it: 1 from the street's start to its end, −1 back. */
  readonly directions: readonly (1 | -1)[];
}

/** Where a traveller may be on streets, and how it takes corners. */
export interface Traveller {
  /** Strips of a street that may be used; none means that the street is not for this traveller. */
  readonly strips: (street: Street) => readonly Strip[];
  /** Probability of turning where it could go on; with 0 it does not even turn where a street ends. */
  readonly turning: number;
  /** Radius of the arc round a corner, metres. */
  readonly cornerRadius: number;
}

/** A piece of a way: straight where `curvature` is 0. */
export interface WayPiece {
  /** Start of the piece, metres. */
  readonly from: Corner;
  /** Azimuth at the start, radians. */
  readonly azimuth: number;
  readonly length: number;
  /** Signed curvature, positive to the left, 1/metres. */
  readonly curvature: number;
}

/** A straight line along a strip of a street, up to where the street ends. */
interface Leg {
  /** The last place of it where anybody goes, metres. */
  readonly end: Corner;
  readonly direction: Corner;
}

/** Junctions closer than this to the last one are passed straight on, so that arcs do not run into each other, metres. */
const LEAST_LEG = 40;
/** Streets are entered only if they go on at least this far, metres. */
const LEAST_AHEAD = 60;
/** Streets that meet at less than this, or at its supplement, are not turned into, radians. */
const SHARPEST_TURN = (45 * Math.PI) / 180;
/** Nobody comes closer than this to the end of a street, metres: there another street begins, or the town ends. */
const MARGIN = 3;

/**
 * Draws a way.
 *
 * @param network the streets
 * @param traveller who goes
 * @param length how long the way has to be, metres
 * @param random the source of chance
 * @returns pieces in order; null where this draw led out of the town too soon
 */
export function drawWay(
  network: StreetNetwork,
  traveller: Traveller,
  length: number,
  random: RandomGenerator,
): WayPiece[] | null {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(items.length * random.uniform())];
  const usable = network.streets
    .map((street, index) => ({ index, size: streetLength(street) * traveller.strips(street).length }))
    .filter(({ size }) => size > 0);
  let draw = random.uniform() * usable.reduce((sum, { size }) => sum + size, 0);
  let street = (usable.find(({ size }) => (draw -= size) < 0) ?? usable[0]).index;
  let strip = pick(traveller.strips(network.streets[street]));
  let direction = pick(strip.directions);
  const legs: Leg[] = [legOf(network.streets[street], strip.offset, direction)];
  const whole = streetLength(network.streets[street]);
  let at = MARGIN + (whole - 2 * MARGIN) * random.uniform();
  const start = pointOn(network.streets[street], strip.offset, at);
  let covered = 0;
  for (;;) {
    const exits = traveller.turning > 0 ? listExits(network, traveller, street, direction, at) : [];
    const turn = exits.find(
      ({ distance, atEnd }) => distance >= LEAST_LEG && (atEnd || random.uniform() < traveller.turning),
    );
    if (!turn) return cutPieces(roundCorners(start, legs, traveller), length);
    covered += turn.distance;
    if (covered >= length + LEAST_LEG) return cutPieces(roundCorners(start, legs, traveller), length);
    const choice = pick(turn.choices);
    strip = choice.strip;
    direction = choice.direction;
    street = turn.street;
    at = turn.along;
    legs.push(legOf(network.streets[street], strip.offset, direction));
  }
}

const legOf = (street: Street, offset: number, direction: 1 | -1): Leg => {
  const [dx, dy] = streetDirection(street);
  const end = direction === 1 ? streetLength(street) - MARGIN : MARGIN;
  return { end: pointOn(street, offset, end), direction: [direction * dx, direction * dy] };
};

function pointOn(street: Street, offset: number, along: number): Corner {
  const [dx, dy] = streetDirection(street);
  return [street.from[0] + along * dx - offset * dy, street.from[1] + along * dy + offset * dx];
}

const endOf = (street: Street, direction: 1 | -1, at: number): number =>
  direction === 1 ? streetLength(street) - at : at;

/** The streets that can be turned into ahead, the nearest first. */
function listExits(
  { streets, junctions }: StreetNetwork,
  traveller: Traveller,
  street: number,
  direction: 1 | -1,
  at: number,
): {
  readonly street: number;
  readonly along: number;
  readonly distance: number;
  readonly atEnd: boolean;
  readonly choices: readonly { readonly strip: Strip; readonly direction: 1 | -1 }[];
}[] {
  const own = streetDirection(streets[street]);
  return junctions
    .filter(({ streets: pair }) => pair.includes(street))
    .map(({ streets: pair, distances }) => {
      const side = pair[0] === street ? 0 : 1;
      const other = pair[1 - side];
      const along = distances[1 - side];
      const distance = direction * (distances[side] - at);
      const heading = streetDirection(streets[other]);
      const angle = Math.acos(Math.min(1, Math.abs(own[0] * heading[0] + own[1] * heading[1])));
      const choices =
        angle < SHARPEST_TURN
          ? []
          : traveller
              .strips(streets[other])
              .flatMap((strip) => strip.directions.map((way) => ({ strip, direction: way })))
              .filter((choice) => endOf(streets[other], choice.direction, along) >= LEAST_AHEAD);
      return { street: other, along, distance, atEnd: endOf(streets[street], direction, at) - distance < 1, choices };
    })
    .filter(({ distance, choices }) => distance > 0 && choices.length > 0)
    .sort((a, b) => a.distance - b.distance);
}

/** Joins legs by arcs that touch both. What is left of a leg is measured along it: a strip round a corner is not as long as its street. */
function roundCorners(start: Corner, legs: readonly Leg[], { cornerRadius }: Traveller): WayPiece[] {
  const pieces: WayPiece[] = [];
  let from = start;
  legs.forEach(({ end, direction }, index) => {
    const azimuth = Math.atan2(direction[1], direction[0]);
    const lengthTo = ([x, y]: Corner): number => (x - from[0]) * direction[0] + (y - from[1]) * direction[1];
    if (index === legs.length - 1) {
      pieces.push({ from, azimuth, length: lengthTo(end), curvature: 0 });
      return;
    }
    const next = legs[index + 1];
    const cross = direction[0] * next.direction[1] - direction[1] * next.direction[0];
    const dot = direction[0] * next.direction[0] + direction[1] * next.direction[1];
    const turn = Math.atan2(cross, dot);
    const t = ((next.end[0] - end[0]) * next.direction[1] - (next.end[1] - end[1]) * next.direction[0]) / cross;
    const corner: Corner = [end[0] + t * direction[0], end[1] + t * direction[1]];
    const tangent = cornerRadius * Math.tan(Math.abs(turn) / 2);
    const enter: Corner = [corner[0] - tangent * direction[0], corner[1] - tangent * direction[1]];
    pieces.push({ from, azimuth, length: lengthTo(enter), curvature: 0 });
    pieces.push({
      from: enter,
      azimuth,
      length: cornerRadius * Math.abs(turn),
      curvature: Math.sign(turn) / cornerRadius,
    });
    from = [corner[0] + tangent * next.direction[0], corner[1] + tangent * next.direction[1]];
  });
  return pieces;
}

/** The first part of a way; null where it is not that long, or arcs are closer together than their radius allows. */
function cutPieces(pieces: readonly WayPiece[], length: number): WayPiece[] | null {
  const kept: WayPiece[] = [];
  let left = length;
  for (const piece of pieces) {
    if (piece.length < 0) return null;
    kept.push({ ...piece, length: Math.min(piece.length, left) });
    left -= piece.length;
    if (left <= 0) return kept;
  }
  return null;
}

/** Position and azimuth at a distance along a piece. */
export function followPiece(
  { from, azimuth, curvature }: WayPiece,
  distance: number,
): { readonly x: number; readonly y: number; readonly azimuth: number } {
  const turned = azimuth + curvature * distance;
  if (curvature === 0) {
    return { x: from[0] + distance * Math.cos(azimuth), y: from[1] + distance * Math.sin(azimuth), azimuth };
  }
  return {
    x: from[0] + (Math.sin(turned) - Math.sin(azimuth)) / curvature,
    y: from[1] - (Math.cos(turned) - Math.cos(azimuth)) / curvature,
    azimuth: turned,
  };
}
