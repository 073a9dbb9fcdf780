/**
 * Weighted k nearest neighbours (Bahl and Padmanabhan 2000, RADAR, IEEE INFOCOM, section IV) on the paths of links: the user is
 * among the known places of which the sites see the same paths.
 */
import { LabError } from '../../errors/lab-error.ts';
import type { Estimator } from '../estimator.ts';
import { knownHeights } from '../links.ts';
import { explainUnheard } from '../no-fix.ts';
import { readLinks, requireChannels } from '../per-site/read-links.ts';
import type { WeightSource } from '../weights/source.ts';
import type { Neighbour } from '../wknn/neighbours.ts';
import { findNearest } from '../wknn/neighbours.ts';
import type { PathDatabase } from './database.ts';
import { decodePathDatabase } from './database.ts';
import { indexPlaces } from './place-index.ts';
import { seenPaths } from './seen-paths.ts';
import { unlikeness } from './unlikeness.ts';

/** How many places are blended; with the bounds of `unlikeness` chosen on the validation trajectories of `tokyo-streets`. */
const NEIGHBOURS = 4;

/** Unlikeness below which two places look the same, metres. */
const SAME = 0.1;

/** A neighbour this far from where the others are, metres, counts half: another street may look like this one. */
const ASTRAY = 1.5;
const ROUNDS = 3;

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
    estimate: (input) => {
      const { count, links } = input;
      if (links.length !== places.sites) return Promise.reject(wrongSites(places.sites, links.length));
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

/** Where the neighbours are, the more alike the more, and those least that are far from the others. */
function placeAmong(positions: Float32Array, nearest: readonly Neighbour[]): [x: number, y: number] {
  const alike = nearest.map(({ squared: unlike }) => Math.max(unlike, SAME) ** -4);
  let at: [x: number, y: number] | null = null;
  for (let round = 0; round <= ROUNDS; round++) {
    let [x, y, total] = [0, 0, 0];
    for (const [i, { place }] of nearest.entries()) {
      const [px, py] = positions.subarray(2 * place, 2 * place + 2);
      const away: number = at ? Math.hypot(px - at[0], py - at[1]) : 0;
      const weight = alike[i] / (1 + (away / ASTRAY) ** 2);
      x += weight * px;
      y += weight * py;
      total += weight;
    }
    at = [x / total, y / total];
  }
  return at ?? [NaN, NaN];
}

function wrongSites(expected: number, actual: number): LabError {
  return new LabError(
    'unsupported',
    `The places are known to ${expected} sites, and there are ${actual}.`,
    'Use the sites that the database was made with, or TOA or TDOA, which need none.',
  );
}
