import { describe, expect, it } from 'vitest';
import { errorMetrics } from '../../evaluation/metrics.ts';
import { mismatchPage } from './mismatch-page.ts';

describe('mismatchPage', () => {
  it('gives three digits of micrometres as of metres, and stages and shares as they are', () => {
    const errors = errorMetrics([1.84e-5, 1.84e-5, 1.84e-5, 0.3894]);
    const result = { id: 'exact', title: 'nothing', errors, start: errorMetrics([0.25]), below_1cm: 0.75 };
    const page = mismatchPage({
      ...{
        study: 'twin-mismatch',
        dataset: 'd',
        dataset_hash: 'h',
        seed: 1,
        count: 4,
        start_m: 0.25,
        until: 'per-site',
      },
      cases: [
        {
          ...result,
          ...{ worse_than_start: 0, believed: 0.5 },
          stages: { start: 1, 'per-path': 0, 'per-site': 3, coherent: 0 },
        },
      ],
    });
    expect(page).toContain('| nothing | 250 mm | 0.0184 mm | 97.4 mm |');
    expect(page).toContain('| 389 mm | 75 % | 0 % | 50 % | 1 / 0 / 3 / 0 |');
  });
});
