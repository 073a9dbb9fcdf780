import { describe, expect, it } from 'vitest';
import { reasonCode } from '../../measurement/no-fix.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { createRandom } from '../../numerics/random.ts';
import type { Vector3 } from '../../scene/scene.ts';
import { createAoa } from '../aoa/estimator.ts';
import type { Estimator } from '../estimator.ts';
import { createTdoa } from '../tdoa/estimator.ts';
import { createToa } from '../toa/estimator.ts';
import { explainNoFix } from '../no-fix.ts';
import type { BoundModel } from '../testing/reports.ts';
import { CITY_SITES, cramerRaoBound, reportsOf, rootMeanSquareError, siteAtPoint } from '../testing/reports.ts';

interface Subject {
  readonly model: BoundModel;
  readonly create: () => Estimator;
  readonly dimensions: 2 | 3;
  /** Standard deviation of the reports in metres or radians, and a tenth of what an outlier is off. */
  readonly deviation: number;
}

const SUBJECTS: readonly Subject[] = [
  { model: 'toa', create: createToa, dimensions: 2, deviation: 0.5 },
  { model: 'tdoa', create: createTdoa, dimensions: 2, deviation: 0.5 },
  { model: 'aoa', create: createAoa, dimensions: 3, deviation: 2e-3 },
];

const USERS: readonly Vector3[] = [
  [0, -100, 1.5],
  [130, 90, 1.5],
  [-200, 40, 20],
  [-40, 180, 0.5],
];

describe.each(SUBJECTS)('$model', ({ model, create, dimensions, deviation }) => {
  const errorsOf = (random = createRandom(1)): { random: typeof random; range: number; angle: number } => ({
    random,
    range: model === 'aoa' ? 0 : deviation,
    angle: model === 'aoa' ? deviation : 0,
  });

  it('is exact for perfect reports, inside and outside of the sites', async () => {
    const users = [...USERS, [600, 500, 3] as const];
    const estimates = await create().estimate(reportsOf(users, CITY_SITES));
    expect(estimates).toBeAllclose(users.flat(), { relative: 1e-6, absolute: 1e-4 });
  });

  it.each(USERS)('comes near the Cramér–Rao bound at %d, %d, %d', async (...user) => {
    const runs = 500;
    const input = reportsOf(new Array<Vector3>(runs).fill(user), CITY_SITES, errorsOf());
    const error = rootMeanSquareError(await create().estimate(input), user, dimensions);
    const bound = cramerRaoBound(model, user, CITY_SITES, deviation);
    expect(error / bound).toBeGreaterThan(0.93);
    expect(error / bound).toBeLessThan(1.3);
  });

  it.each([0, 1, 2, 3, 4])('survives a gross error of site %d among five', async (site) => {
    const user = USERS[3];
    const runs = 100;
    const outliers = [{ site, range: 80, azimuth: 0.4 }];
    const input = reportsOf(new Array<Vector3>(runs).fill(user), CITY_SITES, { ...errorsOf(), outliers });
    const error = rootMeanSquareError(await create().estimate(input), user, dimensions);
    const others = CITY_SITES.filter((_, i) => i !== site);
    expect(error).toBeLessThan(1.3 * cramerRaoBound(model, user, others, deviation));
  });

  it('has no fix where too few sites hear the user, says so, and does not move another user for it', async () => {
    const input = reportsOf(USERS, CITY_SITES);
    const needed = model === 'aoa' ? 2 : 3;
    input.links.slice(needed - 1).forEach(({ measurements }) => {
      measurements.snr[1] = NaN;
      measurements.delay[1] = NaN;
      measurements.reasons[1] = reasonCode('no-signal');
      measurements.azimuth[1] = NaN;
      measurements.elevation[1] = NaN;
    });
    const estimates = await create().estimate(input);
    expect([...estimates.subarray(3, 6)]).toEqual([NaN, NaN, NaN]);
    expect(estimates.subarray(0, 3)).toBeAllclose(USERS[0], { absolute: 1e-4 });
    expect(explainNoFix(create(), input, 1)).toEqual({ kind: 'too-few-sites', needed, heard: needed - 1 });
  });

  it('has no fix without any site', async () => {
    const estimates = await create().estimate({ count: 2, links: [], heights: Float64Array.of(1, 1) });
    expect(estimates.every(Number.isNaN)).toBe(true);
  });
});

