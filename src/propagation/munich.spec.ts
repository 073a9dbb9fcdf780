import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { importMitsuba } from '../scene/importers/mitsuba.ts';
import type { Vector3 } from '../scene/scene.ts';
import { isBlocked } from './bvh.ts';
import type { EdgeTable } from './edges.ts';
import { INTERACTIONS, PATH_END } from './path-table.ts';
import { prepareScene } from './prepared-scene.ts';
import { siteAt } from './testing/scenes.ts';
import { prepareSite, tracePaths } from './trace.ts';

const MUNICH = join(import.meta.dirname, '../../../shared/data/scenes/munich/munich.xml');

/** How a point on an edge sees two others: Keller's cone asks for the same angle towards both. */
function coneGap(edges: EdgeTable, [a, p, b]: readonly Float64Array[]): number {
  let least = Infinity;
  for (let edge = 0; edge < edges.count; edge++) {
    const [sx, sy, sz] = edges.starts.subarray(3 * edge, 3 * edge + 3);
    const [dx, dy, dz] = edges.directions.subarray(3 * edge, 3 * edge + 3);
    const along = (p[0] - sx) * dx + (p[1] - sy) * dy + (p[2] - sz) * dz;
    if (along < -1e-6 || along > edges.lengths[edge] + 1e-6) continue;
    if (Math.hypot(sx + along * dx - p[0], sy + along * dy - p[1], sz + along * dz - p[2]) > 1e-6) continue;
    const cosine = (from: Float64Array, to: Float64Array): number => {
      const leg = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
      return (leg[0] * dx + leg[1] * dy + leg[2] * dz) / Math.hypot(...leg);
    };
    least = Math.min(least, Math.abs(cosine(a, p) - cosine(p, b)));
  }
  return least;
}

describe.skipIf(!existsSync(MUNICH))('a trace through munich (skipped where the shared scenes are absent)', () => {
  it('reaches a user behind houses over edges, each of them on Keller’s cone, and by way of one wall beside', async () => {
    const scene = await importMitsuba({
      xml: await readFile(MUNICH, 'utf8'),
      file: MUNICH,
      readFile: (path) => readFile(join(dirname(MUNICH), path)),
    });
    const prepared = prepareScene(scene);
    const site: Vector3 = [8.5, 21, 27];
    // The first place along a street that lies under the open sky and out of the site's sight.
    const user = Array.from({ length: 40 }, (_, step): Vector3 => [45 + 5 * step, 90, 1.5]).find(
      ([x, y, z]) => isBlocked(prepared.bvh, ...site, x, y, z) && !isBlocked(prepared.bvh, x, y, z, x, y, 300),
    );
    if (!user) throw new Error('No place lies in the shadow.');
    const link = prepareSite(prepared, siteAt(site), {
      frequency: 3.5e9,
      maximumReflections: 3,
      diffraction: 'edge-and-reflection',
      dynamicRangeDb: Infinity,
      maximumPaths: Infinity,
    });
    const { count, interactions, vertices, vertexOffsets, delays, amplitudes } = tracePaths(link, user);
    const free =
      SPEED_OF_LIGHT / 3.5e9 / (4 * Math.PI * Math.hypot(user[0] - site[0], user[1] - site[1], user[2] - site[2]));
    const bent = { alone: 0, reflected: 0 };
    for (let path = 0; path < count; path++) {
      const codes = [...interactions.subarray(vertexOffsets[path], vertexOffsets[path + 1])];
      const kinds = codes.filter((code) => code !== PATH_END).map((code) => INTERACTIONS[code]);
      const points = codes.map((_, i) =>
        vertices.subarray(3 * (vertexOffsets[path] + i), 3 * (vertexOffsets[path] + i + 1)),
      );
      let length = 0;
      points.slice(1).forEach((to, i) => {
        const from = points[i];
        length += Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
        // A hair off either end, since the ends of a leg lie on walls.
        const at = (share: number): Vector3 =>
          [0, 1, 2].map((k) => from[k] + share * (to[k] - from[k])) as unknown as Vector3;
        expect(isBlocked(prepared.bvh, ...at(1e-4), ...at(1 - 1e-4))).toBe(false);
      });
      expect(delays[path] * SPEED_OF_LIGHT).toBeCloseTo(length, 6);
      // In the shadow everything is weaker than free space over the straight way.
      expect(Math.hypot(amplitudes[2 * path], amplitudes[2 * path + 1])).toBeLessThan(free);
      const edge = kinds.indexOf('diffraction');
      if (edge < 0) {
        expect(kinds).toEqual(Array.from({ length: Math.min(kinds.length, 3) }, () => 'reflection'));
        continue;
      }
      expect(coneGap(prepared.edges, points.slice(edge, edge + 3))).toBeLessThan(1e-6);
      expect(['diffraction', 'diffraction,reflection', 'reflection,diffraction']).toContain(kinds.join());
      if (kinds.length === 1) bent.alone++;
      else bent.reflected++;
    }
    expect(bent.alone).toBeGreaterThan(0);
    expect(bent.reflected).toBeGreaterThan(bent.alone);
  });
});
