import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { createMaterial } from '../scene/materials.ts';
import { buildS3, S3_SITE, S3_USER_REGION } from '../scene/s3.ts';
import { SceneBuilder } from '../scene/scene-builder.ts';
import type { Vector3 } from '../scene/scene.ts';
import { randomUsers } from '../scene/user-sets.ts';
import { growImageTree } from './image-tree.ts';
import { indexMirrors } from './mirror-index.ts';
import type { PathTable } from './path-table.ts';
import { prepareScene } from './prepared-scene.ts';
import { polygonScene, siteAt } from './testing/scenes.ts';
import type { PreparedSite } from './trace.ts';
import { prepareSite, tracePaths } from './trace.ts';

const EVERYTHING = { dynamicRangeDb: Infinity, maximumPaths: Infinity };
const reflections = (paths: PathTable, p: number): number => paths.vertexOffsets[p + 1] - paths.vertexOffsets[p] - 2;

/** The same site with every sequence of mirrors to try. */
function withEverySequence(site: PreparedSite): PreparedSite {
  const { prepared, options } = site;
  const tree = growImageTree(prepared, ...site.site.position, options.maximumReflections, null);
  const mirrors = indexMirrors(tree, prepared.facets);
  return { ...site, tree, mirrors };
}

describe('pruning', () => {
  it('finds in the hall what trying every sequence of mirrors finds', () => {
    const scene = buildS3();
    const prepared = prepareScene(scene);
    const options = { frequency: 30e9, maximumReflections: 2, ...EVERYTHING };
    const pruned = prepareSite(prepared, S3_SITE, options);
    const brute = withEverySequence(pruned);
    expect(pruned.tree.count).toBeLessThan(brute.tree.count / 3);
    const { positions, count } = randomUsers(scene, S3_USER_REGION, 40, createRandom(5));
    for (let user = 0; user < count; user++) {
      const point: Vector3 = [positions[3 * user], positions[3 * user + 1], positions[3 * user + 2]];
      expect(tracePaths(pruned, point)).toEqual(tracePaths(brute, point));
    }
  });

  it('finds the third order too, in a hall with one crate', () => {
    const scene = polygonScene(
      [
        [
          [-6, -4, 0],
          [6, -4, 0],
          [6, 4, 0],
          [-6, 4, 0],
        ],
        [
          [-6, -4, 0],
          [-6, 4, 0],
          [-6, 4, 3],
          [-6, -4, 3],
        ],
        [
          [-6, 4, 0],
          [6, 4, 0],
          [6, 4, 3],
          [-6, 4, 3],
        ],
        [
          [1, -1, 0],
          [1, 1, 0],
          [1, 1, 1.5],
          [1, -1, 1.5],
        ],
        [
          [2, 2, 0.2],
          [3, 1.5, 0.1],
          [3.5, 3, 2],
          [2.2, 3, 1.9],
        ].map(([a, b, c]): Vector3 => [a, b, 0.3 * a + c]),
      ],
      createMaterial('concrete'),
    );
    const prepared = prepareScene(scene);
    const site = siteAt([-4, 0.3, 2]);
    const pruned = prepareSite(prepared, site, { frequency: 30e9, maximumReflections: 3, ...EVERYTHING });
    const brute = withEverySequence(pruned);
    const random = createRandom(6);
    let found = 0;
    for (let i = 0; i < 300; i++) {
      const user: Vector3 = [-5.5 + 11 * random.uniform(), -3.5 + 7 * random.uniform(), 0.2 + 2.5 * random.uniform()];
      let expected: PathTable;
      try {
        expected = tracePaths(brute, user);
      } catch {
        continue; // within 1 cm of the crooked plate
      }
      expect(tracePaths(pruned, user)).toEqual(expected);
      for (let p = 0; p < expected.count; p++) if (reflections(expected, p) === 3) found++;
    }
    expect(found).toBeGreaterThan(100);
  });

  it('meets in the middle, among crates that hide each other, as it does alone', () => {
    const random = createRandom(9);
    const builder = new SceneBuilder();
    const concrete = createMaterial('concrete');
    builder.beginObject('Ground', concrete, 'ground');
    builder.addPolygon([-30, -30, 0], [30, -30, 0], [30, 30, 0], [-30, 30, 0]);
    for (let crate = 0; crate < 9; crate++) {
      const x = -18 + 14 * (crate % 3) + 6 * random.uniform();
      const y = -18 + 14 * Math.floor(crate / 3) + 6 * random.uniform();
      builder.beginObject(`Crate ${crate}`, concrete, 'building', true);
      builder.addBox({ minimum: [x, y, 0], maximum: [x + 5, y + 6, 4 + 6 * random.uniform()] });
    }
    const scene = builder.build({ id: 'crates', title: 'Crates', summary: '', attribution: '' });
    const prepared = prepareScene(scene);
    const site = siteAt([-1.5, -2.5, 7]);
    const options = { frequency: 3.5e9, ...EVERYTHING };
    const grown = prepareSite(prepared, site, { ...options, maximumReflections: 3 });
    const joined = prepareSite(prepared, site, { ...options, maximumReflections: 3, nodeLimit: 1 });
    expect([grown.tree.depth, joined.tree.depth]).toEqual([3, 1]);
    const pruned = prepareSite(prepared, site, { ...options, maximumReflections: 2 });
    const brute = withEverySequence(pruned);
    const region = { minimum: [-25, -25, 0.5], maximum: [25, 25, 5] } as const;
    const { positions, count } = randomUsers(scene, region, 40, random);
    let found = 0;
    for (let i = 0; i < count; i++) {
      const user: Vector3 = [positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]];
      expect(tracePaths(pruned, user)).toEqual(tracePaths(brute, user));
      const alone = tracePaths(grown, user);
      const together = tracePaths(joined, user);
      expect(together.delays).toBeAllclose(alone.delays, { relative: 1e-12, absolute: 0 });
      expect(together.amplitudes).toBeAllclose(alone.amplitudes, { relative: 1e-9, absolute: 1e-12 });
      expect(together.vertices).toBeAllclose(alone.vertices, { relative: 0, absolute: 1e-9 });
      for (let p = 0; p < alone.count; p++) if (reflections(alone, p) === 3) found++;
    }
    expect(found).toBeGreaterThan(10);
  });
});
