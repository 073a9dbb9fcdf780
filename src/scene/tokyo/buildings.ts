/** What stands on the plots: houses, blocks, L-shaped buildings, and towers on a podium. */
import type { RandomGenerator } from '../../numerics/random.ts';
import { addPrism } from '../importers/extrude.ts';
import type { Corner, Footprint } from '../importers/footprints.ts';
import { cleanFootprint, signedArea } from '../importers/footprints.ts';
import type { RadioMaterial } from '../materials.ts';
import { createMaterial } from '../materials.ts';
import type { SceneBuilder } from '../scene-builder.ts';
import { facesAvenue } from './blocks.ts';
import type { Plot } from './plots.ts';
import { BEYOND, dropShortEdges, insetPlot, plotWidth } from './plots.ts';
import type { Street } from './streets.ts';

/** One building: a prism, with another on its roof where it is stepped. */
export interface Building {
  readonly name: string;
  readonly shape: 'plain' | 'l-shaped' | 'stepped';
  readonly material: RadioMaterial;
  /** Ground plan; of a stepped building it has a hole where the upper part stands, which is its second ring. */
  readonly footprint: Footprint;
  /** Height of the roof, metres; of a stepped building that of the lower part. */
  readonly height: number;
  /** The upper part of a stepped building. */
  readonly tower: { readonly footprint: Footprint; readonly height: number } | null;
}

const CONCRETE = createMaterial('concrete', 0.25);
const BRICK = createMaterial('brick', 0.2);
const GLASS = createMaterial('glass', 0.02);
const METAL = createMaterial('metal', 0.005);
const WOOD = createMaterial('wood', 0.08);

/** Plots that are smaller or narrower stay open, square metres and metres. */
const SMALLEST_PLOT = 70;
const NARROWEST_BUILDING = 5;
/** Share of the plots that are parks or car parks. */
const OPEN_SHARE = 0.03;
/** Corners nearer to each other are cut off, metres: it keeps the mesh lean, and Tokyo's street corners open. */
const SHORTEST_WALL = 3;
/** Height of a storey and what the roof adds to the highest one, metres. */
const STOREY = 3.2;

/**
 * Puts a building on every plot that is fit for one.
 *
 * @param plots the land
 * @param streets what its edges face
 * @param random the source of chance
 */
export function planBuildings(
  plots: readonly Plot[],
  streets: readonly Street[],
  random: RandomGenerator,
): readonly Building[] {
  const buildings: Building[] = [];
  for (const plot of plots) {
    if (random.uniform() < OPEN_SHARE) continue;
    const margins = plot.beyond.map((label) =>
      label === BEYOND.townEdge
        ? 2
        : label === BEYOND.neighbour
          ? 0.25 + 0.5 * random.uniform()
          : 0.3 + random.uniform(),
    );
    const inset = insetPlot(plot, margins);
    if (inset === null) continue;
    const land = dropShortEdges(inset, SHORTEST_WALL);
    if (signedArea(land.corners) < SMALLEST_PLOT || plotWidth(land) < NARROWEST_BUILDING) continue;
    buildings.push(planBuilding(`Building ${buildings.length + 1}`, land, facesAvenue(plot, streets), random));
  }
  return buildings;
}

function planBuilding(name: string, land: Plot, isOnAvenue: boolean, random: RandomGenerator): Building {
  const area = signedArea(land.corners);
  const storeys = drawStoreys(area, isOnAvenue, random);
  const height = storeys * STOREY + 0.3 + 0.9 * random.uniform();
  const material = drawMaterial(storeys, random);
  const width = plotWidth(land);
  if (storeys >= 8 && width > 18) {
    const tower = insetPlot(
      land,
      land.corners.map(() => width * (0.12 + 0.1 * random.uniform())),
    );
    if (tower !== null) {
      const upper = dropShortEdges(tower, SHORTEST_WALL);
      const podium = Math.max(2, Math.round(storeys * (0.15 + 0.25 * random.uniform())));
      return {
        name,
        shape: 'stepped',
        material,
        footprint: fill(land.corners, upper.corners),
        height: podium * STOREY + 1,
        tower: { footprint: fill(upper.corners), height },
      };
    }
  }
  if (land.corners.length === 4 && width > 11 && random.uniform() < 0.45) {
    return { name, shape: 'l-shaped', material, footprint: fill(bend(land.corners, random)), height, tower: null };
  }
  return { name, shape: 'plain', material, footprint: fill(land.corners), height, tower: null };
}

