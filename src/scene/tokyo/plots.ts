/** Convex pieces of land: cut in two by a street or a border, and drawn in from their neighbours. */
import type { Corner } from '../importers/footprints.ts';

/** What lies beyond an edge of a plot, where it is no street: the end of the town, or the neighbour's land. */
export const BEYOND = { townEdge: -1, neighbour: -2 } as const;

/** A convex piece of land. */
export interface Plot {
  /** Corners counter-clockwise, metres. */
  readonly corners: readonly Corner[];
  /** What lies beyond the edge that starts at each corner: index of a street, or one of `BEYOND`. */
  readonly beyond: readonly number[];
}

/** A straight line through a point. */
export interface Line {
  readonly point: Corner;
  /** Unit vector. */
  readonly direction: Corner;
}

/** Distance of a point from a line, positive on its left, metres. */
export function distanceLeftOf({ point, direction }: Line, [x, y]: Corner): number {
  return direction[0] * (y - point[1]) - direction[1] * (x - point[0]);
}

/**
 * Cuts a plot along a line.
 *
 * @param plot what is cut
 * @param line where
 * @param halfWidth half of the strip that is taken out along the line, metres
 * @param beyond what that strip is: index of a street, or one of `BEYOND`
 * @returns the piece on the left and the piece on the right; null where nothing is left
 */
export function splitPlot(
  plot: Plot,
  { point, direction }: Line,
  halfWidth: number,
  beyond: number,
): readonly [Plot | null, Plot | null] {
  const opposite: Line = { point, direction: [-direction[0], -direction[1]] };
  return [clipPlot(plot, { point, direction }, halfWidth, beyond), clipPlot(plot, opposite, halfWidth, beyond)];
}

/** The part of a plot that lies at least `margin` to the left of a line (Sutherland and Hodgman 1974, one edge). */
function clipPlot({ corners, beyond }: Plot, line: Line, margin: number, label: number): Plot | null {
  const kept: Corner[] = [];
  const labels: number[] = [];
  corners.forEach((from, i) => {
    const to = corners[(i + 1) % corners.length];
    const before = distanceLeftOf(line, from) - margin;
    const after = distanceLeftOf(line, to) - margin;
    const share = before / (before - after);
    const crossing: Corner = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
    if (before >= 0) {
      kept.push(from);
      labels.push(beyond[i]);
      if (after < 0) {
        kept.push(crossing);
        labels.push(label);
      }
    } else if (after >= 0) {
      kept.push(crossing);
      labels.push(beyond[i]);
    }
  });
  return kept.length < 3 ? null : { corners: kept, beyond: labels };
}

/**
 * A plot without a margin along each edge.
 *
 * @param plot what is drawn in
 * @param margins width of the margin along each edge, metres
 * @returns null where nothing is left
 */
export function insetPlot(plot: Plot, margins: readonly number[]): Plot | null {
  let inner: Plot | null = plot;
  for (let i = 0; i < plot.corners.length && inner !== null; i++) {
    inner = clipPlot(inner, edgeLine(plot, i), margins[i], plot.beyond[i]);
  }
  return inner;
}

/** The line of an edge; the plot lies on its left. */
export function edgeLine({ corners }: Plot, edge: number): Line {
  const from = corners[edge];
  const to = corners[(edge + 1) % corners.length];
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return { point: from, direction: [(to[0] - from[0]) / length, (to[1] - from[1]) / length] };
}

/** Length of an edge, metres. */
export function edgeLength({ corners }: Plot, edge: number): number {
  const from = corners[edge];
  const to = corners[(edge + 1) % corners.length];
  return Math.hypot(to[0] - from[0], to[1] - from[1]);
}

/** Index of the longest edge. */
export function longestEdge(plot: Plot): number {
  let longest = 0;
  for (let i = 1; i < plot.corners.length; i++) if (edgeLength(plot, i) > edgeLength(plot, longest)) longest = i;
  return longest;
}

/** The least distance between two parallel lines that hold the plot between them, metres. */
export function plotWidth(plot: Plot): number {
  let narrowest = Infinity;
  for (let i = 0; i < plot.corners.length; i++) {
    const line = edgeLine(plot, i);
    narrowest = Math.min(narrowest, Math.max(...plot.corners.map((corner) => distanceLeftOf(line, corner))));
  }
  return narrowest;
}

/** A plot without the corners at edges shorter than a limit; what goes is at the rim, so the rest lies within. */
export function dropShortEdges(plot: Plot, shortest: number): Plot {
  const corners = [...plot.corners];
  const beyond = [...plot.beyond];
  for (let i = 0; corners.length > 3 && i < corners.length;) {
    const [x, y] = corners[i];
    const [nextX, nextY] = corners[(i + 1) % corners.length];
    if (Math.hypot(nextX - x, nextY - y) >= shortest) {
      i++;
      continue;
    }
    // The corner goes; the edge before it now runs on to the next corner.
    corners.splice(i, 1);
    beyond.splice(i, 1);
    i = 0;
  }
  return { corners, beyond };
}
