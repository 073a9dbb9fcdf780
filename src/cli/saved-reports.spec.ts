import { describe, expect, it } from 'vitest';
import { gridReport } from '../evaluation/grid-report.ts';
import { evaluationReport } from '../evaluation/report.ts';
import { evaluate } from './evaluate.ts';
import { formatReports } from './saved-reports.ts';

function reportOf(model: string, dataset: string, offset: number) {
  const truth = [0, 0, 0, 10, 0, 0, 20, 0, 0];
  const estimates = [offset, 0, 0, 10 + 2 * offset, 0, 0, NaN, NaN, NaN];
  return evaluationReport({ model, dataset, split: 'test', seed: 1, dataset_hash: 'abc' }, estimates, truth, 3);
}

describe('page of saved reports', () => {
  it('has a table for every dataset, the smaller median first, and says what is infinite', () => {
    const page = formatReports(
      [reportOf('worse', 's3', 2), reportOf('better', 's3', 0.25), reportOf('else', 's1', 20)],
      [],
    );
    expect(page.indexOf('## s1')).toBeLessThan(page.indexOf('## s3'));
    expect(page.indexOf('| better')).toBeLessThan(page.indexOf('| worse'));
    expect(page).toContain('| better | 2 of 3 | 0.375 | 0.395 | 0.500 | ∞ | ∞ | ∞ | ∞ | 0.500 | 66.7 % | – | `abc` |');
    expect(page).toContain('| else | 2 of 3 | 30.0 | 31.6 | 40.0 |');
    const fine = formatReports([reportOf('refined', 's3', 1.84e-5)], []);
    expect(fine).toContain('| refined | 2 of 3 | 0.028 mm | 0.029 mm | 0.037 mm | ∞ |');
  });

  it('has the errors of known positions SNR by SNR, apart from the others', () => {
    const subject = { model: 'better', dataset: 's3', split: 'training', seed: 1, dataset_hash: 'abc' };
    const grid = gridReport(
      subject,
      [
        { snrDb: 6, estimates: [0.5, 0, 0], truth: [0, 0, 0] },
        { snrDb: -10, estimates: [0, 12, 0], truth: [0, 0, 0] },
      ],
      3,
    );
    const page = formatReports([reportOf('worse', 's3', 2)], [grid]);
    expect(page).toContain('| estimator, known positions | fixes | RMSE at -10 dB | RMSE at 6 dB | dataset hash |');
    expect(page).toContain('| better | 2 of 2 | 12.0 | 0.500 | `abc` |');
    expect(page.match(/^## /gm)).toHaveLength(1);
  });

  it('keeps no evaluation that was asked for with a choice of its own', async () => {
    const words = ['--model', 'toa-aoa', '--dataset', 's3-3d', '--save', '--count', '3'];
    await expect(evaluate(words)).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
