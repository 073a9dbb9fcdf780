import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { createMaterial } from '../scene/materials.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { PathTable } from './path-table.ts';
import { groundScene } from './testing/scenes.ts';
import { allOf, createTracer, story } from './testing/traced.ts';
import type { ScatteringOptions } from './trace.ts';

const frequency = 3.5e9;
const site: Vector3 = [-7, 3, 9];
const user: Vector3 = [12, -4, 5];
const lambertian: ScatteringOptions = {
  model: 'lambertian',
  coefficient: 0.5,
  lobeExponent: 4,
  patchSize: 1,
  seed: 4,
};
const directive: ScatteringOptions = { ...lambertian, model: 'directive', crossPolarShare: 0.1 };

/** ∫ cos θ_i cos θ_s/(π s′² s²) dA over the ground by the midpoint rule, its cells finer under the user. */
function integrateLambert(half: number, to: Vector3): number {
  let integral = 0;
  const add = (left: number, bottom: number, width: number): void => {
    const x = left + width / 2;
    const y = bottom + width / 2;
    if (width > 0.1 && width > 0.2 * Math.hypot(x - to[0], y - to[1], to[2])) {
      for (const [i, j] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ])
        add(left + (i * width) / 2, bottom + (j * width) / 2, width / 2);
      return;
    }
    const before = Math.hypot(x - site[0], y - site[1], site[2]);
    const after = Math.hypot(x - to[0], y - to[1], to[2]);
    integral += ((site[2] * to[2]) / (Math.PI * before ** 3 * after ** 3)) * width * width;
  };
  for (let x = -half; x < half; x += 0.5) for (let y = -half; y < half; y += 0.5) add(x, y, 0.5);
  return integral;
}

describe('scattering from the ground', () => {
  // Over the middle of a patch, over a corner of four, and near enough to touch.
  it.each<[number, Vector3]>([
    [1, user],
    [5, [2.5, 2.5, 1.5]],
    [5, [5, 5, 1.5]],
    [5, [2.5, 2.5, 0.5]],
    [5, [4, 3, 0.3]],
  ])('sums up to Lambert’s integral over a mirror cut into patches of %d m, seen from %j', (patchSize, to) => {
    const half = 40;
    const trace = createTracer(groundScene(half, createMaterial('metal', 1)), {
      frequency,
      maximumReflections: 0,
      scattering: { ...lambertian, patchSize, crossPolarShare: 0.3 },
    });
    const paths = trace(site, to);
    // Both received polarisations together.
    let power = 0;
    for (const p of allOf(paths)) {
      if (story(paths, p) !== 'scattering') continue;
      // Launched along θ̂: the first column.
      for (const i of [0, 1, 4, 5]) power += paths.transfers[8 * p + i] ** 2;
    }
    const expected =
      (SPEED_OF_LIGHT / frequency / (4 * Math.PI)) ** 2 * lambertian.coefficient ** 2 * integrateLambert(half, to);
    // A point would be 3 dB off at 1.5 m and 12 dB at 0.5 m.
    expect(Math.abs(10 * Math.log10(power / expected))).toBeLessThan(to[2] < 0.5 ? 1 : 0.2);
  });

  it('takes from the reflection what it scatters', () => {
    const ground = groundScene(40, createMaterial('concrete', 0.3));
    const gain = (scattering: ScatteringOptions | null): number => {
      const paths = createTracer(ground, { frequency, maximumReflections: 1, scattering })(site, user);
      const mirrored = allOf(paths).find((p) => story(paths, p) === 'reflection')!;
      return paths.amplitudes[2 * mirrored] ** 2 + paths.amplitudes[2 * mirrored + 1] ** 2;
    };
    expect(gain(lambertian) / gain(null)).toBeCloseTo(1 - 0.25, 9);
  });

  it.each([lambertian, directive])('is transposed where the ends change places: $model', (scattering) => {
    const trace = createTracer(groundScene(15, createMaterial('brick', 0.2)), {
      frequency,
      maximumReflections: 0,
      scattering,
    });
    const forth = trace(site, user);
    const back = trace(user, site);
    expect(back.count).toBe(forth.count);
    const place = (paths: PathTable, p: number): string => {
      const v = 3 * (paths.vertexOffsets[p] + 1);
      return story(paths, p) === '' ? '' : paths.vertices.subarray(v, v + 3).join();
    };
    const twins = new Map(allOf(back).map((p) => [place(back, p), p]));
    for (const p of allOf(forth)) {
      const t = forth.transfers.subarray(8 * p, 8 * p + 8);
      const at = 8 * twins.get(place(forth, p))!;
      const r = back.transfers.subarray(at, at + 8);
      expect([r[0], r[1], r[4], r[5], r[2], r[3], r[6], r[7]]).toBeAllclose(t, {
        relative: 0,
        absolute: 1e-7 * Math.hypot(...t),
      });
    }
  });

  it('keeps a patch’s phases while the user moves', () => {
    const trace = createTracer(groundScene(15, createMaterial('brick', 0.2)), {
      frequency,
      maximumReflections: 0,
      scattering: lambertian,
    });
    /** Phase of each patch without that of the way, by the patch's place. */
    const phases = (to: Vector3): Map<string, number> => {
      const paths = trace(site, to);
      const found = new Map<string, number>();
      for (const p of allOf(paths)) {
        if (story(paths, p) !== 'scattering') continue;
        const v = 3 * (paths.vertexOffsets[p] + 1);
        const way = 2 * Math.PI * frequency * paths.delays[p];
        const phase = Math.atan2(paths.amplitudes[2 * p + 1], paths.amplitudes[2 * p]) + way;
        found.set(paths.vertices.subarray(v, v + 3).join(), phase);
      }
      return found;
    };
    const here = phases(user);
    const there = phases([user[0] + 0.02, user[1] + 0.01, user[2]]);
    expect(here.size).toBe(900);
    for (const [place, phase] of here) expect(Math.cos(there.get(place)! - phase)).toBeGreaterThan(0.99);
  });
});
