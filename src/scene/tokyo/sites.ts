/** Where the town's five sites stand: at crossings of avenues, over the corner of a roof or on a pole, where streets are seen. */
import type { Corner } from '../importers/footprints.ts';
import type { Orientation, Site } from '../sites.ts';
import type { Building } from './buildings.ts';
import type { TokyoPlan } from './plan.ts';
import type { Junction, Street } from './streets.ts';
import { streetDirection } from './streets.ts';

const SITE_COUNT = 5;
/** Crossings nearer to each other than this have one site between them, metres. */
const LEAST_DISTANCE = 90;
/** Roofs between these heights carry sites, metres: above most of the town, below its towers. */
const ROOF_HEIGHT = [14, 44] as const;
/** A roof site hangs this far in front of the corner and above the roof, metres: clear of both walls, and nothing in its way. */
const BRACKET = { out: 1, up: 1 } as const;
/** Corners of buildings farther than this from a crossing do not look into it, metres. */
const CORNER_REACH = 34;
const POLE_HEIGHT = 20;
/** A pole stands this far from the kerb of the crossing's corner, metres. */
const POLE_OFFSET = 1.5;
/** Down-tilt, radians: boresight meets the street some hundred metres ahead. */
const TILT = (-8 * Math.PI) / 180;

/** Chooses the sites of a town: at the crossings of avenues nearest to its middle; all sectors look at that middle. */
export function placeSites({ buildings, network }: TokyoPlan): Site[] {
  const { streets, junctions } = network;
  const crossings = junctions
    .filter(({ streets: pair }) => pair.every((street) => streets[street].kind === 'avenue'))
    .sort((a, b) => Math.hypot(...a.position) - Math.hypot(...b.position));
  const chosen: Junction[] = [];
  for (const crossing of crossings) {
    if (chosen.every(({ position }) => distance(position, crossing.position) >= LEAST_DISTANCE)) chosen.push(crossing);
  }
  return chosen.slice(0, SITE_COUNT).map((crossing, index) => {
    const [x, y] = crossing.position;
    const outward: Corner = [x / Math.hypot(x, y), y / Math.hypot(x, y)];
    const roof = findRoofCorner(buildings, crossing.position, outward);
    const { at, height } = roof ?? { at: findPole(crossing, streets, outward), height: POLE_HEIGHT };
    const name = `${compassName(outward)} ${roof ? 'roof' : 'pole'}`;
    return createSite(`${index + 1} · ${name}`, at, height, {
      azimuth: Math.atan2(-at[1], -at[0]),
      elevation: TILT,
    });
  });
}

/** The roof corner that is nearest to a crossing, on the side away from the middle of the town; null for none. */
function findRoofCorner(
  buildings: readonly Building[],
  crossing: Corner,
  outward: Corner,
): { readonly at: Corner; readonly height: number } | null {
  let nearest: { at: Corner; height: number; away: number } | null = null;
  for (const { footprint, height, tower } of buildings) {
    // A tower stands back from the street behind its podium.
    if (tower !== null || height < ROOF_HEIGHT[0] || height > ROOF_HEIGHT[1] - BRACKET.up) continue;
    const [outline] = footprint.rings;
    outline.forEach((corner, i) => {
      const toCorner: Corner = [corner[0] - crossing[0], corner[1] - crossing[1]];
      const away = Math.hypot(...toCorner);
      if (away > CORNER_REACH || toCorner[0] * outward[0] + toCorner[1] * outward[1] < 0.5 * away) return;
      if (nearest && away >= nearest.away) return;
      const before = outline[(i + outline.length - 1) % outline.length];
      const after = outline[(i + 1) % outline.length];
      const bisector = unit(sum(unit(difference(corner, before)), unit(difference(corner, after))));
      nearest = {
        at: [corner[0] + BRACKET.out * bisector[0], corner[1] + BRACKET.out * bisector[1]],
        height: height + BRACKET.up,
        away,
      };
    });
  }
  return nearest;
}

/** The corner of a crossing's pavements on the side away from the middle of the town. */
function findPole({ position, streets: pair }: Junction, streets: readonly Street[], outward: Corner): Corner {
  const [a, b] = pair.map((street) => streetDirection(streets[street]));
  // Along each avenue towards the corner, far enough to leave the roadway of the other.
  const sine = Math.abs(a[0] * b[1] - a[1] * b[0]);
  const along = (direction: Corner, other: Street): Corner => {
    const towards = Math.sign(direction[0] * outward[0] + direction[1] * outward[1]) || 1;
    const reach = (towards * (other.width / 2 - POLE_OFFSET)) / sine;
    return [direction[0] * reach, direction[1] * reach];
  };
  return sum(position, sum(along(a, streets[pair[1]]), along(b, streets[pair[0]])));
}

const COMPASS = ['East', 'North-east', 'North', 'North-west', 'West', 'South-west', 'South', 'South-east'] as const;

function compassName([x, y]: Corner): string {
  return COMPASS[(Math.round(Math.atan2(y, x) / (Math.PI / 4)) + 8) % 8];
}

function createSite(name: string, [x, y]: Corner, height: number, orientation: Orientation): Site {
  return {
    name,
    position: [x, y, height],
    orientation,
    panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' },
  };
}

const distance = (a: Corner, b: Corner): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const sum = (a: Corner, b: Corner): Corner => [a[0] + b[0], a[1] + b[1]];
const difference = (a: Corner, b: Corner): Corner => [a[0] - b[0], a[1] - b[1]];
const unit = ([x, y]: Corner): Corner => [x / Math.hypot(x, y), y / Math.hypot(x, y)];
