import { describe, expect, it } from 'vitest';
import type { Lab } from '../state/lab.ts';
import { createFixTable } from '../state/fix-table.ts';
import { createLabStore } from '../state/store.ts';
import { brushOf, ERROR_COLUMNS, isAtLeastAsGood, showUsers } from './cells.ts';

/** A lab that answers every evaluation with three users, 3 m, 0.5 m and no fix. */
function fakeLab(asked: unknown[]): Lab {
  const store = createLabStore();
  const lab = {
    store,
    showEvaluated(address: string, estimators: readonly string[], snrDb: number) {
      asked.push([address, estimators, snrDb, store.getState().errorRange]);
      const fixes = createFixTable(3, estimators);
      fixes.errors.get(estimators[0])?.set([3, 0.5, Number.NaN]);
      store.setState({ fixes });
      return Promise.resolve();
    },
    selectUser: (user: number | null) => void asked.push(['selected', user]),
  };
  return lab as unknown as Lab;
}

describe('cells of a paper', () => {
  const setting = { dataset: 's2-2d', dimensions: 2 } as const;
  const row = { estimator: 'cnn' };
  const evaluation = { protocol: 'held-out' } as const;

  it('lead to the users of a range of errors, with the older range gone first', async () => {
    const asked: unknown[] = [];
    const lab = fakeLab(asked);
    lab.store.setState({ errorRange: { low: 5, high: 6 } });
    await showUsers(lab, { setting, row, evaluation, brush: brushOf('p90_m', 1) });
    expect(lab.store.getState().errorRange).toEqual({ low: 1, high: 3 });
    lab.store.setState({ errorRange: { low: 5, high: 6 } });
    asked.length = 0;
    await showUsers(lab, { setting, row, evaluation, brush: brushOf('p90_m', 2.5) });
    expect(asked).toEqual([['s2-2d-test', ['cnn'], 0, null]]);
    const { errorRange, errorAxis } = lab.store.getState();
    expect(errorRange).toEqual({ low: 2.5, high: 5 });
    expect(errorAxis).toBe('horizontal');
    await showUsers(lab, { setting: { ...setting, dimensions: 3 }, row, evaluation, brush: brushOf('below_1m', 0.9) });
    expect(lab.store.getState()).toMatchObject({ errorRange: { low: 0, high: 1 }, errorAxis: 'all' });
    await showUsers(lab, { setting, row, evaluation, brush: null });
    expect(lab.store.getState().errorRange).toBeNull();
  });

  it('lead to the one user at either end, and never to one without a fix', async () => {
    const asked: unknown[] = [];
    const lab = fakeLab(asked);
    await showUsers(lab, { setting, row, evaluation, brush: brushOf('max_m', 3) });
    await showUsers(lab, { setting, row, evaluation, brush: brushOf('min_m', 0.5) });
    expect(asked.filter((one) => (one as unknown[])[0] === 'selected')).toEqual([
      ['selected', 0],
      ['selected', 1],
    ]);
  });

  it('are as good as the paper’s where errors are no larger, or shares no smaller', () => {
    const column = (metric: string) => {
      const found = ERROR_COLUMNS.find((one) => one.metric === metric);
      if (!found) throw new Error(metric);
      return found;
    };
    expect(isAtLeastAsGood(column('mean_m'), 0.5, 0.5)).toBe(true);
    expect(isAtLeastAsGood(column('mean_m'), 0.6, 0.5)).toBe(false);
    expect(isAtLeastAsGood(column('below_1m'), 0.6, 0.5)).toBe(true);
    expect(isAtLeastAsGood(column('mean_m'), null, 0.5)).toBe(false);
    expect(isAtLeastAsGood(column('mean_m'), 0.5, null)).toBe(false);
  });

  it('lead to the very users who were evaluated: unseen ones at the SNRs they drew, known ones at the SNR of the cell', async () => {
    const asked: unknown[] = [];
    const lab = fakeLab(asked);
    await showUsers(lab, { setting, row, evaluation: { protocol: 'held-out' }, brush: null });
    await showUsers(lab, { setting, row, evaluation: { protocol: 'grid', snrDb: -6 }, brush: null });
    expect(asked).toEqual([
      ['s2-2d-test', ['cnn'], 0, null],
      ['s2-2d-grid', ['cnn'], -6, null],
    ]);
  });
});
