import { describe, expect, it } from 'vitest';
import { TOKYO_STREETS } from '../datasets/tokyo-streets.ts';
import { evaluationReport } from '../evaluation/report.ts';
import { TOKYO_SITE_PRODUCT } from './experiments/tokyo-site-product.ts';
import { writeSiteCard } from './site-card.ts';

describe('writeSiteCard', () => {
  const subject = { model: 'site-product', dataset: 'tokyo-streets', split: 'test', seed: 1, dataset_hash: 'abcdef' };
  const input = {
    experiment: TOKYO_SITE_PRODUCT,
    definition: TOKYO_STREETS,
    users: 40021,
    parameterCount: 601670,
    steps: 400,
    history: [{ step: 400, trainingLoss: 3, score: 0.75 }],
    report: evaluationReport(subject, [0.25, 0, 0, NaN, NaN, NaN], [0, 0, 0, 0, 0, 0], 2),
  };

  it('says what was reached, what it cannot do, and that a run is not finished', () => {
    const card = writeSiteCard(input);
    expect(card).toContain('| 0.250 m |');
    expect(card).toContain('What it cannot do');
    expect(card).toContain('400 of 4,000 steps');
    expect(card).toContain('step 400, mean 0.750 m, median –');
    expect(card).not.toMatch(/undefined|NaN|\[object/);
  });

  it('has nothing to add to a finished one', () => {
    expect(writeSiteCard({ ...input, steps: 4000 })).not.toContain('not finished');
  });
});
