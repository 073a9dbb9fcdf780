/** From the features of a user's links to what the per-site networks read. */
import { anchorOf } from '../../features/taps/anchors.ts';
import { LINK_FEATURE_WIDTH, LISTED_PATHS, PATH_WIDTH, SUMMARY_WIDTH } from '../../features/taps/link-features.ts';
import type { Site } from '../../scene/sites.ts';
import type { CoordinateFrame } from '../coordinates.ts';
import { PLACE_WIDTH, RECALLED, RECALLED_LINK_WIDTH } from '../known-places/memory.ts';

/** Anchors that are also given as waves: of the first and of the strongest path. */
const WAVED_ANCHORS = 2;

/** Lengths of those waves, metres: from the block to the width of a street. */
const WAVELENGTHS = [160, 80, 40, 20] as const;

/** Where in a site's inputs the waves and the recalled places begin: after heard or not, the summary, the paths with a mark each. */
const WAVE_OFFSET = 1 + SUMMARY_WIDTH + LISTED_PATHS * (PATH_WIDTH + 1);
const PLACE_OFFSET = WAVE_OFFSET + WAVED_ANCHORS * WAVELENGTHS.length * 4;

/** Inputs of a recalled place: a mark of its presence, how alike it is, how far it is from where it should be, x and y. */
const PLACE_INPUTS = 4;

/** Anchors of a site: the places that it recalls (see `RECALLED`), then those of its paths. */
export const ANCHORS = RECALLED + LISTED_PATHS;

/** Where in a site's inputs its anchors begin. */
export const ANCHOR_OFFSET = PLACE_OFFSET + PLACE_INPUTS * RECALLED;

/** Inputs of one site; the last ones are its anchors [ANCHORS, 2] in the network's coordinates. */
export const SITE_INPUT_WIDTH = ANCHOR_OFFSET + 2 * ANCHORS;

/** Unlikeness that is hardly more than the noise, metres. */
const HARDLY_UNLIKE = 0.01;

/** Distance between places that counts as near, metres: greater ones are squeezed. */
const NEAR = 0.5;

/** Mean and spread of every feature over the training links [LINK_FEATURE_WIDTH]. */
export interface LinkStatistics {
  readonly mean: readonly number[];
  /** 1 where the training links never vary. */
  readonly standardDeviation: readonly number[];
}

/** Everything that the encoding depends on; travels with the weights. */
export interface LinkEncoding {
  readonly statistics: LinkStatistics;
  readonly coordinates: CoordinateFrame;
}

/**
 * Statistics of training links; what is not there does not count.
 *
 * @param rows [links, width], the features first
 * @param width LINK_FEATURE_WIDTH, or more where something follows, of which there are no statistics
 */
export function fitLinkStatistics(rows: Float32Array, width: number): LinkStatistics {
  const count = new Float64Array(LINK_FEATURE_WIDTH);
  const sum = new Float64Array(LINK_FEATURE_WIDTH);
  const squares = new Float64Array(LINK_FEATURE_WIDTH);
  rows.forEach((value, i) => {
    const feature = i % width;
    if (Number.isNaN(value) || feature >= LINK_FEATURE_WIDTH) return;
    count[feature]++;
    sum[feature] += value;
    squares[feature] += value * value;
  });
  const mean = Array.from(sum, (value, i) => (count[i] > 0 ? value / count[i] : 0));
  return {
    mean,
    standardDeviation: Array.from(squares, (value, i) => {
      const variance = count[i] > 0 ? value / count[i] - mean[i] ** 2 : 0;
      return variance > 0 ? Math.sqrt(variance) : 1;
    }),
  };
}

/** True where a link stood out of the noise. */
export function isHeard(row: ArrayLike<number>): boolean {
  return !Number.isNaN(row[0]);
}

/**
 * Writes the inputs of one link; zeros for what there is not.
 *
 * @param row features of the link and what is recalled of it [RECALLED_LINK_WIDTH]
 * @param height of the user, metres
 * @param target [SITE_INPUT_WIDTH]
 */
