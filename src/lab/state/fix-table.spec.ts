import { describe, expect, it } from 'vitest';
import { answeredErrors, applyBatch, applyFixes, createFixTable } from './fix-table.ts';

const here = { user: 0, position: [0, 0, 0], refusals: {} } as const;

describe('fix table', () => {
  it('fills with batches and counts every user once', () => {
    const table = createFixTable(3, ['pe-msrn']);
    const batch = {
      start: 1,
      count: 2,
      positions: Float64Array.from([10, 0, 1, 20, 0, 2]),
      estimates: { 'pe-msrn': Float32Array.from([13, 4, 1, Number.NaN, Number.NaN, Number.NaN]) },
      errors: { 'pe-msrn': Float32Array.from([5, Number.NaN]) },
      refusals: {},
    };
    applyBatch(table, batch);
    applyBatch(table, batch);
    expect(table.answered).toBe(2);
    expect([...table.isAnswered]).toEqual([0, 1, 1]);
    expect([...answeredErrors(table, 'pe-msrn', 'all')]).toEqual([5, Infinity]);
    expect([...answeredErrors(table, 'pe-msrn', 'horizontal')]).toEqual([5, Infinity]);
    expect([...answeredErrors(table, 'pe-msrn', 'vertical')]).toEqual([0, Infinity]);
  });

  it('ignores estimators that are not in use', () => {
    const table = createFixTable(1, ['pe-msrn']);
    applyFixes(table, { ...here, fixes: { other: { position: [1, 1, 1], error: 1 } } as object });
    expect(table.estimates.has('other')).toBe(false);
    expect(answeredErrors(table, 'other', 'all')).toHaveLength(0);
  });

  it('replaces the fix of a user that was moved, and forgets it where there is none any more', () => {
    const table = createFixTable(2, ['pe-msrn']);
    applyFixes(table, { ...here, fixes: { 'pe-msrn': { position: [0, 3, 4], error: 5 } } });
    expect([...answeredErrors(table, 'pe-msrn', 'vertical')]).toEqual([4]);
    applyFixes(table, { ...here, fixes: {} });
    expect([...answeredErrors(table, 'pe-msrn', 'all')]).toEqual([Infinity]);
    expect(table.answered).toBe(1);
  });
});
