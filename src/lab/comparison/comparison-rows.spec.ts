import { describe, expect, it } from 'vitest';
import type { MetricIntervals } from '../../engine/frontend.ts';
import { comparisonCsv, comparisonRow, nextOrder, sortRows } from './comparison-rows.ts';

const row = (title: string, errors: number[], reasons: string[] = []): ReturnType<typeof comparisonRow> =>
  comparisonRow({ id: title, title }, Float64Array.from(errors), reasons, null);

describe('a row', () => {
  it('counts a user without a fix in shares and quantiles, and not in means', () => {
    const { values, users, withFix, refusals } = row('A', [0.4, 0.8, 3, Infinity], ['No path.']);
    expect([users, withFix]).toEqual([4, 3]);
    expect(values.with_fix).toBe(0.75);
    expect(values.mean_m).toBeCloseTo(1.4, 12);
    expect(values.rmse_m).toBeCloseTo(Math.sqrt((0.16 + 0.64 + 9) / 3), 12);
    expect(values.max_m).toBe(3);
    expect(values.below_1m).toBe(0.5);
    expect(values.below_0_5m).toBe(0.25);
    expect(values.p95_m).toBe(Infinity);
    expect(refusals).toEqual([{ reason: 'No path.', users: 1 }]);
  });

  it('makes no number up where nobody has a fix, or nobody is there', () => {
    const none = row('A', [Infinity, Infinity], ['b', 'a']).values;
    expect([none.mean_m, none.max_m, none.median_m, none.with_fix]).toEqual([NaN, NaN, Infinity, 0]);
    expect(Object.values(row('A', []).values).every(Number.isNaN)).toBe(true);
  });

  it('tells the most frequent reason first', () => {
    const { refusals } = row('A', [Infinity, Infinity, Infinity], ['a', 'b', 'b']);
    expect(refusals).toEqual([
      { reason: 'b', users: 2 },
      { reason: 'a', users: 1 },
    ]);
  });
});

describe('the order of rows', () => {
  const rows = [row('B', [2, 2]), row('A', [1, Infinity]), row('C', [Infinity, Infinity])];
  const titles = (order: Parameters<typeof sortRows>[1]): string =>
    sortRows(rows, order)
      .map(({ title }) => title)
      .join('');

  it('begins with the best, turns round, and keeps what has no value last', () => {
    const first = nextOrder(null, 'mean_m');
    expect(titles(first)).toBe('ABC');
    expect(titles(nextOrder(first, 'mean_m'))).toBe('BAC');
    expect(titles(nextOrder(first, 'with_fix'))).toBe('BAC');
    expect(titles(nextOrder(null, 'title'))).toBe('ABC');
    expect(titles(null)).toBe('BAC');
  });
});

describe('the file', () => {
  it('holds every number in full beside its interval, and quotes what has to be quoted', () => {
    const interval = { value: 0.5, low: 0.25, high: null };
    const intervals = { mean_m: interval } as unknown as MetricIntervals;
    const rows = [
      { ...row('TOA, "wide"', [0.1 + 0.2, Infinity], ['No path.']), intervals },
      row('None', [Infinity, Infinity]),
    ];
    const [header, first, second] = comparisonCsv(rows, { scene: 's3', snrDb: 6, error: 'all' }).split('\r\n');
    expect(header.split(',').slice(0, 9)).toEqual(
      'scene,snr_db,error,estimator,users,users_with_fix,with_fix,with_fix_low,with_fix_high'.split(','),
    );
    expect(first.startsWith('s3,6,all,"TOA, ""wide""",2,1,0.5,,,0.30000000000000004,0.25,inf,')).toBe(true);
    expect(first.endsWith(',1: No path.')).toBe(true);
    expect(second.startsWith('s3,6,all,None,2,0,0,,,,,,')).toBe(true);
    expect(new Set([header, second].map((line) => line.split(',').length)).size).toBe(1);
  });
});
