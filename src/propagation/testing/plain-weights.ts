/** Amplitudes of the paths of a plain search, each weighed by itself, and the cut that a trace makes of them. */
import type { Vector3 } from '../../scene/scene.ts';
import { createCandidate, placeEnd } from '../candidate.ts';
import { INTERACTION_CODE } from '../path-table.ts';
import { PathWeigher } from '../path-weigher.ts';
import type { PreparedSite } from '../trace.ts';
import type { PlainVertex } from './plain-search.ts';

/** A path with its complex amplitude. */
export interface WeighedPath {
  readonly vertices: readonly PlainVertex[];
  readonly re: number;
  readonly im: number;
}

/**
 * Weighs paths.
 *
 * @param link a site in a scene whose facets are the polygons that were searched
 * @param user metres
 * @param paths from the site to the user
 */
export function weighPlainPaths(
  { prepared, site, field }: PreparedSite,
  user: Vector3,
  paths: readonly PlainVertex[][],
): WeighedPath[] {
  const { bvh, facets } = prepared;
  return paths.map((vertices) => {
    const order = vertices.length;
    // Candidates run from the user to the site.
    const candidate = createCandidate(order);
    candidate.order = order;
    placeEnd(candidate, 0, ...user);
    [...vertices].reverse().forEach(({ kind, point, element }, i) => {
      candidate.kinds[i] = INTERACTION_CODE[kind];
      candidate.vertices.set(point, 3 * (i + 1));
      candidate.elements[i + 1] =
        kind === 'diffraction' ? element : bvh.slotOfTriangle[facets.triangles[facets.triangleOffsets[element]]];
    });
    placeEnd(candidate, order + 1, ...site.position);
    const weigher = new PathWeigher(field);
    weigher.weigh(candidate, prepared);
    return { vertices, re: weigher.amplitudeRe, im: weigher.amplitudeIm };
  });
}

/**
 * What a trace keeps: the strongest, and of those the ones that are not too weak beside the very strongest.
 *
 * @param dynamicRangeDb decibels
 * @param maximumPaths how many
 * @returns strongest first
 */
export function keepStrongest(
  paths: readonly WeighedPath[],
  dynamicRangeDb: number,
  maximumPaths: number,
): WeighedPath[] {
  const decibels = ({ re, im }: WeighedPath): number => 10 * Math.log10(re ** 2 + im ** 2);
  const sorted = [...paths].sort((a, b) => decibels(b) - decibels(a));
  return sorted.slice(0, maximumPaths).filter((path) => decibels(path) >= decibels(sorted[0]) - dynamicRangeDb);
}
