/** Cividis: a colour map that reads the same with and without colour vision, for errors and heat maps. */

/** A colour, 0 to 255 each. */
export type Rgb = readonly [number, number, number];

/** Eighteen even steps of cividis (Nuñez, Anderton and Renslow, PLOS ONE 13(7), 2018), low to high. */
const STEPS: readonly Rgb[] = [
  [0, 32, 76],
  [0, 42, 102],
  [0, 52, 110],
  [39, 63, 108],
  [60, 74, 107],
  [76, 85, 107],
  [91, 95, 109],
  [104, 106, 112],
  [117, 117, 117],
  [131, 129, 120],
  [146, 140, 120],
  [161, 152, 118],
  [176, 165, 114],
  [192, 177, 109],
  [209, 191, 102],
  [225, 204, 92],
  [243, 219, 75],
  [255, 233, 69],
];

/**
 * The colour at `fraction`, between the steps by straight lines.
 *
 * @param fraction 0 (low) to 1 (high); clamped, and not-a-number counts as low
 */
export function cividis(fraction: number): Rgb {
  const place = Math.min(1, Math.max(0, fraction || 0)) * (STEPS.length - 1);
  const below = Math.min(STEPS.length - 2, Math.floor(place));
  const weight = place - below;
  const low = STEPS[below];
  const high = STEPS[below + 1];
  const mix = (channel: 0 | 1 | 2): number => Math.round(low[channel] + weight * (high[channel] - low[channel]));
  return [mix(0), mix(1), mix(2)];
}

/** Cividis at 256 even places, [256, 3], for painting images. */
export const CIVIDIS_TABLE: Uint8Array = Uint8Array.from(
  Array.from({ length: 256 }, (_, index) => [...cividis(index / 255)]).flat(),
);

/** A CSS gradient from low to high, for legends. */
export const CIVIDIS_GRADIENT = `linear-gradient(90deg, ${STEPS.map((step) => `rgb(${step.join(' ')})`).join(', ')})`;

/** Errors of 0.1 m and less are at the low end of the scale, 10 m and more at the high end. */
export const ERROR_SCALE = { low: 0.1, high: 10 } as const;

/**
 * The colour of a position error on the logarithmic scale of the legend.
 *
 * @param error metres
 */
export function errorColour(error: number): Rgb {
  const { low, high } = ERROR_SCALE;
  return cividis(Math.log(Math.max(error, low) / low) / Math.log(high / low));
}
