/** Edges at which far too many faces meet: no building has them, and every pair of such faces is a wedge to be looked at. */
import { LabError } from '../../errors/lab-error.ts';
import type { TriangleMesh } from '../scene.ts';
import { weldVertices } from './duplicate-faces.ts';

/** Walls, floors and roofs of neighbouring houses make a dozen; two sheets make two. */
export const MAXIMUM_FACES = 100;

/**
 * Refuses a mesh in which more than `MAXIMUM_FACES` triangles share a side.
 *
 * @param mesh sheets without duplicates
 * @param name what to call it in the error
 * @throws LabError `bad-scene` with the edge's ends
 */
export function refuseCrowdedEdges({ positions, indices }: TriangleMesh, name: string): void {
  const firstOf = weldVertices(positions);
  const vertexCount = positions.length / 3;
  const faces = new Map<number, number>();
  for (let side = 0; side < indices.length; side++) {
    const a = firstOf[indices[side]];
    const b = firstOf[indices[side % 3 === 2 ? side - 2 : side + 1]];
    const key = Math.min(a, b) * vertexCount + Math.max(a, b);
    const count = (faces.get(key) ?? 0) + 1;
    if (count <= MAXIMUM_FACES) {
      faces.set(key, count);
      continue;
    }
    const place = (vertex: number): string => positions.subarray(3 * vertex, 3 * vertex + 3).join(', ');
    throw new LabError(
      'bad-scene',
      `${name}: more than ${MAXIMUM_FACES} triangles share the edge from (${place(a)}) to (${place(b)}).`,
      'Two faces meet at an edge of a surface; remove what is drawn over and over.',
    );
  }
}
