import { describe, expect, it } from 'vitest';
import { S3_3D } from '../datasets/s3-3d.ts';
import { evaluationReport } from '../evaluation/report.ts';
import { writeCard } from './card.ts';
import { S3_3D_PE_MSRN } from './experiments/s3-3d-pe-msrn.ts';

describe('writeCard', () => {
  const subject = { model: 'pe-msrn', dataset: 's3-3d', split: 'test', seed: 1, dataset_hash: '0123456789abcdef' };
  const card = writeCard({
    experiment: S3_3D_PE_MSRN,
    definition: S3_3D,
    datasetHash: subject.dataset_hash,
    trainingPositions: 1512,
    reports: 24192,
    features: 32,
    layout: 'image',
    parameterCount: 407231,
    flopCount: 15.3e6,
    steps: 5000,
    history: [{ step: 5000, trainingLoss: 0.03, score: 0.625 }],
    report: evaluationReport(subject, [0.25, 0, 0, NaN, NaN, NaN], [0, 0, 0, 0, 0, 0], 3),
  });

  it('says what was reached, with the seed and the hash to get it again', () => {
    expect(card).toContain('2 unseen positions');
    expect(card).toContain('1 users with a fix');
    expect(card).toContain('`0123456789abcdef`');
    expect(card).toMatch(/\| in space \| 0\.250 m \|/);
    expect(card).toContain('step 5,000, mean 0.625 m');
  });

  it('states every departure and every trial', () => {
    for (const departure of S3_3D_PE_MSRN.departures) expect(card).toContain(`- ${departure}`);
    for (const { settings, result } of S3_3D_PE_MSRN.trials) expect(card).toContain(`| ${settings} | ${result} |`);
  });

  it('has no hole', () => {
    expect(card).not.toMatch(/undefined|NaN|\[object/);
  });
});
