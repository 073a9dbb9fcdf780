/** Paths of different searches in a form in which they can be compared. */
import type { PathTable } from '../path-table.ts';
import { INTERACTIONS, PATH_END } from '../path-table.ts';
import type { PathVertex } from './plain-search.ts';

/** Vertices that agree within this are one, metres. */
export const SAME_PLACE = 1e-7;

/** What happens on the paths of a link, and where, in an order that all searches share. */
export interface PathList {
  /** What each path does from site to user, such as "reflection diffraction" [P]. */
  readonly kinds: readonly string[];
  /** Where, path by path [Σ, 3], metres. */
  readonly points: readonly number[];
}

/** Sorts paths; those that two faces on one another make are one. */
export function listPaths(paths: readonly PathVertex[][]): PathList {
  const rows = paths.map((path) => ({
    kinds: path.map(({ kind }) => kind).join(' '),
    points: path.flatMap(({ point }) => [...point]),
  }));
  const parting = (a: number[], b: number[]): number => a.findIndex((value, k) => Math.abs(value - b[k]) > SAME_PLACE);
  rows.sort((a, b) => {
    if (a.kinds !== b.kinds) return a.kinds < b.kinds ? -1 : 1;
    const i = parting(a.points, b.points);
    return i < 0 ? 0 : a.points[i] - b.points[i];
  });
  const single = rows.filter((row, i) => {
    const last = rows.at(i - 1);
    return i === 0 || row.kinds !== last?.kinds || parting(row.points, last.points) >= 0;
  });
  return { kinds: single.map(({ kinds }) => kinds), points: single.flatMap(({ points }) => points) };
}

/** The paths of a table, without scattering, which no plain search knows. */
export function readPaths(table: PathTable): PathVertex[][] {
  return Array.from({ length: table.count }, (_, p) => {
    const path: PathVertex[] = [];
    for (let v = table.vertexOffsets[p]; v < table.vertexOffsets[p + 1]; v++) {
      if (table.interactions[v] === PATH_END) continue;
      const kind = INTERACTIONS[table.interactions[v]];
      if (kind === 'scattering') throw new Error('nothing scatters here');
      path.push({ kind, point: [table.vertices[3 * v], table.vertices[3 * v + 1], table.vertices[3 * v + 2]] });
    }
    return path;
  });
}

/** Whether two lists hold the same paths. */
export const isSameList = (a: PathList, b: PathList): boolean =>
  a.kinds.length === b.kinds.length &&
  a.kinds.every((kind, i) => kind === b.kinds[i]) &&
  a.points.every((value, i) => Math.abs(value - b.points[i]) <= SAME_PLACE);
