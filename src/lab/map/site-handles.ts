/** Handles by which a site is turned and tilted on the map: one before it on the level of its panel, one along its boresight. */
import type { Site } from '../state/site-edits.ts';
import { panelAxes } from './site-mesh.ts';
import type { Bounds, Point } from './ray-plane.ts';

/** What a handle does. */
export type SiteHandle = 'turn' | 'tilt';

/** Length of the wedge of light before a site, parts of the scene's longer side. */
const WEDGE_REACH = 0.16;
/** The tilt's handle is nearer to the site, so that the two stay apart where a site looks level. */
const TILT_REACH = 0.62;

/** Length of the wedge of light before a site, metres. */
export function wedgeReach({ minimum, maximum }: Bounds): number {
  return WEDGE_REACH * Math.max(maximum[0] - minimum[0], maximum[1] - minimum[1]);
}

/** Where the handles of a site are, metres. */
export function placeHandles(site: Site, bounds: Bounds): Readonly<Record<SiteHandle, Point>> {
  const [x, y, z] = site.position;
  const { azimuth } = site.orientation;
  const reach = wedgeReach(bounds);
  const { forward } = panelAxes(site.orientation);
  const along = TILT_REACH * reach;
  return {
    turn: [x + reach * Math.cos(azimuth), y + reach * Math.sin(azimuth), z],
    tilt: [x + along * forward[0], y + along * forward[1], z + along * forward[2]],
  };
}

/**
 * Where a site looks once a handle of it has been pulled to a place.
 *
 * @param to the place, metres; of the tilt's handle its height alone matters
 */
export function pullHandle(site: Site, handle: SiteHandle, to: Point, bounds: Bounds): Site['orientation'] {
  const { position, orientation } = site;
  switch (handle) {
    case 'turn':
      return { ...orientation, azimuth: Math.atan2(to[1] - position[1], to[0] - position[0]) };
    case 'tilt': {
      const rise = (to[2] - position[2]) / (TILT_REACH * wedgeReach(bounds));
      return { ...orientation, elevation: Math.asin(Math.min(1, Math.max(-1, rise))) };
    }
    default:
      return handle satisfies never;
  }
}
