import { describe, expect, it } from 'vitest';
import { gatherCorners } from '../scene/geometry.ts';
import { createMaterial } from '../scene/materials.ts';
import { buildS3 } from '../scene/s3.ts';
import { buildFacets } from './facets.ts';
import { boxScene, polygonScene } from './testing/scenes.ts';

const facetsOf = (scene: ReturnType<typeof buildS3>): ReturnType<typeof buildFacets> =>
  buildFacets(gatherCorners(scene.mesh.positions, scene.mesh.indices));

describe('buildFacets', () => {
  it('makes six facets of a box of twelve triangles, each its own hull', () => {
    const facets = facetsOf(boxScene({ minimum: [-5, -5, 0], maximum: [5, 5, 5] }));
    expect(facets.count).toBe(6);
    expect([...facets.convex]).toEqual([1, 1, 1, 1, 1, 1]);
    for (let facet = 0; facet < 6; facet++) {
      expect(facets.triangleOffsets[facet + 1] - facets.triangleOffsets[facet]).toBe(2);
      expect(facets.outlineOffsets[facet + 1] - facets.outlineOffsets[facet]).toBe(4);
      const [nx, ny, nz, offset] = facets.planes.slice(4 * facet, 4 * facet + 4);
      for (let v = facets.outlineOffsets[facet]; v < facets.outlineOffsets[facet + 1]; v++) {
        const [x, y, z] = facets.outlines.slice(3 * v, 3 * v + 3);
        expect(nx * x + ny * y + nz * z).toBeCloseTo(offset, 10);
      }
    }
  });

  it('tells a facet that does not fill its hull', () => {
    const facets = facetsOf(
      polygonScene(
        [
          [
            [0, 0, 0],
            [2, 0, 0],
            [2, 1, 0],
            [0, 1, 0],
          ],
          [
            [0, 1, 0],
            [2, 1, 0],
            [0, 3, 0],
          ],
          [
            [0, 0, 0],
            [0, 1, 0],
            [-3, 1, 0],
          ],
        ],
        createMaterial('wood'),
      ),
    );
    expect(facets.count).toBe(1);
    expect(facets.convex[0]).toBe(0);
  });

  it('keeps a fold apart and the hall’s faces whole', () => {
    const fold = polygonScene(
      [
        [
          [0, 0, 0],
          [1, 0, 0],
          [1, 1, 0],
          [0, 1, 0],
        ],
        [
          [1, 0, 0],
          [2, 0, 0.1],
          [2, 1, 0.1],
          [1, 1, 0],
        ],
      ],
      createMaterial('wood'),
    );
    expect(facetsOf(fold).count).toBe(2);
    expect(facetsOf(buildS3()).count).toBe(6 + 12 * 5);
  });
});
