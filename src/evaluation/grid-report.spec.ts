import { describe, expect, it } from 'vitest';
import { gridReport } from './grid-report.ts';
import { evaluationReport } from './report.ts';

const SUBJECT = { model: 'toa-aoa', dataset: 's3-3d', split: 'training', seed: 1, dataset_hash: 'abc' };
const truth = [0, 0, 0, 10, 0, 0];

describe('gridReport', () => {
  const report = gridReport(
    SUBJECT,
    [
      { snrDb: -10, estimates: [3, 0, 4, NaN, NaN, NaN], truth },
      { snrDb: 6, estimates: [0, 0, 0.25, 10, 0.75, 0], truth },
    ],
    3,
  );

  it('says what was found at each SNR', () => {
    expect(report.by_snr).toMatchObject([
      { snr_db: -10, count: 2, with_fix: 1, rmse_m: 5, max_m: 5, below_1m: 0 },
      { snr_db: 6, count: 2, with_fix: 2, mean_m: 0.5, rmse_m: Math.sqrt((0.25 ** 2 + 0.75 ** 2) / 2), below_1m: 1 },
    ]);
  });

  it('says of all soundings what an evaluation of them would', () => {
    const all = evaluationReport(SUBJECT, [3, 0, 4, NaN, NaN, NaN, 0, 0, 0.25, 10, 0.75, 0], [...truth, ...truth], 3);
    expect(report).toMatchObject({ ...all });
  });

  it('counts horizontal errors alone where the height is known', () => {
    const flat = gridReport(SUBJECT, [{ snrDb: 0, estimates: [3, 0, 4, 10, 1, 7], truth }], 2);
    expect(flat.by_snr[0]).toMatchObject({ mean_m: 2, max_m: 3 });
    expect(flat.mean_m).toBe(2);
  });
});
