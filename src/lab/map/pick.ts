/** Which user the pointer means: found on projected positions, so that nothing is drawn twice for the pointer. */

/** Pointers within this distance of a user's mark mean the user, CSS pixels. */
export const PICK_RADIUS = 11;

/** The selected user's mark is larger by this, and it is the one that people want to grip, CSS pixels. */
const SELECTED_BONUS = 6;

/**
 * The user whose mark is nearest to a point of the screen.
 *
 * @param viewport turns metres into CSS pixels
 * @param truth true positions [users, 3], metres
 * @param x CSS pixels from the left of the map
 * @param y CSS pixels from the top of the map
 * @param selected the selected user, or null
 * @returns null where no mark is near
 */
export function pickNearest(
  viewport: { project(point: number[]): number[] },
  truth: Float64Array,
  x: number,
  y: number,
  selected: number | null,
): number | null {
  let best: number | null = null;
  let nearest = PICK_RADIUS;
  for (let user = 0; user < truth.length / 3; user++) {
    const [px, py] = viewport.project([truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]]);
    const distance = Math.hypot(px - x, py - y) - (user === selected ? SELECTED_BONUS : 0);
    if (distance < nearest) [best, nearest] = [user, distance];
  }
  return best;
}
