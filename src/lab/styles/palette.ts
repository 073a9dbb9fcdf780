/**
 * What stands for what: one colour and one shape per estimator, one colour and one dash per interaction. Colour never
 * speaks alone.
 */
import { INTERACTION_CODE, PATH_END } from '../../engine/frontend.ts';
import type { Rgb } from './cividis.ts';

/** Marker shapes; truth is the circle. */
export const SHAPES = ['diamond', 'square', 'triangle', 'hexagon', 'cross'] as const;

/** One of the marker shapes. */
export type Shape = (typeof SHAPES)[number];

/** How an estimator looks wherever it appears. */
export interface EstimatorStyle {
  readonly colour: Rgb;
  readonly shape: Shape;
}

/** The colours of Okabe and Ito (2008) that stay apart for every kind of colour vision. */
export const OKABE_ITO: readonly Rgb[] = [
  [230, 159, 0], // orange
  [86, 180, 233], // sky
  [204, 121, 167], // purple
  [0, 158, 115], // green
  [213, 94, 0], // vermilion
  [0, 114, 178], // blue
  [240, 228, 66], // yellow
];

/** Fixed seats, so that an estimator keeps its colour in every scene; a seat that is free may look like a taken one. */
const SEATS: readonly string[] = [
  'pe-msrn',
  'diffloc-ct',
  'wknn',
  'cnn',
  'fcnet',
  'toa-aoa',
  'regression',
  'fe-fcnet',
  'pe-fcnet',
  'diffloc-unet',
  'pe-msn',
  'pe-srn',
  'msrn',
  'grid-fusion',
  'toa',
  'tdoa',
  'aoa',
  'ekf',
  'twin',
  'site-product',
  'pe-msrn-plus',
];

/** Seats farther on: those in between look like some of the first. */
const FAR_SEATS: Readonly<Record<string, number | undefined>> = { own: 30 };

/** The colour and shape of an estimator; one that has no seat yet takes one by its name. */
export function estimatorStyle(id: string): EstimatorStyle {
  let seat = FAR_SEATS[id] ?? SEATS.indexOf(id);
  if (seat < 0) seat = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return {
    colour: OKABE_ITO[seat % OKABE_ITO.length],
    shape: SHAPES[(seat + Math.floor(seat / SHAPES.length)) % SHAPES.length],
  };
}

/** What a whole path does: nothing, one kind of thing however often, or several kinds of things. */
export const PATH_KINDS = [
  'line of sight',
  'reflection',
  'diffraction',
  'transmission',
  'scattering',
  'combined',
] as const;

/** One of the path kinds. */
export type PathKind = (typeof PATH_KINDS)[number];

/** How paths of one kind are drawn. */
export interface PathStyle {
  readonly dark: Rgb;
  readonly light: Rgb;
  /** Drawn and blank lengths in turn, metres; empty for a solid line. */
  readonly dash: readonly [number, number] | readonly [];
}

/** Colour on each theme and dash of each path kind. On light, yellow and green are deepened until they carry. */
export const PATH_STYLES: Readonly<Record<PathKind, PathStyle>> = {
  'line of sight': { dark: [240, 228, 66], light: [168, 132, 0], dash: [] },
  reflection: { dark: [20, 184, 136], light: [0, 128, 92], dash: [1.1, 0.35] },
  diffraction: { dark: [235, 112, 20], light: [196, 84, 0], dash: [0.45, 0.35] },
  transmission: { dark: [64, 150, 220], light: [0, 114, 178], dash: [0.15, 0.3] },
  scattering: { dark: [150, 156, 168], light: [110, 116, 128], dash: [0.08, 0.4] },
  combined: { dark: [204, 121, 167], light: [158, 62, 117], dash: [0.7, 0.12] },
};

/** The kind of a path that does one thing alone. */
const KIND_OF_CODE: Readonly<Record<number, PathKind>> = {
  [INTERACTION_CODE.reflection]: 'reflection',
  [INTERACTION_CODE.diffraction]: 'diffraction',
  [INTERACTION_CODE.transmission]: 'transmission',
  [INTERACTION_CODE.scattering]: 'scattering',
};

/**
 * The kind of a path, from the interaction codes at its vertices.
 *
 * @param interactions codes of one path, its ends included
 */
export function pathKind(interactions: ArrayLike<number>): PathKind {
  let only: number = PATH_END;
  for (let i = 0; i < interactions.length; i++) {
    const code = interactions[i];
    if (code === PATH_END || code === only) continue;
    if (only !== PATH_END) return 'combined';
    only = code;
  }
  return only === PATH_END ? 'line of sight' : KIND_OF_CODE[only];
}

/** A colour as CSS. */
export function css(colour: Rgb, alpha = 1): string {
  return `rgb(${colour[0]} ${colour[1]} ${colour[2]} / ${alpha})`;
}
