/** How unlike two places look to the sites, by the paths that are seen of them. */
import type { SeenPaths } from './seen-paths.ts';
import { SEEN_WIDTH } from './seen-paths.ts';

/**
 * What a difference counts, in metres of range: sideways by far less, because a direction is measured less exactly than a delay,
 * and power by a tenth of a metre a decibel, because it fades.
 */
const SIDEWAYS = 0.15;
const PER_DECIBEL = 0.1;

/**
 * What a path counts that is missing, metres; one that is so far away counts half of it, so that far places can still be told apart
 * where there are no near ones.
 */
const MISSING = 1;

/** Paths farther from each other than this are not compared, metres. */
const FARTHEST = 12;

/** What a site counts that hears but one of the two: as so many paths that are missing. */
const UNHEARD = 2;

/**
 * The mean over the user's paths of the distance to the place's nearest path of the same site: the directed chamfer distance
 * (Barrow et al. 1977, Parametric correspondence and chamfer matching, IJCAI), each distance d bounded as d·m/(d + m). Neither needs to list as many paths
 * as the other, nor in the same order.
 *
 * @returns metres, from 0 to the bound of a path
 */
export function unlikeness(users: SeenPaths, user: number, places: SeenPaths, place: number): number {
  const { sites } = users;
  let sum = 0;
  let weight = 0;
  for (let site = 0; site < sites; site++) {
    const own = sites * user + site;
    const other = sites * place + site;
    const [from, to] = [users.offsets[own], users.offsets[own + 1]];
    const [first, last] = [places.offsets[other], places.offsets[other + 1]];
    if (from === to && first === last) continue;
    if (from === to || first === last) {
      sum += UNHEARD * MISSING;
      weight += UNHEARD;
      continue;
    }
    for (let path = from; path < to; path++) sum += nearestPath(users.values, path, places.values, first, last);
    weight += to - from;
  }
  return weight > 0 ? sum / weight : MISSING;
}

function nearestPath(own: Float32Array, path: number, values: Float32Array, first: number, last: number): number {
  const range = own[SEEN_WIDTH * path];
  const sideways = own[SEEN_WIDTH * path + 1];
  const power = own[SEEN_WIDTH * path + 2];
  let nearest = FARTHEST * FARTHEST;
  for (let at = SEEN_WIDTH * first; at < SEEN_WIDTH * last; at += SEEN_WIDTH) {
    const along = range - values[at];
    const squared = along * along;
    if (squared >= nearest) continue;
    const across = SIDEWAYS * (sideways - values[at + 1]);
    const louder = PER_DECIBEL * (power - values[at + 2]);
    nearest = Math.min(nearest, squared + across * across + louder * louder);
  }
  const distance = Math.sqrt(nearest);
  return (distance * MISSING) / (distance + MISSING);
}
