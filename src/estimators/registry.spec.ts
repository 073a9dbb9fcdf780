import { describe, expect, it } from 'vitest';
import { ESTIMATORS, findEstimator, isEstimatorId } from './registry.ts';

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
});
