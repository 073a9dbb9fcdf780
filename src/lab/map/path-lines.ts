/**
 * Ray paths as dashed lines, each leg in the colour and dash of the interaction that it comes from: the dash says what it is
 * even where its colour does not.
 */
import type { LinkView } from '../../engine/frontend.ts';
import { legKinds, PATH_KINDS, PATH_STYLES, pathKinds, type PathKind } from '../styles/palette.ts';
import type { LineSet } from './line-set.ts';

/** Ray paths of one link. */
export type PathTable = LinkView['paths'];

/** Power below the strongest path at which a path is drawn faintest, decibels. */
const FAINTEST_DB = 36;

/** Lines of many paths, with what each dash belongs to. */
export interface PathLines extends LineSet {
  /** Colours [count, 4], 0 to 255. */
  readonly colours: Uint8Array;
  /** Widths [count], pixels. */
  readonly widths: Float32Array;
}

/** Gain of path `index`, |a|². */
export function pathGain(paths: PathTable, index: number): number {
  return paths.amplitudes[2 * index] ** 2 + paths.amplitudes[2 * index + 1] ** 2;
}

/** Interaction codes at the vertices of path `index`, its ends included. */
export function interactionsOf(paths: PathTable, index: number): Uint8Array {
  return paths.interactions.subarray(paths.vertexOffsets[index], paths.vertexOffsets[index + 1]);
}

/** What path `index` does in turn, as `pathKinds` says it. */
export function kindsOfPath(paths: PathTable, index: number): readonly PathKind[] {
  return pathKinds(interactionsOf(paths, index));
}

/** Whether path `index` does anything that the reader has taken off the map. */
export function isPathHidden(paths: PathTable, index: number, hidden: readonly PathKind[]): boolean {
  return hidden.length > 0 && kindsOfPath(paths, index).some((kind) => hidden.includes(kind));
}

/**
 * The kinds that occur, in the order of the legend, with how many paths each is a part of: one path may count under several.
 *
 * @param tables paths of one link or of several
 */
export function countKinds(...tables: readonly PathTable[]): ReadonlyMap<PathKind, number> {
  const counts = new Map<PathKind, number>();
  for (const kind of PATH_KINDS) {
    let count = 0;
    for (const paths of tables) for (let p = 0; p < paths.count; p++) if (isPathHidden(paths, p, [kind])) count++;
    if (count > 0) counts.set(kind, count);
  }
  return counts;
}

/**
 * How many paths are left on the map.
 *
 * @param hidden kinds that are taken off it
 * @param tables paths of one link or of several
 */
export function countShown(hidden: readonly PathKind[], ...tables: readonly PathTable[]): number {
  let count = 0;
  for (const paths of tables) for (let p = 0; p < paths.count; p++) if (!isPathHidden(paths, p, hidden)) count++;
  return count;
}

/**
 * How plainly a path is drawn, 0 to 1: the strongest fully, one that is `FAINTEST_DB` weaker hardly.
 *
 * @param paths paths of one link, strongest first
 */
export function pathStrength(paths: PathTable, index: number): number {
  const below = -10 * Math.log10(pathGain(paths, index) / pathGain(paths, 0));
  return Math.max(0.3, 1 - below / FAINTEST_DB) ** 1.6;
}

/** How the paths of one link are drawn. */
export interface PathLook {
  /** A path that stands out while the others step back, or null. */
  readonly highlighted: number | null;
  /** Kinds that are left out, with every path that does such a thing anywhere. */
  readonly hidden: readonly PathKind[];
  /** Opacity of the whole link, 0 to 1. */
  readonly opacity: number;
  /** Length of the dashes over that in a hall of `DASHED_EXTENT`. */
  readonly dashScale: number;
}

/** The extent of a scene that the dashes of `PATH_STYLES` are made for, metres. */
export const DASHED_EXTENT = 60;

/**
 * Cuts paths into dashes.
 *
 * @param paths paths of one link, strongest first
 * @param theme which of the two colours
 * @param look what stands out, what is left out, and how plainly
 */
export function buildPathLines(
  paths: PathTable,
  theme: 'dark' | 'light',
  { highlighted, hidden, opacity, dashScale }: PathLook,
): PathLines {
  const sources: number[] = [];
  const targets: number[] = [];
  const colours: number[] = [];
  const widths: number[] = [];
  // Weakest first, so that the strongest lies on top.
  for (let p = paths.count - 1; p >= 0; p--) {
    if (isPathHidden(paths, p, hidden)) continue;
    const legs = legKinds(interactionsOf(paths, p));
    const strength = pathStrength(paths, p);
    const dimmed = highlighted !== null && highlighted !== p;
    const alpha = 255 * (highlighted === p ? 1 : strength * opacity * (dimmed ? 0.25 : 1));
    const width = highlighted === p ? 3 : 1 + strength;
    let phase = 0;
    legs.forEach((kind, leg) => {
      const style = PATH_STYLES[kind];
      const dash = style.dash.map((length) => length * dashScale);
      const [red, green, blue] = style[theme];
      // Another kind begins with a dash of its own, the same one goes on round the corner.
      if (legs[leg - 1] !== kind) phase = 0;
      const v = paths.vertexOffsets[p] + leg;
      const from = paths.vertices.subarray(3 * v, 3 * v + 3);
      const to = paths.vertices.subarray(3 * v + 3, 3 * v + 6);
      const before = sources.length;
      phase = cutSegment(from, to, dash, phase, sources, targets);
      for (let drawn = before; drawn < sources.length; drawn += 3) {
        colours.push(red, green, blue, alpha);
        widths.push(width);
      }
    });
  }
  return {
    count: widths.length,
    sources: Float32Array.from(sources),
    targets: Float32Array.from(targets),
    colours: Uint8Array.from(colours),
    widths: Float32Array.from(widths),
  };
}

/** The lines of several links as one set; the last lies on top. */
export function joinPathLines(parts: readonly PathLines[]): PathLines {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const joined = {
    count,
    sources: new Float32Array(3 * count),
    targets: new Float32Array(3 * count),
    colours: new Uint8Array(4 * count),
    widths: new Float32Array(count),
  };
  let at = 0;
  for (const part of parts) {
    joined.sources.set(part.sources, 3 * at);
    joined.targets.set(part.targets, 3 * at);
    joined.colours.set(part.colours, 4 * at);
    joined.widths.set(part.widths, at);
    at += part.count;
  }
  return joined;
}

/**
 * Cuts one straight segment into dashes.
 *
 * @param phase how far into the dash pattern the segment begins, metres
 * @param sources gets the three coordinates of every dash's beginning
 * @param targets gets those of its end
 * @returns how far into the pattern the segment ends
 */
function cutSegment(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  dash: readonly number[],
  phase: number,
  sources: number[],
  targets: number[],
): number {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const dz = to[2] - from[2];
  const draw = (begin: number, end: number): void => {
    sources.push(from[0] + begin * dx, from[1] + begin * dy, from[2] + begin * dz);
    targets.push(from[0] + end * dx, from[1] + end * dy, from[2] + end * dz);
  };
  if (dash.length === 0) {
    draw(0, 1);
    return 0;
  }
  const [on, off] = dash;
  const length = Math.hypot(dx, dy, dz);
  const period = on + off;
  for (let start = -phase; start < length; start += period) {
    const begin = Math.max(0, start);
    const end = Math.min(length, start + on);
    if (end > begin) draw(begin / length, end / length);
  }
  return (phase + length) % period;
}
