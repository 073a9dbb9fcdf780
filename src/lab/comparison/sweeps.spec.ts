import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine, SessionView, SweepEvent, SweepPoint, SweepRequest } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { createLabStore, type LabStore } from '../state/store.ts';
import { createSweeps, sweptSnrs, type Sweeps } from './sweeps.ts';

interface Call {
  readonly request: SweepRequest;
  readonly onEvent: (event: SweepEvent) => void;
  readonly signal?: AbortSignal;
  readonly finish: () => void;
  readonly fail: (cause: unknown) => void;
}

const point = (snrDb: number): SweepPoint => ({ snrDb, curves: [], bound: 0.1 });
const world = { positions: new Float32Array(0), sites: [] };
const session = { snr: 'imposed', scene: world, tracing: {}, estimators: [] } as unknown as SessionView;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
let store: LabStore;
let calls: Call[];
let sweeps: Sweeps;

beforeEach(() => {
  store = createLabStore();
  calls = [];
  const engine = {
    sweep: (request: SweepRequest, { onEvent, signal }: Pick<Call, 'onEvent' | 'signal'>) =>
      new Promise((resolve, reject) => {
        calls.push({ request, onEvent, signal, finish: () => resolve({ points: [] }), fail: reject });
      }),
  } as unknown as Engine;
  sweeps = createSweeps(engine, store);
  store.setState({ session, truth: new Float64Array(3 * 40), estimators: ['pe-msrn'], phase: 'ready' });
});

describe('sweeps', () => {
  it('cover the range of the slider, with no more users than there are', () => {
    expect(sweptSnrs('imposed')).toEqual([-10, -5, 0, 5, 10, 15, 20, 25, 30]);
    expect(sweptSnrs('link-budget')).toEqual([-20, -15, -10, -5, 0, 5, 10, 15, 20]);
    void sweeps.start(60);
    expect(calls[0].request).toMatchObject({
      users: 40,
      draws: 1,
      limit: { gains: 'unknown-per-path', dimensions: 3 },
    });
    expect(store.getState().sweep?.progress).toEqual({ done: 0, total: 360 });
  });

  it('leave out who follows users, whose way would have to be heard anew at every SNR, and who takes seconds over one', () => {
    store.setState({ estimators: ['ekf', 'toa-aoa', 'twin'] });
    void sweeps.start(20);
    expect(store.getState().sweep?.estimators).toEqual(['toa-aoa']);
  });

  it('collect points and count soundings, and keep both ends when they are stopped', async () => {
    void sweeps.start(20);
    calls[0].onEvent({ kind: 'progress', done: 20, total: 180 });
    calls[0].onEvent({ kind: 'point', point: point(-10) });
    expect(store.getState().sweep).toMatchObject({ points: [{ snrDb: -10 }], progress: { done: 20, total: 180 } });
    sweeps.cancel();
    expect(calls[0].signal?.aborted).toBe(true);
    calls[0].onEvent({ kind: 'point', point: point(-5) });
    calls[0].fail(new LabError('cancelled', 'It was cancelled.', ''));
    await settle();
    expect(store.getState().sweep).toMatchObject({ points: [{ snrDb: -10 }], progress: null });
    expect(store.getState().notices).toEqual([]);
  });

  it('stay when they are done, through other estimators and a closed panel, until the world is another one', async () => {
    void sweeps.start(20);
    calls[0].onEvent({ kind: 'point', point: point(-10) });
    calls[0].finish();
    await settle();
    store.setState({ isComparing: false, estimators: [], session: { ...session } });
    expect(store.getState().sweep).toMatchObject({ points: [{ snrDb: -10 }], progress: null });
    store.setState({ session: { ...session, scene: { ...session.scene, sites: [] } } });
    expect(store.getState().sweep).toBeNull();
  });

  it('say a failure, and begin anew', async () => {
    void sweeps.start(20);
    void sweeps.start(10);
    expect(calls[0].signal?.aborted).toBe(true);
    calls[1].fail(new LabError('device', 'The worker stopped.', 'Reload the page.'));
    await settle();
    expect(store.getState().notices.map(({ message }) => message)).toEqual(['The worker stopped.']);
    expect(store.getState().sweep).toMatchObject({ users: 10, progress: null });
  });
});
