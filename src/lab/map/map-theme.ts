/** Colours of the map on each theme. Buildings are quiet; light belongs to users, estimates, paths and sites. */
import type { MarkingKind } from '../../engine/frontend.ts';
import type { Rgb } from '../styles/cividis.ts';

/** Every colour that the map draws with and that means nothing by itself. */
export interface MapTheme {
  readonly background: Rgb;
  readonly floor: Rgb;
  /** Streets, drawn discreetly. */
  readonly marking: Readonly<Record<MarkingKind, Rgb>>;
  readonly grid: Rgb;
  readonly gridStrong: Rgb;
  readonly wall: Rgb;
  /** Faces of solids: full light and no light. */
  readonly solidLit: Rgb;
  readonly solidDark: Rgb;
  readonly edge: Rgb;
  readonly label: Rgb;
  readonly site: Rgb;
  readonly truth: Rgb;
  /** Drawn around truth so that it shows on anything. */
  readonly truthRim: Rgb;
}

/** The map's colours by theme. */
export const MAP_THEMES: Readonly<Record<'dark' | 'light', MapTheme>> = {
  dark: {
    background: [11, 13, 18],
    floor: [19, 22, 29],
    marking: { pavement: [27, 31, 40], roadway: [13, 15, 21], line: [43, 49, 62] },
    grid: [34, 39, 50],
    gridStrong: [50, 57, 71],
    wall: [58, 66, 82],
    solidLit: [102, 113, 134],
    solidDark: [36, 41, 52],
    edge: [122, 134, 156],
    label: [143, 152, 170],
    site: [240, 228, 66],
    truth: [255, 255, 255],
    truthRim: [11, 13, 18],
  },
  light: {
    background: [223, 227, 234],
    floor: [246, 247, 249],
    marking: { pavement: [237, 239, 243], roadway: [225, 228, 234], line: [248, 249, 251] },
    grid: [226, 229, 235],
    gridStrong: [203, 208, 217],
    wall: [186, 193, 205],
    solidLit: [255, 255, 255],
    solidDark: [160, 168, 182],
    edge: [142, 151, 166],
    label: [84, 93, 109],
    site: [168, 132, 0],
    truth: [10, 12, 16],
    truthRim: [255, 255, 255],
  },
};
