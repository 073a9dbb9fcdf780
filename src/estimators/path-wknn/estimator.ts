/**
 * Weighted k nearest neighbours (Bahl and Padmanabhan 2000, RADAR, IEEE INFOCOM, section IV) on the paths of links: the user is
 * among the known places of which the sites see the same paths.
 */
import type { Estimator } from '../estimator.ts';
import { knownHeights } from '../links.ts';
import { explainUnheard } from '../no-fix.ts';
import { readLinks, requireChannels } from '../per-site/read-links.ts';
import type { WeightSource } from '../weights/source.ts';
import { findNearest } from '../wknn/neighbours.ts';
import type { PathDatabase } from '../known-places/database.ts';
import { checkKnownSites, decodePathDatabase } from '../known-places/database.ts';
import { placeAmong } from '../known-places/place-among.ts';
import { indexPlaces } from '../known-places/place-index.ts';
import { seenPaths } from '../known-places/seen-paths.ts';
import { unlikeness } from '../known-places/unlikeness.ts';

/** How many places are blended; with the bounds of `unlikeness` chosen on the validation trajectories of `tokyo-streets`. */
const NEIGHBOURS = 4;

/**
 * Loads a database.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodePathDatabase`
 */
export async function loadPathWknn(source: WeightSource): Promise<Estimator> {
  return createPathWknn(await decodePathDatabase(source));
}

/** The estimator over a database in memory. */
export function createPathWknn({ trainedOn, positions, places }: PathDatabase): Estimator {
  const { candidates } = indexPlaces(places);
  return {
    trainedOn,
    parameterCount: 0,
    flopCount: 0,
    estimate: async (input) => {
      const { count, links } = input;
      checkKnownSites(places.sites, links.length);
      const heights = knownHeights(input);
      const users = seenPaths(readLinks(input, requireChannels(input)), places.sites);
      const fixes = new Float32Array(3 * count).fill(NaN);
      for (let user = 0; user < count; user++) {
        const nearest = findNearest(candidates(users, user), NEIGHBOURS, (place) =>
          unlikeness(users, user, places, place),
        );
        if (nearest.length > 0) fixes.set([...placeAmong(positions, nearest), heights[user]], 3 * user);
      }
      return Promise.resolve(fixes);
    },
    explain: explainUnheard,
    dispose() {},
  };
}
