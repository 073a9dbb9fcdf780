import { describe, expect, it } from 'vitest';
import { TOKYO_PRACTICE } from '../datasets/tokyo-practice.ts';
import { TOKYO_STREETS } from '../datasets/tokyo-streets.ts';
import { evaluationReport } from '../evaluation/report.ts';
import { TOKYO_REGRESSION } from './experiments/tokyo-regression.ts';
import { TOKYO_SITE_PRODUCT } from './experiments/tokyo-site-product.ts';
import { writeSiteCard } from './site-card.ts';

describe('writeSiteCard', () => {
  const subject = { model: 'site-product', dataset: 'tokyo-streets', split: 'test', seed: 1, dataset_hash: 'abcdef' };
  const [experiment] = TOKYO_SITE_PRODUCT;
  const total = experiment.loop.schedule.totalSteps;
  const input = {
    experiment,
    definition: TOKYO_STREETS,
    practice: TOKYO_PRACTICE,
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
    expect(card).toContain('`tokyo-practice`');
    expect(card).toContain(`400 of ${total.toLocaleString('en')} steps`);
    expect(card).toContain('step 400, mean 0.750 m, median –');
    expect(card).not.toMatch(/undefined|NaN|\[object/);
  });

  it('says what it is fed, and how often its regions held the truth', () => {
    const calibration = { count: 2, region_50: 0.5, region_90: 0.875 };
    const card = writeSiteCard({ ...input, experiment: TOKYO_REGRESSION[1], report: { ...input.report, calibration } });
    expect(card).toContain('its 90 % region that of 87.5 %');
    expect(card).toContain('fingerprint of every site');
    expect(card).toContain('--input fingerprint --json');
  });

  it('has nothing to add to a finished one', () => {
    expect(writeSiteCard({ ...input, steps: total })).not.toContain('not finished');
  });
});
