import { describe, expect, it } from 'vitest';
import { checkNeeds, ESTIMATORS, findEstimator, isEstimatorId } from './registry.ts';

describe('estimator registry', () => {
  it('names every estimator once, in words', () => {
    expect(new Set(ESTIMATORS.map(({ id }) => id)).size).toBe(ESTIMATORS.length);
    for (const { id, title, summary } of ESTIMATORS) {
      expect(isEstimatorId(id)).toBe(true);
      expect(title.length).toBeGreaterThan(1);
      expect(summary).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('refuses an unknown one with a list of the known', () => {
    expect(() => findEstimator('crystal-ball')).toThrow('There is no estimator "crystal-ball"');
    expect(isEstimatorId('toString')).toBe(false);
  });

  it('asks for weights where they are needed', async () => {
    await expect(findEstimator('pe-msrn').load(null)).rejects.toMatchObject({ code: 'missing-weights' });
    expect((await findEstimator('toa-aoa').load(null)).parameterCount).toBe(0);
  });

  it('loads every classical one, and says where it cannot work', async () => {
    const check = (id: string, sites: number, tracks = false): void => checkNeeds(findEstimator(id), { sites, tracks });
    for (const { id, trained } of ESTIMATORS) {
      if (!trained) expect((await findEstimator(id).load(null)).parameterCount, id).toBe(0);
    }
    expect(() => check('toa', 1)).toThrow('TOA needs the reports of 3 sites or more, and there is one.');
    expect(() => check('pe-msrn', 5)).toThrow('PE-MSRN reads the reports of one site, and there are 5.');
    expect(() => check('toa-aoa', 0)).toThrow('and there are 0');
    expect(() => check('ekf', 5)).toThrow('EKF follows users along their way, and these users stand alone.');
    check('ekf', 5, true);
    check('toa', 3);
    check('aoa', 2);
    check('pe-msrn', 1);
  });
});
