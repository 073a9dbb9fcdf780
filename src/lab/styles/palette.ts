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

/** Seats farther on: those in between look like some of the first, or have the colour of somebody who is often beside. */
const FAR_SEATS: Readonly<Record<string, number | undefined>> = {
  own: 45,
  'site-product': 35,
  'pe-msrn-harmonic': 25,
  'path-wknn': 65,
  'regression-fingerprint': 80,
  'grid-fusion-fingerprint': 75,
  // The colours of those that are fed what is measured, and other shapes.
  'site-product-fingerprint': 70,
  'diffloc-unet-fingerprint': 30,
  'diffloc-ct-fingerprint': 85,
};

/** The colour and shape of an estimator; one that has no seat yet takes one by its name. */
export function estimatorStyle(id: string): EstimatorStyle {
  let seat = FAR_SEATS[id] ?? SEATS.indexOf(id);
  if (seat < 0) seat = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return {
    colour: OKABE_ITO[seat % OKABE_ITO.length],
    shape: SHAPES[(seat + Math.floor(seat / SHAPES.length)) % SHAPES.length],
  };
}

/** What a path may do on its way: nothing, or any of the interactions. */
export const PATH_KINDS = ['line of sight', 'reflection', 'diffraction', 'transmission', 'scattering'] as const;

/** One of the path kinds. */
export type PathKind = (typeof PATH_KINDS)[number];

/** How a path is drawn where it does one kind of thing. */
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
};

/** What a path does at a vertex, by the code that stands there. */
const KIND_OF_CODE: Readonly<Record<number, PathKind>> = {
  [INTERACTION_CODE.reflection]: 'reflection',
  [INTERACTION_CODE.diffraction]: 'diffraction',
  [INTERACTION_CODE.transmission]: 'transmission',
  [INTERACTION_CODE.scattering]: 'scattering',
  [PATH_END]: 'line of sight',
};

/**
 * What a path does, in turn from the site to the user: the same thing several times in a row is named once, and a path that
 * does nothing is the line of sight.
 *
 * @param interactions codes at the vertices of one path, its ends included
 */
export function pathKinds(interactions: ArrayLike<number>): readonly PathKind[] {
  const kinds: PathKind[] = [];
  for (let i = 1; i < interactions.length - 1; i++) {
    const kind = KIND_OF_CODE[interactions[i]];
    if (kinds.at(-1) !== kind) kinds.push(kind);
  }
  return kinds.length > 0 ? kinds : ['line of sight'];
}

/**
 * What each leg of a path stands for: what the path did last on its way from the site. The first leg, where it has done
 * nothing yet, belongs to what it does first.
 *
 * @param interactions as in `pathKinds`
 * @returns one kind less than there are vertices
 */
export function legKinds(interactions: ArrayLike<number>): readonly PathKind[] {
  return Array.from({ length: interactions.length - 1 }, (_, leg) => KIND_OF_CODE[interactions[Math.max(1, leg)]]);
}

/** A colour as CSS. */
export function css(colour: Rgb, alpha = 1): string {
  return `rgb(${colour[0]} ${colour[1]} ${colour[2]} / ${alpha})`;
}
