import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { createRandom } from '../numerics/random.ts';
import { S3_SITE, S3_USER_REGION } from '../scene/s3.ts';
import type { Vector3 } from '../scene/scene.ts';
import { polarOf } from './apparent-position.ts';
import { foldedFix } from './folded-fix.ts';
import { openMirrors } from './mirrors.ts';

const reference = { origin: S3_SITE.position, scene: 's3', ...S3_USER_REGION };
const { isClear } = openMirrors('s3');

/** A report of a path that seems to come from a point. */
const report = (point: Vector3): number[] => [3, ...polarOf(point, reference.origin), -80];

/** Random users of the hall whom the site sees, or does not see. */
function users(count: number, inSight: boolean): Vector3[] {
  const random = createRandom(5, inSight ? 1 : 2);
  const { minimum, maximum } = S3_USER_REGION;
  const draw = (axis: 0 | 1 | 2): number => minimum[axis] + (maximum[axis] - minimum[axis]) * random.uniform();
  const found: Vector3[] = [];
  while (found.length < count) {
    const user: Vector3 = [draw(0), draw(1), draw(2)];
    if (isClear(reference.origin, user) === inSight) found.push(user);
  }
  return found;
}

const distance = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

describe('the folded fix', () => {
  it('finds users in sight, and says that it is sure', () => {
    const errors = users(40, true).map((user) => {
      const fix = foldedFix(report(user), reference);
      expect(fix.spread).toBeLessThan(1);
      return distance(fix.position, user);
    });
    expect(errors.sort((a, b) => a - b)[36]).toBeLessThan(0.15);
  });

  it('finds a user of whom only the image in a wall was seen, where a fix without mirrors is far off', () => {
    for (const user of [
      [30, 20.4, 2],
      [45, 6.2, 1.4],
    ] as const) {
      const image: Vector3 = [user[0], -user[1], user[2]];
      const { position, bounces } = foldedFix(report(image), reference);
      expect(bounces).toBeGreaterThan(0);
      expect(distance(position, user)).toBeLessThan(0.6);
    }
  });

  it('keeps the range where the elevation is bent out of the region', () => {
    const [snr, azimuth, , delay, power] = report([20, 20.4, 1.5]);
    for (const elevation of [-0.5, 0.05]) {
      const { position } = foldedFix([snr, azimuth, elevation, delay, power], reference);
      expect(distance(position, reference.origin)).toBeLessThanOrEqual((SPEED_OF_LIGHT * delay) / 1e9 + 1e-9);
      expect(distance(position, [20, 20.4, 1.5])).toBeLessThan(2);
    }
  });

  it('stays inside of the region, and is NaN for a user without a report', () => {
    const { minimum, maximum } = S3_USER_REGION;
    const { position } = foldedFix(report([300, 200, 100]), reference);
    position.forEach((value, axis) => {
      expect(value).toBeGreaterThanOrEqual(minimum[axis]);
      expect(value).toBeLessThanOrEqual(maximum[axis]);
    });
    expect(foldedFix([NaN, NaN, NaN, NaN, NaN], reference)).toEqual({
      position: [NaN, NaN, NaN],
      spread: NaN,
      bounces: NaN,
    });
  });
});
