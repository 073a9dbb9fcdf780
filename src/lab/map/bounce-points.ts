/** Dots where ray paths meet surfaces: each in the colour of what happens there, so that a path shows all it does. */
import { legKinds, PATH_STYLES, type PathKind } from '../styles/palette.ts';
import { rgba, type Rgba } from './marks.ts';
import { interactionsOf, isPathHidden, pathStrength, type PathTable } from './path-lines.ts';

/** A point where a path meets a surface. */
export interface BouncePoint {
  /** Metres [x, y, z]. */
  readonly position: [number, number, number];
  readonly colour: Rgba;
}

/**
 * The dots of all paths of one link.
 *
 * @param paths of the link, strongest first
 * @param theme which of the two colours
 * @param highlighted a path that stands out while the others step back, or null
 * @param hidden kinds that are left out, with every path that does such a thing anywhere
 */
export function listBouncePoints(
  paths: PathTable,
  theme: 'dark' | 'light',
  highlighted: number | null,
  hidden: readonly PathKind[],
): BouncePoint[] {
  const points: BouncePoint[] = [];
  for (let p = 0; p < paths.count; p++) {
    if (isPathHidden(paths, p, hidden)) continue;
    const alpha = highlighted === null ? 60 + 170 * pathStrength(paths, p) : highlighted === p ? 255 : 40;
    // What a path does at a vertex is what its leg behind that vertex stands for.
    const kinds = legKinds(interactionsOf(paths, p));
    for (let vertex = 1; vertex < kinds.length; vertex++) {
      const v = 3 * (paths.vertexOffsets[p] + vertex);
      points.push({
        position: [paths.vertices[v], paths.vertices[v + 1], paths.vertices[v + 2]],
        colour: rgba(PATH_STYLES[kinds[vertex]][theme], alpha),
      });
    }
  }
  return points;
}
