/** Where the town's five sites stand: over roof edges that look into a street, and on one pole by a crossing. */
import { isInside } from '../importers/footprints.ts';
import type { Corner } from '../importers/footprints.ts';
import type { Orientation, Site } from '../sites.ts';
import type { Building } from './buildings.ts';
import type { TokyoPlan } from './plan.ts';
import { streetDirection } from './streets.ts';

/** Roofs up to this height carry sites, metres: above most of the town, below its towers. */
const HIGHEST_ROOF = 43;
/** A roof site hangs this far in front of the wall and above the roof, metres: clear of both, and nothing in its way. */
const BRACKET = { out: 0.7, up: 1 } as const;
/** Room in front of a wall that makes it one on a street, metres. */
const STREET_WIDTH = 8;
const POLE_HEIGHT = 15;
/** Down-tilts, radians: a roof looks farther than a pole. */
const ROOF_TILT = (-10 * Math.PI) / 180;
const POLE_TILT = (-6 * Math.PI) / 180;

/** Where roof sites are looked for, in units of half the town's side, and how high the roof has to be, metres. */
const CORNERS: readonly (readonly [name: string, x: number, y: number, height: number])[] = [
  ['North-east roof', 0.52, 0.5, 20],
  ['North-west roof', -0.5, 0.55, 24],
  ['South-west roof', -0.55, -0.5, 23],
  ['South-east roof', 0.5, -0.55, 33],
];

/** A place over a roof edge. */
interface Bracket {
  readonly at: Corner;
  readonly height: number;
}

/** Chooses the sites of a town; their sectors look at its middle, that of the pole along its avenue. */
export function placeSites({ buildings, halfSide, network }: TokyoPlan): Site[] {
  const outlines = buildings.map(({ footprint }) => footprint.rings[0]);
  const brackets = buildings.flatMap((building) => findBrackets(building, outlines));
  const roofs = CORNERS.map(([name, x, y, height]) => {
    const target: Corner = [x * halfSide, y * halfSide];
    const nearest = brackets
      .filter((one) => one.height >= height)
      .reduce((best, one) => (distance(one.at, target) < distance(best.at, target) ? one : best));
    const azimuth = Math.atan2(-nearest.at[1], -nearest.at[0]);
    return createSite(name, nearest.at, nearest.height, { azimuth, elevation: ROOF_TILT });
  });
  return [...roofs, placePole(network)];
}

/** Places in front of the walls of a building, where those walls face a street. */
function findBrackets({ footprint, height, tower }: Building, outlines: readonly (readonly Corner[])[]): Bracket[] {
  // A tower's walls stand back from the street behind its podium.
  if (tower !== null || height > HIGHEST_ROOF) return [];
  const [outline] = footprint.rings;
  return outline.flatMap((from, i): Bracket[] => {
    const to = outline[(i + 1) % outline.length];
    const length = distance(from, to);
    const outward: Corner = [(to[1] - from[1]) / length, (from[0] - to[0]) / length];
    const before = (metres: number): Corner => [
      (from[0] + to[0]) / 2 + metres * outward[0],
      (from[1] + to[1]) / 2 + metres * outward[1],
    ];
    const steps = Array.from({ length: STREET_WIDTH }, (_, step) => before(step + 1));
    if (outlines.some((other) => steps.some((step) => isInside(step, other)))) return [];
    return [{ at: before(BRACKET.out), height: height + BRACKET.up }];
  });
}

/** A pole on the pavement of the widest avenue, by the crossing of avenues that is nearest to the middle of the town. */
function placePole({ streets, junctions }: TokyoPlan['network']): Site {
  const crossings = junctions.filter(({ streets: pair }) => pair.every((street) => streets[street].kind === 'avenue'));
  const crossing = crossings.reduce((best, one) =>
    Math.hypot(...one.position) < Math.hypot(...best.position) ? one : best,
  );
  const [first, second] = crossing.streets;
  const [side, avenue, other] =
    streets[first].width >= streets[second].width
      ? [0, streets[first], streets[second]]
      : [1, streets[second], streets[first]];
  const [dx, dy] = streetDirection(avenue);
  const { offset } = avenue.pavements[0];
  // Behind the crossing, so that the pole sees all of it and the avenue beyond.
  const along = crossing.distances[side] - other.width;
  const at: Corner = [avenue.from[0] + along * dx - offset * dy, avenue.from[1] + along * dy + offset * dx];
  return createSite('Avenue pole', at, POLE_HEIGHT, { azimuth: Math.atan2(dy, dx), elevation: POLE_TILT });
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
