/** What is known of a town, asked by one site at a time: the places whose paths to that site look most like a user's. */
import { LINK_FEATURE_WIDTH } from '../../features/taps/link-features.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { WeightSource } from '../weights/source.ts';
import { findNearest } from '../wknn/neighbours.ts';
import type { PathDatabase } from './database.ts';
import { checkKnownSites, decodePathDatabase } from './database.ts';
import { placeAmong } from './place-among.ts';
import { indexPlaces } from './place-index.ts';
import type { SeenPaths } from './seen-paths.ts';
import { SEEN_WIDTH, seenPaths } from './seen-paths.ts';
import { unlikeness } from './unlikeness.ts';

/** Places that are recalled of a link, those most alike first. */
const ALIKE = 12;

/** So many of them say where they agree. */
const AGREEING = 4;

/** Places that are written of a link: where the most alike agree, then those themselves. */
export const RECALLED = 1 + ALIKE;

/** Values of a place: x and y (metres), how unlike it is (metres; see `unlikeness`). */
export const PLACE_WIDTH = 3;

/** Values of a link with what is recalled: its features, then the places [RECALLED, PLACE_WIDTH]; NaN for what there is not. */
export const RECALLED_LINK_WIDTH = LINK_FEATURE_WIDTH + RECALLED * PLACE_WIDTH;

/** See the file's head. */
export interface PlaceMemory {
  /**
   * Recalls the places of all links.
   *
   * @param rows [users, sites, LINK_FEATURE_WIDTH]
   * @param leftOut the places that a user is not told of, from one to before the other: those of its own route in training
   * @returns [users, sites, RECALLED_LINK_WIDTH]
   * @throws LabError 'unsupported' for another number of sites
   */
  recall(this: void, rows: Float32Array, sites: number, leftOut?: (user: number) => PlaceRange): Float32Array;
  /**
   * Recalls the places of one link.
   *
   * @param row [LINK_FEATURE_WIDTH]
   * @param target [RECALLED_LINK_WIDTH]
   */
  recallLink(this: void, site: number, row: Float32Array, target: Float32Array, leftOut?: PlaceRange): void;
}

/** Places from one number to before another. */
export type PlaceRange = readonly [from: number, to: number];

/** Wraps a database in memory. */
export function createPlaceMemory({ positions, places }: PathDatabase): PlaceMemory {
  const sitesKnown = Array.from({ length: places.sites }, (_, site) => {
    const own = ofSite(places, site);
    return { own, candidates: indexPlaces(own).candidates };
  });
  const recallLink: PlaceMemory['recallLink'] = (site, row, target, [from, to] = [0, 0]) => {
    target.fill(NaN);
    target.set(row);
    const { own, candidates } = sitesKnown[site];
    const user = seenPaths(row, 1);
    const told = candidates(user, 0).filter((place) => place < from || place >= to);
    const nearest = findNearest(told, ALIKE, (place) => unlikeness(user, 0, own, place));
    if (nearest.length === 0) return;
    const agreed = [...placeAmong(positions, nearest.slice(0, AGREEING)), nearest[0].squared];
    const each = nearest.map(({ place, squared }) => [positions[2 * place], positions[2 * place + 1], squared]);
    target.set([agreed, ...each].flat(), LINK_FEATURE_WIDTH);
  };
  return {
    recallLink,
    recall(rows, sites, leftOut) {
      checkKnownSites(sitesKnown.length, sites);
      const links = rows.length / LINK_FEATURE_WIDTH;
      const recalled = new Float32Array(links * RECALLED_LINK_WIDTH);
      for (let link = 0; link < links; link++) {
        recallLink(
          link % sites,
          rows.subarray(link * LINK_FEATURE_WIDTH, (link + 1) * LINK_FEATURE_WIDTH),
          recalled.subarray(link * RECALLED_LINK_WIDTH, (link + 1) * RECALLED_LINK_WIDTH),
          leftOut?.(Math.floor(link / sites)),
        );
      }
      return recalled;
    },
  };
}

/** The paths to one site of all places. */
function ofSite({ count, sites, offsets, values }: SeenPaths, site: number): SeenPaths {
  const own = new Uint32Array(count + 1);
  for (let place = 0; place < count; place++) {
    const link = sites * place + site;
    own[place + 1] = own[place] + offsets[link + 1] - offsets[link];
  }
  const kept = new Float32Array(SEEN_WIDTH * own[count]);
  for (let place = 0; place < count; place++) {
    const link = sites * place + site;
    kept.set(values.subarray(SEEN_WIDTH * offsets[link], SEEN_WIDTH * offsets[link + 1]), SEEN_WIDTH * own[place]);
  }
  return { count, sites: 1, offsets: own, values: kept };
}

/** Memories by the weights that their places are: those who share a source share them, and they go when it does. */
const opened = new WeakMap<WeightSource, Promise<PlaceMemory>>();

/**
 * The memory of the places of a dataset, which lie beside the weights that need them. Several networks share one: it is opened
 * once.
 *
 * @param source of those weights
 * @param trainedOn what they were trained on
 * @throws LabError as `decodePathDatabase`, 'bad-file' for places of another dataset
 */
export function openPlaceMemory(
  source: WeightSource,
  { dataset, datasetHash }: { readonly dataset: string; readonly datasetHash: string },
): Promise<PlaceMemory> {
  const places = source.beside(`../../path-wknn/${dataset}/`);
  const known = opened.get(places);
  if (known) return known;
  const memory = decodePathDatabase(places).then((database) => {
    if (database.trainedOn.hash === datasetHash) return createPlaceMemory(database);
    throw new LabError(
      'bad-file',
      `The places in ${places.location} are of another ${dataset} (hash ${database.trainedOn.hash}) than the weights (hash ${datasetHash}).`,
      `Make them again: wavefix train ${dataset}/path-wknn.`,
    );
  });
  opened.set(places, memory);
  memory.catch(() => opened.delete(places));
  return memory;
}
