import { describe, expect, it } from 'vitest';
import { fedSentence } from './fed.ts';
import { ESTIMATORS, findEstimator } from './registry.ts';

describe('what an estimator is fed', () => {
  it('is a sentence for every one', () => {
    for (const { id } of ESTIMATORS) expect(fedSentence(findEstimator(id))).toMatch(/^Fed .*\.$/);
  });

  it('follows what it reads', () => {
    expect(fedSentence(findEstimator('pe-msrn'))).toMatch(/reports: SNR/);
    expect(fedSentence(findEstimator('twin'))).toMatch(/fix of another estimator/);
    for (const id of ['diffloc-unet', 'diffloc-ct', 'site-product'] as const) {
      expect(fedSentence(findEstimator(id))).toMatch(/CLEAN paths, the anchor .* known places/);
    }
    expect(fedSentence(findEstimator('path-wknn'))).toMatch(/CLEAN paths of every/);
  });

  it('is what its weights say, once they are there', () => {
    const regression = findEstimator('regression');
    expect(fedSentence(regression)).toMatch(/measured/);
    expect(fedSentence(regression, { input: 'measured' })).toBe(fedSentence(regression));
    expect(fedSentence(regression, { input: 'fingerprint' })).toMatch(/fingerprint .* 128 taps/);
  });
});
