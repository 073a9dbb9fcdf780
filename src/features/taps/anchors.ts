/** Anchors: where each path would put the user if it were the line of sight, at the user's known height. */
import { panelFrame } from '../../channel/array.ts';
import type { Site } from '../../scene/sites.ts';

/** Shortest horizontal distance of an anchor, metres: a range shorter than the site is high leaves no direction. */
const NEAREST = 1;

/**
 * The point in front of the panel that lies at a range, at a horizontal direction cosine, and at the user's height: the height
 * takes the place of the vertical cosine, which is the worst of what is measured.
 *
 * @param range metres
 * @param cosine horizontal direction cosine at the panel
 * @param height of the user, metres
 * @returns x and y, metres; NaN where range or cosine are
 */
export function anchorOf(site: Site, range: number, cosine: number, height: number): [x: number, y: number] {
  const { horizontal } = panelFrame(site.orientation);
  const drop = height - site.position[2];
  const level = Math.sqrt(Math.max(range * range - drop * drop, NEAREST));
  const across = Math.min(level, Math.max(-level, range * cosine));
  const ahead = Math.sqrt(level * level - across * across);
  // The panel's horizontal axis is level, so ahead of the panel is a quarter turn clockwise of it.
  return [
    site.position[0] + across * horizontal[0] + ahead * horizontal[1],
    site.position[1] + across * horizontal[1] - ahead * horizontal[0],
  ];
}