export function encodeLink(
  row: Float32Array,
  site: Site,
  height: number,
  { statistics, coordinates }: LinkEncoding,
  target: Float32Array,
): void {
  target.fill(0);
  if (!isHeard(row)) return;
  const score = (index: number): number => (row[index] - statistics.mean[index]) / statistics.standardDeviation[index];
  target[0] = 1;
  for (let i = 0; i < SUMMARY_WIDTH; i++) target[1 + i] = score(i);
  const writeAnchor = (number: number, anchor: readonly number[]): void => {
    anchor.forEach((value, axis) => {
      target[ANCHOR_OFFSET + 2 * number + axis] = (value - coordinates.centre[axis]) / coordinates.scale;
    });
  };
  let strongest: readonly number[] | null = null;
  for (let path = 0; path < LISTED_PATHS; path++) {
    const from = SUMMARY_WIDTH + PATH_WIDTH * path;
    if (Number.isNaN(row[from])) continue;
    const at = 1 + SUMMARY_WIDTH + (PATH_WIDTH + 1) * path;
    for (let i = 0; i < PATH_WIDTH; i++) target[at + i] = score(from + i);
    target[at + PATH_WIDTH] = 1;
    const anchor = anchorOf(site, row[from], row[from + 1], height);
    writeAnchor(RECALLED + path, anchor);
    if (path < WAVED_ANCHORS) writeWaves(anchor, target, path);
    if (path === STRONGEST) strongest = anchor;
  }
  for (let number = 0; number < RECALLED; number++) {
    const [x, y, unlike] = placeOf(row, number);
    if (Number.isNaN(x)) break;
    writeAnchor(number, [x, y]);
    // Where they agree is told from where the strongest path would end; each of them from where they agree.
    const [fromX, fromY] = number > 0 ? placeOf(row, 0) : (strongest ?? [x, y]);
    const alike = -0.25 * Math.log(unlike + HARDLY_UNLIKE);
    target.set([1, alike, squeeze(x - fromX), squeeze(y - fromY)], PLACE_OFFSET + PLACE_INPUTS * number);
  }
}

/** Which of a link's paths is the strongest. */
const STRONGEST = 1;

/** The x, y and unlikeness of a recalled place. */
function placeOf(row: Float32Array, number: number): Float32Array {
  const from = LINK_FEATURE_WIDTH + PLACE_WIDTH * number;
  return row.subarray(from, from + PLACE_WIDTH);
}

/** Keeps centimetres and streets apart in one number. */
function squeeze(metres: number): number {
  return 0.4 * Math.sign(metres) * Math.log1p(Math.abs(metres) / NEAR);
}

function writeWaves(anchor: readonly number[], target: Float32Array, path: number): void {
  WAVELENGTHS.forEach((wavelength, octave) => {
    anchor.forEach((value, axis) => {
      const at = WAVE_OFFSET + 4 * (WAVELENGTHS.length * path + octave) + 2 * axis;
      target[at] = Math.sin((2 * Math.PI * value) / wavelength);
      target[at + 1] = Math.cos((2 * Math.PI * value) / wavelength);
    });
  });
}

/**
 * Inputs of many users at all sites.
 *
 * @param rows [users, sites, RECALLED_LINK_WIDTH]
 * @param heights [users], metres
 * @returns [users, sites, SITE_INPUT_WIDTH]
 */
export function encodeLinks(
  rows: Float32Array,
  sites: readonly Site[],
  heights: ArrayLike<number>,
  encoding: LinkEncoding,
): Float32Array {
  const links = rows.length / RECALLED_LINK_WIDTH;
  const inputs = new Float32Array(links * SITE_INPUT_WIDTH);
  for (let link = 0; link < links; link++) {
    encodeLink(
      rows.subarray(link * RECALLED_LINK_WIDTH, (link + 1) * RECALLED_LINK_WIDTH),
      sites[link % sites.length],
      heights[Math.floor(link / sites.length)],
      encoding,
      inputs.subarray(link * SITE_INPUT_WIDTH, (link + 1) * SITE_INPUT_WIDTH),
    );
  }
  return inputs;
}
