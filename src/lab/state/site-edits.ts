/** What can be done to a list of sites; every function gives a new list and leaves the old one alone. */
import type { SessionView } from '../../engine/frontend.ts';
import type { Point } from '../map/ray-plane.ts';

/** One site. */
export type Site = SessionView['scene']['sites'][number];

type Bounds = SessionView['scene']['bounds'];

/** What of a site can be changed by hand; what is left out stays. */
export type SiteChange = Partial<Pick<Site, 'position' | 'orientation' | 'panel'>>;

/** Sites may stand this far above the highest roof of a scene, metres. */
const ROOM_ABOVE = 100;

/** Steepest elevation of a boresight, radians. */
const STEEPEST = Math.PI / 2;

/** Where a site may be: over the ground of the scene, and above its roofs too. */
export function siteBounds({ minimum, maximum }: Bounds): Bounds {
  return { minimum, maximum: [maximum[0], maximum[1], maximum[2] + ROOM_ABOVE] };
}

/** The nearest place where a site may be, metres. */
function clampSite(position: Point, bounds: Bounds): Point {
  const { minimum, maximum } = siteBounds(bounds);
  const clamp = (axis: 0 | 1 | 2): number => Math.min(maximum[axis], Math.max(minimum[axis], position[axis]));
  return [clamp(0), clamp(1), clamp(2)];
}

/** An azimuth in (−π, π], radians. */
export function wrapAzimuth(azimuth: number): number {
  const turn = 2 * Math.PI;
  return azimuth - turn * Math.ceil((azimuth - Math.PI) / turn);
}

/** The list with one site changed; its place stays within the bounds and its angles in their ranges. */
export function changeSite(sites: readonly Site[], index: number, change: SiteChange, bounds: Bounds): readonly Site[] {
  const changed: Site = { ...sites[index], ...change };
  const { azimuth, elevation } = changed.orientation;
  return sites.with(index, {
    ...changed,
    position: clampSite(changed.position, bounds),
    orientation: {
      azimuth: wrapAzimuth(azimuth),
      elevation: Math.min(STEEPEST, Math.max(-STEEPEST, elevation)),
    },
  });
}

/**
 * The list with one site more, as high as the first one and with its antenna, looking at the middle of the scene.
 *
 * @param x metres east
 * @param y metres north
 */
export function addSite(sites: readonly Site[], x: number, y: number, bounds: Bounds): readonly Site[] {
  const [first] = sites;
  const middle = (axis: 0 | 1): number => (bounds.minimum[axis] + bounds.maximum[axis]) / 2;
  const position = clampSite([x, y, first.position[2]], bounds);
  return [
    ...sites,
    {
      name: freeName(sites),
      position: [...position],
      orientation: { azimuth: Math.atan2(middle(1) - position[1], middle(0) - position[0]), elevation: 0 },
      panel: first.panel,
    },
  ];
}

function freeName(sites: readonly Site[]): string {
  const taken = new Set(sites.map(({ name }) => name));
  let number = sites.length + 1;
  while (taken.has(`Site ${number}`)) number++;
  return `Site ${number}`;
}

/** The list without one site. */
export function removeSite(sites: readonly Site[], index: number): readonly Site[] {
  return sites.filter((_, site) => site !== index);
}
