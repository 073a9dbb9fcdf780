/** The paths that the sites see of some users or places, side by side: what the town's weighted nearest neighbours compare. */
import {
  CLEAN_PATHS,
  LINK_FEATURE_WIDTH,
  LISTED_PATHS,
  PATH_WIDTH,
  SUMMARY_WIDTH,
} from '../../features/taps/link-features.ts';

/** Values of a path: range (metres), range times its horizontal direction cosine (metres), power (decibels). */
export const SEEN_WIDTH = 3;

/** See the file's head. */
export interface SeenPaths {
  /** Number of users or places. */
  readonly count: number;
  readonly sites: number;
  /** Where the paths of each link begin, in paths [count · sites + 1]; a site that hears nothing has none. */
  readonly offsets: Uint32Array;
  /** Paths of all links, the strongest of a link first [Σ, SEEN_WIDTH]. */
  readonly values: Float32Array;
}

/**
 * Takes the paths of CLEAN out of the features of links. Their vertical direction is left out: for users on streets it says
 * little that range does not.
 *
 * @param rows [users, sites, LINK_FEATURE_WIDTH]; NaN for what there is not
 */
export function seenPaths(rows: Float32Array, sites: number): SeenPaths {
  const links = rows.length / LINK_FEATURE_WIDTH;
  const offsets = new Uint32Array(links + 1);
  const firstOf = (link: number): number =>
    LINK_FEATURE_WIDTH * link + SUMMARY_WIDTH + PATH_WIDTH * (LISTED_PATHS - CLEAN_PATHS);
  for (let link = 0; link < links; link++) {
    let paths = 0;
    while (paths < CLEAN_PATHS && !Number.isNaN(rows[firstOf(link) + PATH_WIDTH * paths])) paths++;
    offsets[link + 1] = offsets[link] + paths;
  }
  const values = new Float32Array(SEEN_WIDTH * offsets[links]);
  for (let link = 0; link < links; link++) {
    for (let path = offsets[link]; path < offsets[link + 1]; path++) {
      const from = firstOf(link) + PATH_WIDTH * (path - offsets[link]);
      values.set([rows[from], rows[from] * rows[from + 1], rows[from + 3]], SEEN_WIDTH * path);
    }
  }
  return { count: links / sites, sites, offsets, values };
}