/** Two storeys in the back streets, many on an avenue, and now and then a tower on a large plot. */
function drawStoreys(area: number, isOnAvenue: boolean, random: RandomGenerator): number {
  const skew = random.uniform() ** 2;
  if (!isOnAvenue) return Math.round(area < 350 ? 2 + 4 * skew : 2 + 11 * skew);
  if (area > 900 && random.uniform() < 0.15) return Math.round(20 + 10.5 * random.uniform());
  return Math.round(5 + 11 * skew);
}

function drawMaterial(storeys: number, random: RandomGenerator): RadioMaterial {
  const draw = random.uniform();
  if (storeys <= 3) return draw < 0.45 ? WOOD : draw < 0.75 ? CONCRETE : BRICK;
  if (storeys <= 9) return draw < 0.62 ? CONCRETE : draw < 0.87 ? BRICK : draw < 0.95 ? GLASS : METAL;
  return draw < 0.5 ? GLASS : draw < 0.85 ? CONCRETE : METAL;
}

/** A quadrilateral without one of its corners: an L. */
function bend(corners: readonly Corner[], random: RandomGenerator): Corner[] {
  const turn = Math.floor(4 * random.uniform());
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => corners[(i + turn) % 4]);
  const s = 0.4 + 0.25 * random.uniform();
  const t = 0.4 + 0.25 * random.uniform();
  const at = (u: number, v: number): Corner => [
    (1 - v) * ((1 - u) * a[0] + u * b[0]) + v * ((1 - u) * d[0] + u * c[0]),
    (1 - v) * ((1 - u) * a[1] + u * b[1]) + v * ((1 - u) * d[1] + u * c[1]),
  ];
  return [a, b, at(1, t), at(s, t), at(s, 1), d];
}

/** A ground plan of an outline and perhaps a hole, both known to be sound. */
function fill(...rings: (readonly Corner[])[]): Footprint {
  const cleaned = cleanFootprint(rings);
  if (typeof cleaned === 'string') throw new Error(`A ground plan of the town ${cleaned}.`);
  return cleaned.footprint;
}

/**
 * Adds a building to a scene: closed but for its underside, normals outward.
 *
 * @param builder where it goes
 * @param building what is added
 */
export function addBuilding(builder: SceneBuilder, { name, material, footprint, height, tower }: Building): void {
  builder.beginObject(name, material, 'building', true);
  if (tower === null) {
    addPrism(builder, footprint, 0, height);
    return;
  }
  const [outline] = footprint.rings;
  addWalls(builder, outline, 0, height);
  addRoof(builder, footprint, height);
  addWalls(builder, tower.footprint.rings[0], height, tower.height);
  addRoof(builder, tower.footprint, tower.height);
}

function addWalls(builder: SceneBuilder, outline: readonly Corner[], base: number, top: number): void {
  outline.forEach(([x, y], i) => {
    const [nextX, nextY] = outline[(i + 1) % outline.length];
    builder.addPolygon([x, y, base], [nextX, nextY, base], [nextX, nextY, top], [x, y, top]);
  });
}

function addRoof(builder: SceneBuilder, { rings, triangles }: Footprint, height: number): void {
  builder.addTriangles(
    rings.flat().flatMap(([x, y]) => [x, y, height]),
    [...triangles],
  );
}
