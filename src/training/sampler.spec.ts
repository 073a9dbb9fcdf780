import { describe, expect, it } from 'vitest';
import { apparentPositions, polarOf } from '../features/apparent-position.ts';
import { createRandom } from '../numerics/random.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { TrainingSet } from './sampler.ts';
import { UNMOVED, createSampler } from './sampler.ts';

const origin: Vector3 = [0, 20, 5];
const users: Vector3[] = [
  [10, 12, 1.5],
  [30, 30, 0.5],
  [50, 5, 2.5],
];

/** Three users, two draws: perfect reports, but for one reflection and one hole. */
function trainingSet(): TrainingSet {
  const raw = new Float64Array(3 * 2 * 5);
  users.forEach((user, u) => {
    for (let draw = 0; draw < 2; draw++) raw.set([draw, ...polarOf(user, origin), -80], (u * 2 + draw) * 5);
  });
  raw.set([0, ...polarOf([70, 60, 1], origin), -95], (1 * 2 + 1) * 5);
  raw.fill(NaN, (2 * 2 + 1) * 5, (2 * 2 + 2) * 5);
  const region = { minimum: [0, 0, 0.5], maximum: [60, 40, 2.5] } as const;
  return { users: 3, draws: 2, positions: Float64Array.from(users.flat()), raw, origin, region };
}

describe('createSampler', () => {
  it('hands out complete reports as they are when nothing moves', () => {
    const set = trainingSet();
    const sampler = createSampler(set, UNMOVED);
    expect(sampler.reports).toBe(5);
    const { raw, positions } = sampler.draw(createRandom(1), 200);
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const user = users.findIndex(([x]) => x === positions[i * 3]);
      const draws = [0, 1].map((draw) =>
        [...set.raw.subarray((user * 2 + draw) * 5, (user * 2 + draw + 1) * 5)].join(),
      );
      const report = [...raw.subarray(i * 5, i * 5 + 5)].join();
      expect(draws).toContain(report);
      seen.add(report);
    }
    expect(seen.size).toBe(5);
  });

  it('moves a line of sight rigidly: a perfect report stays perfect, within reach and region', () => {
    const sampler = createSampler(trainingSet(), {
      reach: [1, 1, 0.5],
      largestError: 3,
      nearRange: 0,
    });
    const { raw, positions } = sampler.draw(createRandom(2), 300);
    const apparent = apparentPositions(raw, origin);
    let moved = 0;
    for (let i = 0; i < 300; i++) {
      const at = positions.subarray(i * 3, i * 3 + 3);
      const home = users.find(([x, y]) => Math.abs(x - at[0]) <= 1 && Math.abs(y - at[1]) <= 1);
      expect(home).toBeDefined();
      expect(at[2]).toBeGreaterThanOrEqual(0.5);
      expect(at[2]).toBeLessThanOrEqual(2.5);
      if (raw[i * 5 + 4] === -95) {
        expect([...at]).toEqual(users[1]);
      } else {
        expect(apparent.subarray(i * 3, i * 3 + 3)).toBeAllclose(at, { absolute: 1e-6 });
        const range = Math.hypot(at[0] - origin[0], at[1] - origin[1], at[2] - origin[2]);
        const before = Math.hypot(...(home ?? origin).map((value, axis) => value - origin[axis]));
        expect(raw[i * 5 + 4]).toBeCloseTo(-80 - 20 * Math.log10(range / before), 6);
        if (home?.every((value, axis) => value === at[axis]) === false) moved++;
      }
    }
    expect(moved).toBeGreaterThan(200);
  });

  it('leaves a report where it was measured rather than move it out of sight', () => {
    const move = { reach: [1, 1, 0.5], largestError: 3, nearRange: 0 } as const;
    const isInSight = ([x]: Vector3): boolean => x < 10;
    const { positions } = createSampler({ ...trainingSet(), isInSight }, move).draw(createRandom(6), 300);
    const homes = users.map(([x]) => x);
    const xs = Array.from({ length: 300 }, (_, i) => positions[i * 3]);
    expect(xs.filter((x) => x > 10).every((x) => homes.includes(x))).toBe(true);
    expect(xs.filter((x) => x < 10).length).toBeGreaterThan(50);
  });

  it('draws users near the site more often, by the square of the distance', () => {
    // The first user is 13.3 m from the site: a near range of 26.6 m draws it four times as often as a far one.
    const sampler = createSampler(trainingSet(), { ...UNMOVED, nearRange: 26.6 });
    expect(sampler.reports).toBe(5);
    const { positions } = sampler.draw(createRandom(3), 4000);
    const near = positions.filter((value, i) => i % 3 === 0 && value === users[0][0]).length;
    // Its two reports count eight of the eleven entries.
    expect(near / 4000).toBeGreaterThan(8 / 11 - 0.03);
    expect(near / 4000).toBeLessThan(8 / 11 + 0.03);
  });

  it('depends on the generator alone', () => {
    const sampler = createSampler(trainingSet(), {
      reach: [1, 1, 0.5],
      largestError: 3,
      nearRange: 0,
    });
    expect(sampler.draw(createRandom(4), 20)).toEqual(sampler.draw(createRandom(4), 20));
    expect(sampler.draw(createRandom(5), 20)).not.toEqual(sampler.draw(createRandom(4), 20));
  });

  it('refuses a set without a complete report', () => {
    expect(() => createSampler({ ...trainingSet(), raw: new Float64Array(30).fill(NaN) }, UNMOVED)).toThrow(
      'no complete report',
    );
  });
});
