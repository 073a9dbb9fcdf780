import { describe, expect, it } from 'vitest';
import { createMaterial } from '../../scene/materials.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { polygonScene } from '../../propagation/testing/scenes.ts';
import { createEdgeFinder } from './edge-directions.ts';

describe('edge finder', () => {
  // A free-standing wall: four borders where the sheet ends.
  const scene = polygonScene(
    [
      [
        [0, 0, 0],
        [10, 0, 0],
        [10, 0, 6],
        [0, 0, 6],
      ],
    ],
    createMaterial('concrete', 0.2),
  );
  const find = createEdgeFinder(prepareScene(scene).edges);
  const unit = (x: number, y: number, z: number): Float64Array =>
    Float64Array.of(x, y, z).map((value) => value / Math.hypot(x, y, z));

  it('knows the edge at a point, and none elsewhere', () => {
    const direction = find(Float64Array.of(4, 0, 6), unit(1, 2, 1), unit(1, 2, -1));
    expect(direction?.map(Math.abs)).toBeAllclose([1, 0, 0], { absolute: 1e-9 });
    expect(find(Float64Array.of(4, 0.5, 6), unit(1, 2, 1), unit(1, 2, -1))).toBeNull();
    expect(find(Float64Array.of(14, 0, 6), unit(1, 2, 1), unit(1, 2, -1))).toBeNull();
  });

  it('takes the edge whose cone the ray keeps to where two meet', () => {
    const corner = Float64Array.of(10, 0, 6);
    const upright = find(corner, unit(1, 1, 1), unit(-1, 1, 1));
    expect(upright?.map(Math.abs)).toBeAllclose([0, 0, 1], { absolute: 1e-9 });
    const level = find(corner, unit(1, 1, 1), unit(1, 1, -1));
    expect(level?.map(Math.abs)).toBeAllclose([1, 0, 0], { absolute: 1e-9 });
  });
});
