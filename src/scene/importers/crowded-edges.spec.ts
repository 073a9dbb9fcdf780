import { describe, expect, it } from 'vitest';
import type { TriangleMesh } from '../scene.ts';
import { MAXIMUM_FACES, refuseCrowdedEdges } from './crowded-edges.ts';

/** Triangles around the edge from (0, 0, 0) to (0, 0, 3), like the leaves of a book; every leaf has corners of its own. */
function book(leaves: number): TriangleMesh {
  const positions = Array.from({ length: leaves }, (_, leaf) => {
    const angle = (2 * Math.PI * leaf) / leaves;
    return [0, 0, 0, 0, 0, 3, Math.cos(angle), Math.sin(angle), 1];
  }).flat();
  return {
    positions: Float64Array.from(positions),
    // Every other leaf is turned over.
    indices: Uint32Array.from({ length: 3 * leaves }, (_, i) => {
      const [leaf, corner] = [Math.floor(i / 3), i % 3];
      return 3 * leaf + (leaf % 2 === 0 ? corner : 2 - corner);
    }),
    objectOfTriangle: new Uint32Array(leaves),
  };
}

describe('refuseCrowdedEdges', () => {
  it('names an edge at which more faces meet than anything built has, whichever way they are turned', () => {
    expect(() => refuseCrowdedEdges(book(MAXIMUM_FACES + 1), 'book.ply')).toThrow(
      expect.objectContaining({
        code: 'bad-scene',
        message: expect.stringMatching(
          /book\.ply: more than 100 .* \((0, 0, 0\) to \(0, 0, 3|0, 0, 3\) to \(0, 0, 0)\)/,
        ) as string,
      }) as Error,
    );
  });

  it('takes edges of three faces and more, and any number of faces around one corner', () => {
    refuseCrowdedEdges(book(3), 'three');
    refuseCrowdedEdges(book(MAXIMUM_FACES), 'many');
    const count = 500;
    const rim = Array.from({ length: count }, (_, i) => {
      const angle = (2 * Math.PI * i) / count;
      return [Math.cos(angle), Math.sin(angle), 0];
    });
    const indices = rim.flatMap((_, i) => [0, 1 + i, 1 + ((i + 1) % count)]);
    const objectOfTriangle = new Uint32Array(count);
    const positions = Float64Array.from([0, 0, 0, ...rim.flat()]);
    refuseCrowdedEdges({ positions, indices: Uint32Array.from(indices), objectOfTriangle }, 'disc');
  });
});
