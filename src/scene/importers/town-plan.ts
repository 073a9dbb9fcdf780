/** What buildings of one town are to each other: the same one mapped twice, or an outline and the parts it is made of. */
import type { Elevations } from './building-tags.ts';
import type { Corner, Footprint } from './footprints.ts';
import { isInside } from './footprints.ts';

/** One building or building part, ready to stand up. */
export interface Building {
  readonly name: string;
  readonly footprint: Footprint;
  readonly elevations: Elevations;
  /** Name of its material in ITU-R P.2040. */
  readonly material: string;
  /** True for a `building:part`. */
  readonly isPart: boolean;
}

/** An outline gives way to its parts once they cover this share of it. */
const COVERED = 0.5;

/**
 * Buildings without those whose ground plan and underside an earlier one has, to the centimetre; the highest stays.
 *
 * @param buildings all of them
 */
export function dropDuplicatePlans(buildings: readonly Building[]): readonly Building[] {
  const highest = new Map<string, Building>();
  for (const building of buildings) {
    const { rings } = building.footprint;
    const key = `${building.elevations.base.toFixed(2)} ${rings.map(canonicalRing).sort().join(' ')}`;
    const known = highest.get(key);
    if (!known || known.elevations.top < building.elevations.top) highest.set(key, building);
  }
  return [...highest.values()];
}

/** A ring as text that is the same whichever corner it begins at (its direction is already fixed). */
function canonicalRing(ring: readonly Corner[]): string {
  const corners = ring.map(([x, y]) => `${Math.round(100 * x)},${Math.round(100 * y)}`);
  const start = corners.reduce((lowest, corner, i) => (corner < corners[lowest] ? i : lowest), 0);
  return [...corners.slice(start), ...corners.slice(0, start)].join(';');
}

/**
 * Buildings without outlines that are mapped in parts: the outline then only says what belongs together (OSM wiki, Simple
 * 3D Buildings). It stays where its parts leave more than half of it empty.
 *
 * @param buildings all of them
 */
export function dropOutlinesOfParts(buildings: readonly Building[]): readonly Building[] {
  const parts = buildings
    .filter(({ isPart }) => isPart)
    .map(({ footprint }) => ({ middle: middleOf(footprint), area: footprint.area }))
    .sort((a, b) => a.middle[0] - b.middle[0]);
  if (parts.length === 0) return buildings;
  return buildings.filter(({ isPart, footprint }) => {
    if (isPart) return true;
    const [outline, ...holes] = footprint.rings;
    const eastings = outline.map(([x]) => x);
    const west = Math.min(...eastings);
    const east = Math.max(...eastings);
    let covered = 0;
    for (let i = firstFrom(parts, west); i < parts.length && parts[i].middle[0] <= east; i++) {
      const { middle, area } = parts[i];
      if (isInside(middle, outline) && !holes.some((hole) => isInside(middle, hole))) covered += area;
    }
    return covered < COVERED * footprint.area;
  });
}

/** A point that surely lies within a ground plan: the middle of its largest triangle. */
function middleOf({ rings, triangles }: Footprint): Corner {
  const corners = rings.flat();
  let largest = -1;
  let middle: Corner = [0, 0];
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [corners[triangles[i]], corners[triangles[i + 1]], corners[triangles[i + 2]]];
    const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    if (area <= largest) continue;
    largest = area;
    middle = [(a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3];
  }
  return middle;
}

/** Index of the first part from a given easting on (bisection). */
function firstFrom(parts: readonly { readonly middle: Corner }[], west: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const half = (low + high) >> 1;
    if (parts[half].middle[0] < west) low = half + 1;
    else high = half;
  }
  return low;
}
