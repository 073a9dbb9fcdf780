import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine, IntervalRequest, MetricIntervals, SessionView } from '../../engine/frontend.ts';
import { applyFixes, createFixTable } from '../state/fix-table.ts';
import { createLabStore, type LabStore } from '../state/store.ts';
import { followIntervals, isOfNow, LIMIT_ROW } from './follow-intervals.ts';
import { applyLimits, createLimitTable } from './limit-table.ts';

let store: LabStore;
let asked: IntervalRequest[];
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(() => {
  store = createLabStore();
  asked = [];
  const engine = {
    intervals: (request: IntervalRequest) => {
      asked.push(request);
      return Promise.resolve(request.errors.map((errors) => ({ of: [...errors] }) as unknown as MetricIntervals));
    },
  } as unknown as Engine;
  followIntervals(engine, store, 1);
  const fixes = createFixTable(3, ['a']);
  const at = { position: [0, 0, 0], refusals: {} } as const;
  applyFixes(fixes, { ...at, user: 0, fixes: { a: { position: [0, 0, 0], error: 2 } } as object });
  applyFixes(fixes, { ...at, user: 2, fixes: {} });
  store.setState({ fixes, truth: new Float64Array(9), estimators: ['a'] as never, phase: 'ready' });
});

describe('followIntervals', () => {
  it('draws nothing until somebody compares, then each set of numbers once', async () => {
    await settle();
    expect(asked).toHaveLength(0);
    store.setState({ isComparing: true });
    store.setState({ hoveredUser: 1 });
    await settle();
    expect(asked.map(({ errors, clusters }) => [errors.map((e) => [...e]), clusters])).toEqual([
      [[[2, Infinity]], null],
    ]);
    const { intervals } = store.getState();
    expect(intervals && isOfNow(intervals, store.getState())).toBe(true);
    store.setState({ hoveredUser: null });
    await settle();
    expect(asked).toHaveLength(1);
    store.setState(({ fixesVersion }) => ({ fixesVersion: fixesVersion + 1 }));
    expect(intervals && isOfNow(intervals, store.getState())).toBe(false);
    await settle();
    expect(asked).toHaveLength(2);
  });

  it('has the limit in a row of its own, and draws users of one way together', async () => {
    const limits = createLimitTable(3);
    applyLimits(limits, { users: Int32Array.of(0, 1, 2), errors: Float32Array.from([1, 1, 0, 2, 2, 0, 4, 4, 0]) });
    const session = { routes: { routeOfUser: Int32Array.of(7, 7, 9) } } as unknown as SessionView;
    store.setState({ limits, session, isComparing: true });
    await settle();
    expect([...(asked[0].clusters ?? [])]).toEqual([7, 9]);
    expect(store.getState().intervals?.rows.get(LIMIT_ROW)).toEqual({ of: [1, 4] });
  });

  it('waits while numbers keep changing or a run goes', async () => {
    store.setState({ isComparing: true, phase: 'running' });
    await settle();
    expect(asked).toHaveLength(0);
    store.setState({ phase: 'ready' });
    store.setState({ phase: 'running' });
    await settle();
    expect(asked).toHaveLength(0);
  });
});
