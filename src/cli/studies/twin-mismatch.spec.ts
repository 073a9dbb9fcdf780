import { describe, expect, it } from 'vitest';
import { hallTwin, hallTwinOf, receive } from '../../estimators/twin/testing/hall.ts';
import type { ChannelSource } from '../../measurement/channel-source.ts';
import { createRandom } from '../../numerics/random.ts';
import { createMaterial } from '../../scene/materials.ts';
import { buildScene } from '../../scene/registry.ts';
import { SceneBuilder } from '../../scene/scene-builder.ts';
import { calibrateClocks, opposite, withClocks } from './clocks.ts';
import { busiestBuilding, displaceWalls, removeObject } from './displaced-walls.ts';
import { runMismatch } from './twin-mismatch.ts';

/** Two box houses on a ground. */
function houses() {
  const builder = new SceneBuilder();
  const concrete = createMaterial('concrete');
  builder.beginObject('Ground', concrete, 'ground');
  builder.addPolygon([-50, -50, 0], [50, -50, 0], [50, 50, 0], [-50, 50, 0]);
  for (const x of [0, 30]) {
    builder.beginObject(`House at ${x}`, concrete, 'building', true);
    builder.addBox({ minimum: [x, 0, 0], maximum: [x + 10, 8, 6] }, { bottom: false });
  }
  return builder.build({ id: 'houses', title: 'Houses', summary: 'Two houses.', attribution: '' });
}

describe('a world as a map has it', () => {
  const scene = houses();

  it('has every wall moved along its normal, corners still shared, ground and heights as they were', () => {
    const { mesh } = displaceWalls(scene, 0.1, createRandom(1));
    const planes = new Map<number, Set<string>>();
    const moves: number[] = [];
    mesh.objectOfTriangle.forEach((object, triangle) => {
      const corners = Array.from(mesh.indices.subarray(3 * triangle, 3 * triangle + 3), (vertex) =>
        Array.from(mesh.positions.subarray(3 * vertex, 3 * vertex + 3)),
      );
      mesh.indices.subarray(3 * triangle, 3 * triangle + 3).forEach((vertex, i) => {
        const before = scene.mesh.positions.subarray(3 * vertex, 3 * vertex + 3);
        expect(corners[i][2]).toBe(before[2]);
        const moved = [0, 1].map((axis) => corners[i][axis] - before[axis]);
        if (object === 0) expect(moved).toEqual([0, 0]);
        else moves.push(...moved);
      });
      // The walls of a box stay upright and parallel to the axes: one of x and y is the same on all corners.
      const flat = [0, 1, 2].filter((axis) =>
        corners.every((corner) => Math.abs(corner[axis] - corners[0][axis]) < 1e-12),
      );
      expect(flat.length).toBeGreaterThan(0);
      const plane = `${flat[0]} ${corners[0][flat[0]].toFixed(9)}`;
      planes.set(object, (planes.get(object) ?? new Set()).add(plane));
    });
    // Four walls and a roof each, and none more: neighbouring triangles moved together.
    expect([planes.get(1)?.size, planes.get(2)?.size]).toEqual([5, 5]);
    const spread = Math.sqrt(moves.reduce((sum, move) => sum + move * move, 0) / moves.length);
    expect(spread).toBeGreaterThan(0.03);
    expect(spread).toBeLessThan(0.3);
  });

  it('lacks the house that most paths touch', () => {
    // Two points of walls and roof of the second, one of the first, and some of neither.
    const points = [
      [30, 4, 2],
      [35, 4, 6],
      [0, 4, 2],
      [30, 20, 2],
      [32, 4, 3],
      [29, 4, 2],
      [5, 4, 0],
    ];
    const house = busiestBuilding(scene, points.flat());
    expect(busiestBuilding(scene, [20, 20, 0])).toBe(-1);
    expect(scene.objects[house].name).toBe('House at 30');
    const { mesh } = removeObject(scene, house);
    expect(mesh.objectOfTriangle.includes(house)).toBe(false);
    expect(mesh.indices.length).toBe(3 * mesh.objectOfTriangle.length);
    expect(mesh.objectOfTriangle.length).toBe(scene.mesh.objectOfTriangle.length - 10);
  });
});

const twin = hallTwin();
const places = Float64Array.from([12, 11, 1.5, 24, 18, 1.5, 36, 12, 1.5, 41, 20, 1.5]);
const channels: ChannelSource = {
  radio: twin.radio,
  estimate(user, site) {
    const [x, y, z] = places.subarray(3 * user, 3 * user + 3);
    const reception = receive(twin, [x, y, z], 20, 40 + user).find((each) => each.site === site);
    return reception ? { values: reception.estimate, noisePower: reception.noisePower } : null;
  },
};

describe('clocks', () => {
  it('are told by known users, and undone', () => {
    const errors = [
      { delay: 7.3e-9, phase: 0 },
      { delay: -12.1e-9, phase: 0 },
      { delay: 0.4e-9, phase: 0 },
    ];
    const late = withClocks(channels, errors);
    const found = calibrateClocks(twin, late, places.subarray(0, 6));
    found.forEach(({ delay }, site) => expect(Math.abs(delay - errors[site].delay)).toBeLessThan(3e-11));
    const mended = withClocks(late, found.map(opposite)).estimate(2, 1);
    const before = channels.estimate(2, 1);
    let [product, energy] = [0, 0];
    before?.values.forEach((value, i) => {
      product += value * (mended?.values[i] ?? 0);
      energy += value * value;
    });
    expect(product / energy).toBeGreaterThan(0.98);
  });

  it('are told by those who are heard, whatever is added of others', () => {
    const errors = twin.sites.map(() => ({ delay: 7.3e-9, phase: 0 }));
    const late = withClocks(channels, errors);
    // The third user is heard 50 dB deeper in the noise than the others.
    const faint: ChannelSource = {
      ...late,
      estimate(user, site) {
        const estimate = late.estimate(user, site);
        if (!estimate || user !== 2) return estimate;
        const random = createRandom(9, site);
        const power =
          (1e5 * estimate.values.reduce((sum, value) => sum + value * value, 0)) / (estimate.values.length / 2);
        const deviation = Math.sqrt(power / 2);
        return { values: estimate.values.map((value) => value + deviation * random.normal()), noisePower: power };
      },
    };
    const found = calibrateClocks(twin, faint, places.subarray(0, 9));
    for (const { delay } of found) expect(Math.abs(delay - 7.3e-9)).toBeLessThan(3e-11);
  });
});

describe('the study of wrong twins', () => {
  const world = { scene: buildScene('s3'), twinOf: hallTwinOf, positions: places, channels };
  const options = { known: 2, start: 0.15, until: 'coherent', seed: 5 } as const;

  it('finds millimetres with the exact twin, and does no harm with walls that are off', () => {
    const exact = runMismatch(world, { id: 'exact', title: 'nothing' }, options);
    expect(exact.errors.max_m).toBeLessThan(0.01);
    expect(exact.believed).toBe(1);
    const walls = runMismatch(world, { id: 'walls', title: 'walls', walls: 0.05 }, options);
    expect(walls.errors.median_m).toBeLessThan(1.2 * (walls.start.median_m ?? 0));
    expect(walls.errors.median_m).toBeGreaterThan(exact.errors.median_m ?? 0);
    expect(walls.stages.coherent).toBe(0);
  }, 60_000);
});
