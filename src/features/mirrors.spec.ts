import { describe, expect, it } from 'vitest';
import { buildScene } from '../scene/registry.ts';
import { createMirrors, openMirrors } from './mirrors.ts';

/** Two walls that meet in a right angle at x = 10 and y = 10, from z = −10 to 10. */
const corner = createMirrors(
  Float64Array.from(
    [
      [10, -50, -10, 10, 10, -10, 10, 10, 10],
      [10, -50, -10, 10, 10, 10, 10, -50, 10],
      [-50, 10, -10, 10, 10, -10, 10, 10, 10],
      [-50, 10, -10, 10, 10, 10, -50, 10, 10],
    ].flat(),
  ),
);

describe('a ray among mirrors', () => {
  it('goes straight where nothing is in its way', () => {
    const { end, bounces } = corner.follow([0, 0, 0], Math.PI, 0.3, 5);
    expect(end).toBeAllclose([-5 * Math.cos(0.3), 0, 5 * Math.sin(0.3)], { absolute: 1e-12 });
    expect(bounces).toBe(0);
  });

  it('comes back from a wall, and from a corner the way it came', () => {
    expect(corner.follow([0, 0, 0], 0, 0, 14).end).toBeAllclose([6, 0, 0], { absolute: 1e-12 });
    const { end, bounces } = corner.follow([0, 4, 0], Math.PI / 4, 0, 30);
    expect(bounces).toBe(2);
    // The image of the start in both walls is (20, 16): the ray runs towards it from (0, 4), folded twice.
    const across = 30 * Math.SQRT1_2;
    expect(end).toBeAllclose([20 - across, 20 - (4 + across), 0], { absolute: 1e-9 });
  });

  it('ends in the scene’s own user when it is sent along a reflected path', () => {
    // The image of a user in the hall's south wall, y = 0, is where its reflection seems to come from.
    const { follow, isClear } = openMirrors('s3');
    const [origin] = buildScene('s3').sites.map(({ position }) => position);
    const user = [30, 20.4, 5.5] as const;
    const image = [user[0] - origin[0], -user[1] - origin[1], user[2] - origin[2]] as const;
    const length = Math.hypot(...image);
    const ray = follow(origin, Math.atan2(image[1], image[0]), Math.asin(image[2] / length), length);
    expect(ray.bounces).toBe(1);
    expect(ray.end).toBeAllclose(user, { absolute: 1e-9 });
    expect(isClear(origin, user)).toBe(true);
    expect(isClear(origin, [user[0], -user[1], user[2]])).toBe(false);
  });

  it('is built once for each scene, and refuses one that is not there', () => {
    expect(openMirrors('s3')).toBe(openMirrors('s3'));
    expect(() => openMirrors('moon')).toThrow('There is no built-in scene "moon".');
  });
});