describe('ranges of which several are late', () => {
  const user = USERS[0];
  const runs = 200;

  /** Ranges with errors of half a metre, and detours of some sites, each run another length from 15 to 115 m. */
  function lateReports(late: readonly number[]) {
    const random = createRandom(77, ...late);
    const input = reportsOf(new Array<Vector3>(runs).fill(user), CITY_SITES, { random, range: 0.5 });
    for (const site of late) {
      const { delay, firstDelay, power } = input.links[site].measurements;
      for (let run = 0; run < runs; run++) {
        delay[run] += (15 + 100 * random.uniform()) / SPEED_OF_LIGHT;
        firstDelay[run] = delay[run];
        power[run] /= 300; // bent around an edge
      }
    }
    return input;
  }

  it.each([[[0, 1]], [[1, 3]], [[2, 4]], [[0, 4]]])('finds the user by the other three when %j are', async (late) => {
    const estimates = await createToa().estimate(lateReports(late));
    const others = CITY_SITES.filter((_, site) => !late.includes(site));
    expect(rootMeanSquareError(estimates, user, 2)).toBeLessThan(1.3 * cramerRaoBound('toa', user, others, 0.5));
  });

  it.each([[[0, 1, 2]], [[1, 3, 4]], [[0, 2, 3]]])('finds the user by the other two when %j are', async (late) => {
    const estimates = await createToa().estimate(lateReports(late));
    const others = CITY_SITES.filter((_, site) => !late.includes(site));
    const bound = cramerRaoBound('toa', user, others, 0.5);
    const errors = Array.from({ length: runs }, (_, i) =>
      Math.hypot(estimates[3 * i] - user[0], estimates[3 * i + 1] - user[1]),
    ).sort((a, b) => a - b);
    // Two circles meet twice, and late ranges do not always tell where; the median is not moved by the few.
    expect(errors[runs / 2]).toBeLessThan(1.2 * bound);
    expect(errors.filter((error) => error < 4 * bound).length / runs).toBeGreaterThan(0.85);
  });

  it('takes the first path where the strongest came late', async () => {
    const input = reportsOf(USERS, CITY_SITES);
    input.links.forEach(({ measurements: { delay } }) => delay.forEach((value, i) => (delay[i] = value + 2e-7)));
    expect(await createToa().estimate(input)).toBeAllclose(USERS.flat(), { absolute: 1e-3 });
  });
});

describe('degenerate geometry', () => {
  const line = [-100, 0, 50, 120, 200].map((x) => siteAtPoint([x, 0.5 * x, 20]));

  it('gives no fix from ranges of sites in one vertical plane: the mirrored user fits as well', async () => {
    const input = reportsOf([[30, 80, 1.5]], line);
    for (const create of [createToa, createTdoa]) {
      expect((await create().estimate(input)).every(Number.isNaN)).toBe(true);
      expect(explainNoFix(create(), input, 0)).toEqual({ kind: 'undetermined' });
    }
  });

  it('gives no fix from bearings that coincide', async () => {
    const input = reportsOf([[300, 150, 20]], line);
    expect((await createAoa().estimate(input)).every(Number.isNaN)).toBe(true);
  });

  it('gives no fix from two bearings that do not meet in front of the sites', async () => {
    const input = reportsOf([[0, 50, 0]], [siteAtPoint([-50, 0, 10]), siteAtPoint([50, 0, 10])], {
      outliers: [
        { site: 0, range: 0, azimuth: Math.PI },
        { site: 1, range: 0, azimuth: Math.PI },
      ],
    });
    expect((await createAoa().estimate(input)).every(Number.isNaN)).toBe(true);
    expect(explainNoFix(createAoa(), input, 0)).toEqual({ kind: 'contradictory' });
  });

  it('solves three sites by differences where one position fits, and refuses where two do', async () => {
    const sites = [CITY_SITES[0], CITY_SITES[1], CITY_SITES[3]];
    const users: Vector3[] = [
      [-60, -50, 1.5],
      [-700, -760, 1.5],
    ];
    const estimates = await createTdoa().estimate(reportsOf(users, sites));
    expect(estimates.subarray(0, 3)).toBeAllclose(users[0], { absolute: 1e-3 });
    expect([...estimates.subarray(3)]).toEqual([NaN, NaN, NaN]);
  });

  it('says that heights are missing', async () => {
    const { count, links } = reportsOf(USERS, CITY_SITES);
    for (const create of [createToa, createTdoa]) {
      await expect(create().estimate({ count, links })).rejects.toMatchObject({ code: 'bad-argument' });
    }
  });
});

describe('time differences', () => {
  it('do not feel the clock of the user', async () => {
    const input = reportsOf(USERS, CITY_SITES);
    input.links.forEach(({ measurements: { firstDelay } }) =>
      firstDelay.forEach((delay, i) => (firstDelay[i] = delay + 1e-3)),
    );
    const estimates = await createTdoa().estimate(input);
    expect(estimates).toBeAllclose(USERS.flat(), { absolute: 1e-3 });
  });
});
