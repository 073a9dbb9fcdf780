/** What the pointer means: found on projected positions, so that nothing is drawn twice for the pointer. */
import type { Point } from './ray-plane.ts';
import type { SiteHandle } from './site-handles.ts';

/** A user, a site, or a handle by which a site is turned or tilted, by the number of the user or the site. */
export interface MapTarget {
  readonly kind: 'user' | 'site' | SiteHandle;
  readonly index: number;
}

/** What stands on the map, and which of it is selected. */
export interface MapMarks {
  /** True positions of users [users, 3], metres. */
  readonly truth: Float64Array;
  readonly selectedUser: number | null;
  readonly sites: readonly { readonly position: Point }[];
  readonly selectedSite: number | null;
  /** Handles of the selected site; null without one. */
  readonly handles: Readonly<Record<SiteHandle, Point>> | null;
}

/** Pointers within this distance of a mark mean it, CSS pixels. */
export const PICK_RADIUS = 11;

/** A selected mark is larger by this, and it is the one that people want to grip, CSS pixels. */
const SELECTED_BONUS = 6;

/**
 * The user, the site or the handle whose mark is nearest to a point of the screen.
 *
 * @param viewport turns metres into CSS pixels
 * @param marks what stands on the map
 * @param x CSS pixels from the left of the map
 * @param y CSS pixels from the top of the map
 * @returns null where no mark is near
 */
export function pickNearest(
  viewport: { project(point: number[]): number[] },
  { truth, selectedUser, sites, selectedSite, handles }: MapMarks,
  x: number,
  y: number,
): MapTarget | null {
  let best: MapTarget | null = null;
  let nearest = PICK_RADIUS;
  const offer = (kind: MapTarget['kind'], index: number, position: number[], isSelected: boolean): void => {
    const [px, py] = viewport.project(position);
    const distance = Math.hypot(px - x, py - y) - (isSelected ? SELECTED_BONUS : 0);
    if (distance < nearest) [best, nearest] = [{ kind, index }, distance];
  };
  for (let user = 0; user < truth.length / 3; user++) {
    offer('user', user, [truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]], user === selectedUser);
  }
  sites.forEach(({ position }, site) => offer('site', site, [...position], site === selectedSite));
  if (handles && selectedSite !== null) {
    offer('turn', selectedSite, [...handles.turn], true);
    offer('tilt', selectedSite, [...handles.tilt], true);
  }
  return best;
}
