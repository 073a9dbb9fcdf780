/**
 * The paths of many links as a graphics processor takes them: all phases reduced to fixed-point fractions of a turn in double
 * precision first, because single precision misses 0.02 rad of a 30 GHz carrier over a kilometre.
 */
import type { Site } from '../scene/sites.ts';
import { panelFrame, toPanelCosines } from './array.ts';
import { pilotToneSpacing } from './radio.ts';
import type { RadioConfiguration } from './radio.ts';
import { pilotFrequencies } from './srs.ts';
import type { ChannelPaths } from './synthesize.ts';

/** Words of one path, the struct `Path` of `synthesize.wgsl`. */
export const PATH_WORDS = 5;

/** Paths of some links. */
export interface PackedPaths {
  /** [paths, 5]: magnitude as float32; start, tone step, column step and row step as turns·2³². */
  readonly words: Uint32Array<ArrayBuffer>;
  /** First path of each link, and the end [links + 1]. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  /**
   * What the magnitudes of each link were divided by, a power of two near the channel's root mean square [links], so that
   * squares stay within single precision; 1 for a link without a path.
   */
  readonly scales: Float64Array;
}

/**
 * Packs links for `synthesize.wgsl`, which makes of a path the term magnitude·e^{j2π(start + k·tone + column·c + row·r)}.
 *
 * @param links paths of each link
 * @param site the receiving panel
 * @param radio the numerology
 */
export function packPaths(links: readonly ChannelPaths[], site: Site, radio: RadioConfiguration): PackedPaths {
  const { rows, columns, spacing } = site.panel;
  const frame = panelFrame(site.orientation);
  const first = pilotFrequencies(radio)[0];
  const step = pilotToneSpacing(radio);
  const total = links.reduce((sum, { count }) => sum + count, 0);
  const words = new Uint32Array(PATH_WORDS * total);
  const magnitudes = new Float32Array(words.buffer);
  const offsets = new Uint32Array(links.length + 1);
  const scales = new Float64Array(links.length);
  let at = 0;
  for (const [link, paths] of links.entries()) {
    const { count, amplitudes, delays, departureAzimuths, departureElevations } = paths;
    let power = 0;
    for (let i = 0; i < 2 * count; i++) power += amplitudes[i] ** 2;
    const scale = power > 0 && Number.isFinite(power) ? 2 ** Math.round(Math.log2(power) / 2) : 1;
    scales[link] = scale;
    for (let p = 0; p < count; p++, at += PATH_WORDS) {
      const re = amplitudes[2 * p];
      const im = amplitudes[2 * p + 1];
      const [h, v] = toPanelCosines(frame, departureAzimuths[p], departureElevations[p]);
      const column = spacing * h;
      const row = spacing * v;
      // Columns and rows count from the panel's centre, where the phase reference is.
      const centre = ((columns - 1) * column + (rows - 1) * row) / 2;
      magnitudes[at] = Math.hypot(re, im) / scale;
      words[at + 1] = toFixedTurns(Math.atan2(im, re) / (2 * Math.PI) - first * delays[p] - centre);
      words[at + 2] = toFixedTurns(-step * delays[p]);
      words[at + 3] = toFixedTurns(column);
      words[at + 4] = toFixedTurns(row);
    }
    offsets[link + 1] = at / PATH_WORDS;
  }
  return { words, offsets, scales };
}

/** An angle in turns as a fraction of 2³², whole turns dropped. */
export function toFixedTurns(turns: number): number {
  return Math.round((turns - Math.floor(turns)) * 4294967296) >>> 0;
}
