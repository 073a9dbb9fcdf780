import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine, Inspection, LimitBatch, LimitRequest, SessionView, UserLimit } from '../../engine/frontend.ts';
import { applyFixes, createFixTable } from '../state/fix-table.ts';
import { createLabStore, type LabState, type LabStore } from '../state/store.ts';
import { followLimits, limitDimensions } from './follow-limits.ts';

interface Call {
  readonly request: LimitRequest & { readonly users: Int32Array };
  readonly onBatch: (batch: LimitBatch) => void;
  readonly signal?: AbortSignal;
  readonly finish: () => void;
}

let store: LabStore;
let calls: Call[];
let looks: (LimitRequest & { user: number })[];
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const bound = (positionError: number): UserLimit['together'] => ({
  kind: 'bound',
  positionError,
  horizontalError: 0.3,
  verticalError: 0.4,
  ellipse: { semiMajor: 0.2, semiMinor: 0.1, azimuth: 0 },
});
const inspectionOf = (user: number): Inspection => ({ user }) as unknown as Inspection;
const session = {
  estimators: [
    { id: 'pe-msrn', dimensions: 3 },
    { id: 'tdoa', dimensions: 2 },
  ],
} as unknown as SessionView;

/** What a run has answered for some of three users. */
const fixesOf = (...users: number[]): LabState['fixes'] => {
  const fixes = createFixTable(3, []);
  for (const user of users) applyFixes(fixes, { user, position: [0, 0, 0], fixes: {}, refusals: {} });
  return fixes;
};

beforeEach(() => {
  store = createLabStore();
  calls = [];
  looks = [];
  const engine = {
    limits: (request, { onBatch, signal }) =>
      new Promise((resolve) => {
        calls.push({ request, onBatch, signal, finish: () => resolve({ users: 2 }) });
      }),
    limit: (request) => {
      looks.push(request);
      return Promise.resolve({ user: request.user, together: bound(0.5), alone: [] });
    },
  } as Pick<Engine, 'limits' | 'limit'> as Engine;
  followLimits(engine, store);
  store.setState({
    session,
    estimators: ['pe-msrn'],
    truth: new Float64Array(9),
    fixes: fixesOf(0, 1),
    phase: 'running',
  });
});

describe('followLimits', () => {
  it('asks for everybody once a run has ended, and again only where the answer is another', async () => {
    expect(calls).toHaveLength(0);
    store.setState({ phase: 'ready' });
    expect(calls.map(({ request }) => request)).toEqual([
      { gains: 'unknown-per-path', dimensions: 3, users: Int32Array.of(0, 1) },
    ]);
    calls[0].onBatch({ users: Int32Array.of(0, 1), errors: new Float32Array(6).fill(0.25) });
    const version = store.getState().limitsVersion;
    calls[0].finish();
    await settle();
    expect(store.getState().limitsVersion).toBe(version + 1);
    expect([...store.getState().limits.errors]).toEqual([...new Array<number>(6).fill(0.25), NaN, NaN, NaN]);
    // A run with other estimators hears the same.
    store.setState({ phase: 'running' });
    store.setState({ phase: 'ready' });
    expect(calls).toHaveLength(1);
    store.setState({ gains: 'known' });
    store.setState({ snrDb: 20 });
    expect(calls.map(({ request }) => request.gains)).toEqual(['unknown-per-path', 'known', 'known']);
    expect(calls[1].signal?.aborted).toBe(true);
  });

  it('gives way to a run, and begins anew when that has ended', () => {
    store.setState({ phase: 'ready' });
    store.setState({ phase: 'running' });
    expect(calls[0].signal?.aborted).toBe(true);
    calls[0].onBatch({ users: Int32Array.of(0), errors: Float32Array.of(9, 9, 9) });
    expect(store.getState().limits.errors[0]).toBeNaN();
    store.setState({ phase: 'ready' });
    expect(calls).toHaveLength(2);
  });

  it('leaves those out who were not found when a run was stopped, and asks for them alone once they are', async () => {
    store.setState({ fixes: fixesOf(1) });
    store.setState({ phase: 'ready' });
    expect(calls.map(({ request }) => [...request.users])).toEqual([[1]]);
    calls[0].onBatch({ users: Int32Array.of(1), errors: Float32Array.of(1, 1, 0) });
    calls[0].finish();
    await settle();
    store.setState({ hoveredUser: 1 });
    expect(calls).toHaveLength(1);
    store.setState({ phase: 'running' });
    store.setState({ fixes: fixesOf(0, 1, 2) });
    store.setState({ phase: 'ready' });
    expect(calls.map(({ request }) => [...request.users])).toEqual([[1], [0, 2]]);
  });

  it('asks for the selected user whenever its stages are known anew, and forgets who is selected no more', async () => {
    store.setState({ phase: 'ready', selectedUser: 1 });
    expect(looks).toHaveLength(0);
    store.setState({ inspection: inspectionOf(1) });
    await settle();
    expect(looks).toEqual([{ user: 1, gains: 'unknown-per-path', dimensions: 3 }]);
    expect(store.getState().userLimit?.together).toEqual(bound(0.5));
    expect([...store.getState().limits.errors.subarray(3, 6)]).toEqual([0.5, 0.3, 0.4]);
    // One that moves is asked for when it rests.
    store.setState({ inspection: inspectionOf(1) });
    store.setState({ inspection: inspectionOf(1) });
    expect(looks).toHaveLength(1);
    await vi.waitFor(() => expect(looks).toHaveLength(2), { timeout: 30_000 });
    store.setState({ selectedUser: 0 });
    await settle();
    expect(store.getState().userLimit).toBeNull();
  });

  it('holds all against the known height where one of them is told it', () => {
    expect(limitDimensions(session, ['pe-msrn'])).toBe(3);
    expect(limitDimensions(session, ['pe-msrn', 'tdoa'])).toBe(2);
    expect(limitDimensions(null, [])).toBe(3);
  });
});
