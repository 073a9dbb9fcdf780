import { describe, expect, it } from 'vitest';
import { applyFixes, createFixTable } from '../state/fix-table.ts';
import {
  answeredLimits,
  applyLimit,
  applyLimits,
  createLimitTable,
  forgetLimit,
  missingLimits,
} from './limit-table.ts';

const fixes = createFixTable(3, ['a']);
for (const user of [0, 2]) applyFixes(fixes, { user, position: [0, 0, 0], fixes: {}, refusals: {} });

describe('a table of limits', () => {
  it('says nothing until all who were answered have been asked for, then the bounds of whoever a run has answered', () => {
    const table = createLimitTable(3);
    applyLimits(table, { users: Int32Array.of(0, 1), errors: Float32Array.of(5, 3, 4, 1, 1, 0) });
    expect(answeredLimits(table, fixes, 'all')).toHaveLength(0);
    expect([...missingLimits(table, fixes)]).toEqual([2]);
    applyLimits(table, { users: Int32Array.of(2), errors: Float32Array.of(NaN, NaN, NaN) });
    expect([...answeredLimits(table, fixes, 'all')]).toEqual([5, Infinity]);
    expect([...answeredLimits(table, fixes, 'horizontal')]).toEqual([3, Infinity]);
    expect([...answeredLimits(table, fixes, 'vertical')]).toEqual([4, Infinity]);
  });

  it('takes over one user, and forgets one that moves', () => {
    const table = createLimitTable(3);
    applyLimits(table, { users: Int32Array.of(0, 1, 2), errors: new Float32Array(9).fill(1) });
    applyLimit(table, 2, {
      kind: 'bound',
      positionError: 0.5,
      horizontalError: 0.25,
      verticalError: 0.125,
      ellipse: { semiMajor: 0.2, semiMinor: 0.15, azimuth: 0 },
    });
    forgetLimit(table, 0);
    expect([...answeredLimits(table, fixes, 'vertical')]).toEqual([Infinity, 0.125]);
    applyLimit(table, 2, { kind: 'no-bound', reason: 'no-path' });
    expect([...answeredLimits(table, fixes, 'all')]).toEqual([Infinity, Infinity]);
  });
});
