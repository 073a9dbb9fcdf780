/** The street network: centre lines, cross-sections and junctions. It is data for routes and overlays, not traced. */
import type { Corner } from '../importers/footprints.ts';
import type { MarkingList } from '../markings.ts';

/** What a street is: an avenue, a street, an alley without pavement, or the road on both sides of a railway viaduct. */
export type StreetKind = 'avenue' | 'street' | 'alley' | 'railway';

/** A strip of a street that vehicles drive on. */
export interface Lane {
  /** Middle of the lane, to the left of the centre line, metres. */
  readonly offset: number;
  readonly width: number;
  /** 1: from the street's start to its end; −1: back. Traffic keeps to the left. */
  readonly direction: 1 | -1;
}

/** A strip of a street that people walk on, both ways. */
export interface Pavement {
  /** Middle of the pavement, to the left of the centre line, metres. */
  readonly offset: number;
  readonly width: number;
}

/** One straight street. */
export interface Street {
  readonly name: string;
  readonly kind: StreetKind;
  /** Ends of the centre line: where it meets the centre line of another street, or the edge of the town. */
  readonly from: Corner;
  readonly to: Corner;
  /** From house front to house front, metres. */
  readonly width: number;
  readonly lanes: readonly Lane[];
  readonly pavements: readonly Pavement[];
}

/** Where two streets meet or cross. */
export interface Junction {
  readonly position: Corner;
  /** Indices of the two streets. */
  readonly streets: readonly [number, number];
  /** How far along each of them, metres. */
  readonly distances: readonly [number, number];
}

/** All streets of a town. */
export interface StreetNetwork {
  readonly streets: readonly Street[];
  readonly junctions: readonly Junction[];
}

/** Widths that a cross-section is made of, metres. */
const LANE_WIDTH = 3.25;
const NARROW_LANE_WIDTH = 2.75;
/** Room for the railway's piers in the middle of its road, metres. */
const RAILWAY_RESERVE = 9;

/** Length of a street's centre line, metres. */
export const streetLength = ({ from, to }: Street): number => Math.hypot(to[0] - from[0], to[1] - from[1]);

/** Unit vector from a street's start to its end. */
export function streetDirection(street: Street): Corner {
  const length = streetLength(street);
  return [(street.to[0] - street.from[0]) / length, (street.to[1] - street.from[1]) / length];
}

/**
 * Lays out a street of a kind and width.
 *
 * @param name what it is called
 * @param kind decides on lanes and pavements
 * @param width from house front to house front, metres
 * @param from where its centre line starts, metres
 * @param to where its centre line ends, metres
 */
export function layOutStreet(name: string, kind: StreetKind, width: number, from: Corner, to: Corner): Street {
  return { name, kind, from, to, width, ...crossSection(kind, width) };
}

function crossSection(kind: StreetKind, width: number): Pick<Street, 'lanes' | 'pavements'> {
  switch (kind) {
    case 'avenue': {
      const perDirection = Math.floor((width - 8) / (2 * LANE_WIDTH));
      return symmetric(width, 0, perDirection, LANE_WIDTH);
    }
    case 'street':
      return symmetric(width, 0, 1, NARROW_LANE_WIDTH);
    case 'railway':
      return symmetric(width, RAILWAY_RESERVE, 1, LANE_WIDTH);
    case 'alley':
      return { lanes: [], pavements: [{ offset: 0, width }] };
    default:
      return kind satisfies never;
  }
}

/** Lanes on both sides of a reserve in the middle, the rest is pavement. */
function symmetric(
  width: number,
  reserve: number,
  perDirection: number,
  laneWidth: number,
): Pick<Street, 'lanes' | 'pavements'> {
  const lanes: Lane[] = [];
  for (let i = 0; i < perDirection; i++) {
    const offset = reserve / 2 + (i + 0.5) * laneWidth;
    lanes.push({ offset, width: laneWidth, direction: 1 }, { offset: -offset, width: laneWidth, direction: -1 });
  }
  const kerb = reserve / 2 + perDirection * laneWidth;
  const pavement = { offset: (kerb + width / 2) / 2, width: width / 2 - kerb };
  return { lanes, pavements: [pavement, { ...pavement, offset: -pavement.offset }] };
}

/** Paints all streets: first where people walk, so that roadways run on through junctions, lines between lanes last. */
export function paintStreets(streets: readonly Street[], markings: MarkingList): void {
  for (const { from, to, pavements } of streets) {
    for (const { offset, width } of pavements) {
      markings.addStrip('pavement', from, to, offset + width / 2, offset - width / 2);
    }
  }
  for (const { from, to, lanes } of streets) {
    for (const { offset, width } of lanes) {
      markings.addStrip('roadway', from, to, offset + width / 2, offset - width / 2);
    }
  }
  for (const { from, to, lanes } of streets) {
    const edges = lanes.flatMap(({ offset, width }) => [offset + width / 2, offset - width / 2]);
    const between = edges.filter((edge, i) => edges.some((other, j) => j > i && Math.abs(other - edge) < TOUCH));
    for (const edge of between) markings.addLine(from, to, edge);
  }
}

/** Where centre lines meet, metres apart: ends are computed to lie on another centre line. */
const TOUCH = 1e-6;

/**
 * Finds where streets meet.
 *
 * @param streets all streets of a town
 * @returns them with their junctions
 */
export function connectStreets(streets: readonly Street[]): StreetNetwork {
  const junctions: Junction[] = [];
  for (let a = 0; a < streets.length; a++) {
    for (let b = a + 1; b < streets.length; b++) {
      const junction = findJunction(streets, a, b);
      if (junction !== null) junctions.push(junction);
    }
  }
  return { streets, junctions };
}

function findJunction(streets: readonly Street[], a: number, b: number): Junction | null {
  const first = streetDirection(streets[a]);
  const second = streetDirection(streets[b]);
  const sine = first[0] * second[1] - first[1] * second[0];
  if (Math.abs(sine) < 1e-3) return null;
  const dx = streets[b].from[0] - streets[a].from[0];
  const dy = streets[b].from[1] - streets[a].from[1];
  const alongFirst = (dx * second[1] - dy * second[0]) / sine;
  const alongSecond = (dx * first[1] - dy * first[0]) / sine;
  if (alongFirst < -TOUCH || alongFirst > streetLength(streets[a]) + TOUCH) return null;
  if (alongSecond < -TOUCH || alongSecond > streetLength(streets[b]) + TOUCH) return null;
  return {
    position: [streets[a].from[0] + alongFirst * first[0], streets[a].from[1] + alongFirst * first[1]],
    streets: [a, b],
    distances: [alongFirst, alongSecond],
  };
}
