import { describe, expect, it } from 'vitest';
import { createClearanceTest } from '../scene/clearance.ts';
import { createSolidFinder } from '../scene/solids.ts';
import { buildTokyo } from '../scene/tokyo/tokyo.ts';
import { USER_CLEARANCE } from '../scene/user-sets.ts';
import { dealTrajectories } from './deal-trajectories.ts';
import { hashDataset } from './hash.ts';
import { measureEvaluationSet } from './evaluation-set.ts';
import { openWalks, WALKS } from './testing/routes.ts';
import { thinRoutes } from '../scene/routes.ts';
import { TOKYO_DRIVES } from './tokyo-drives.ts';
import { TOKYO_FAST } from './tokyo-fast.ts';
import { TOKYO_PRACTICE } from './tokyo-practice.ts';
import { TOKYO_STREETS } from './tokyo-streets.ts';
import { allUsers, chooseUsers, datasetUsers, membersOf } from './users.ts';

describe('dealTrajectories', () => {
  it('deals 300 trajectories 210, 45 and 45, by the seed alone', () => {
    const split = { training: 0.7, validation: 0.15, seed: 9 };
    const dealt = dealTrajectories(300, split);
    expect([0, 1, 2].map((part) => dealt.filter((value) => value === part).length)).toEqual([210, 45, 45]);
    expect(dealTrajectories(300, split)).toEqual(dealt);
    expect(dealTrajectories(300, { ...split, seed: 10 })).not.toEqual(dealt);
  });

  it('keeps everything for the test where nothing is to be trained', () => {
    expect([...dealTrajectories(5, { training: 0, validation: 0, seed: 1 })]).toEqual([2, 2, 2, 2, 2]);
  });
});

describe('a dataset of trajectories', () => {
  const walks = openWalks();

  it('has every trajectory in one split, whole', () => {
    const { count, trajectories, splits } = allUsers(walks);
    expect(count).toBe(48);
    const splitOf = new Map<number, number>();
    for (let user = 0; user < count; user++) {
      expect(splitOf.get(trajectories[user]) ?? splits[user]).toBe(splits[user]);
      splitOf.set(trajectories[user], splits[user]);
    }
    const sizes = (['training', 'validation', 'test'] as const).map((split) => datasetUsers(walks, split).count);
    expect(sizes).toEqual([24, 12, 12]);
  });

  it('has a hash that follows its users, its sites and its paths', () => {
    const hash = hashDataset(walks);
    expect(hashDataset(openWalks())).toBe(hash);
    const other = { ...WALKS, routes: { ...WALKS.routes, seed: 5 } };
    expect(hashDataset({ ...walks, definition: other })).not.toBe(hash);
    expect(hashDataset({ ...walks, sites: [walks.site] })).not.toBe(hash);
    expect(hashDataset({ ...walks, definition: { ...WALKS, trace: { maximumReflections: 2 } } })).not.toBe(hash);
  });

  it('is measured at every site, each with a noise of its own', () => {
    const { users, links } = measureEvaluationSet(walks, { split: 'test', protocol: 'held-out', seed: 1 });
    expect(users.velocities[0]).toBeGreaterThan(1);
    expect(links.map(({ site }) => site.name)).toEqual(['West wall', 'East wall']);
    for (const { measurements, site } of links) {
      for (let user = 0; user < users.count; user++) {
        const [x, y, z] = users.positions.subarray(3 * user, 3 * user + 3);
        const range = Math.hypot(x - site.position[0], y - site.position[1], z - site.position[2]);
        expect(Math.abs(measurements.delay[user] * 299792458 - range)).toBeLessThan(0.5);
      }
    }
  });
});

describe('routes through the built-in town', () => {
  const scene = buildTokyo();
  const isClear = createClearanceTest(scene, USER_CLEARANCE);
  const solidAt = createSolidFinder(scene);

  it.each([TOKYO_STREETS, TOKYO_FAST, TOKYO_PRACTICE, TOKYO_DRIVES])(
    'of $id keep every user out in the open',
    ({ routes }) => {
      const { positions } = routes.build(routes.seed);
      const enclosed: number[] = [];
      for (let at = 0; at < positions.length; at += 3) {
        const [x, y, z] = positions.subarray(at, at + 3);
        if (!isClear([x, y, z]) || solidAt(x, y, z)) enclosed.push(at / 3);
      }
      expect(enclosed).toEqual([]);
    },
  );

  it('are thinned along each trajectory, from its first position on', () => {
    const whole = TOKYO_STREETS.routes.build(1);
    const thin = thinRoutes(whole, 30);
    expect(thin.count).toBe(whole.count);
    expect([...thin.offsets.subarray(0, 3)]).toEqual([0, 7, 14]);
    for (const i of [0, 6, 7, 2099]) {
      const from = 200 * Math.floor(i / 7) + 30 * (i % 7);
      expect(thin.positions.subarray(3 * i, 3 * i + 3)).toEqual(whole.positions.subarray(3 * from, 3 * from + 3));
      expect(thin.velocities.subarray(3 * i, 3 * i + 3)).toEqual(whole.velocities.subarray(3 * from, 3 * from + 3));
      expect(thin.times[i]).toBe(whole.times[from]);
    }
  });
});

describe('chooseUsers', () => {
  const users = Uint32Array.from({ length: 9000 }, (_, i) => i);

  it('takes runs of neighbours all along trajectories, each user once', () => {
    const chosen = [...chooseUsers('trajectories', users, 500)];
    expect(new Set(chosen).size).toBe(500);
    for (let i = 0; i < 500; i++) if (i % 25 > 0) expect(chosen[i]).toBe(chosen[i - 1] + 1);
    expect(chosen[25] - chosen[0]).toBe(450);
    expect(chosen[499]).toBeGreaterThan(8500);
    expect(new Set(chooseUsers('trajectories', users.slice(0, 30), 26)).size).toBe(26);
  });

  it('takes the first of random positions', () => {
    expect([...chooseUsers('positions', users, 3)]).toEqual([0, 1, 2]);
    expect(chooseUsers('positions', users, 10_000)).toBe(users);
    expect([...membersOf(Uint8Array.of(0, 2, 1, 2), 'test')]).toEqual([1, 3]);
  });
});
