import { beforeEach, describe, expect, it } from 'vitest';
import type { CoveragePlaces, CoverageRequest, Engine, SessionView } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { followCoverage } from './coverage.ts';
import { createLabStore, type LabStore } from './store.ts';

interface Call {
  readonly request: CoverageRequest;
  readonly onBatch: (places: CoveragePlaces) => void;
  readonly onPreparation?: (share: number) => void;
  readonly signal?: AbortSignal;
  readonly finish: () => void;
  readonly fail: (error: LabError) => void;
}

const event: CoveragePlaces = {
  batch: {
    count: 1,
    positions: Float32Array.of(0.25, 0.25, 1.5),
    pathGain: Float32Array.of(1e-6),
    delay: Float32Array.of(1e-8),
    delaySpread: Float32Array.of(0),
    lineOfSight: Uint8Array.of(1),
    limit: new Float32Array(0),
  },
  done: 1,
  total: 9,
};

let store: LabStore;
let calls: Call[];
let session: SessionView;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  store = createLabStore();
  calls = [];
  const cover: Engine['cover'] = (request, { onBatch, onPreparation, signal }) =>
    new Promise((resolve, reject) => {
      calls.push({ request, onBatch, onPreparation, signal, finish: () => resolve({ cells: 9 }), fail: reject });
    });
  session = {
    scene: {
      positions: new Float32Array(9),
      sites: [{ name: 'Site 1' }],
      bounds: { minimum: [0, 0, 0], maximum: [20, 10, 4] },
    },
    tracing: {},
    estimators: [],
  } as unknown as SessionView;
  followCoverage({ cover } as unknown as Engine, store);
  store.setState({ session, phase: 'ready' });
});

describe('followCoverage', () => {
  it('asks for nothing until a map is wanted and the page is ready', () => {
    expect(calls).toHaveLength(0);
    store.setState({ phase: 'running' });
    store.setState({ overlay: 'delay' });
    expect(calls).toHaveLength(0);
    store.setState({ phase: 'ready' });
    expect(calls.map(({ request }) => request)).toEqual([{ spacing: 0.5, height: 1.5, limit: null }]);
  });

  it('shows what has arrived, and keeps one map for all metrics', async () => {
    store.setState({ overlay: 'path-loss' });
    expect(store.getState().coverageProgress).toEqual({ prepared: 0, done: 0, total: 0 });
    calls[0].onPreparation?.(0.3);
    expect(store.getState().coverageProgress).toEqual({ prepared: 0.3, done: 0, total: 0 });
    calls[0].onBatch(event);
    expect(store.getState().coverageProgress).toEqual({ prepared: 1, done: 1, total: 9 });
    expect(store.getState().coverage?.shown[0]).toBe(0);
    const version = store.getState().coverageVersion;
    calls[0].finish();
    await settle();
    expect(store.getState().coverageProgress).toBeNull();
    expect(store.getState().coverageVersion).toBe(version + 1);
    store.setState({ overlay: 'none' });
    store.setState({ overlay: 'line-of-sight' });
    expect(calls).toHaveLength(1);
    expect(store.getState().coverage).not.toBeNull();
  });

  it('stops what is no longer wanted', () => {
    store.setState({ overlay: 'path-loss' });
    store.setState({ overlay: 'none' });
    expect(calls[0].signal?.aborted).toBe(true);
    calls[0].onPreparation?.(0.5);
    calls[0].onBatch(event);
    expect(store.getState()).toMatchObject({ coverage: null, coverageProgress: null });
  });

  it('begins anew for other sites, whose choice it forgets where it is gone', () => {
    store.setState({ overlay: 'path-loss', overlaySite: 1 });
    expect(store.getState().overlaySite).toBeNull();
    store.setState({ session: { ...session, estimators: [] } });
    expect(calls).toHaveLength(1);
    store.setState({ session: { ...session, scene: { ...session.scene, sites: [...session.scene.sites] } } });
    expect(calls[0].signal?.aborted).toBe(true);
    expect(calls).toHaveLength(2);
  });

  it('works the limit out only where it is wanted, and anew at another SNR, which other maps do not ask for', () => {
    store.setState({ overlay: 'path-loss' });
    calls[0].finish();
    store.setState({ snrDb: 12 });
    expect(calls).toHaveLength(1);
    store.setState({ overlay: 'limit' });
    const limit = { gains: 'unknown-per-path', dimensions: 3, site: null, snrDb: 12 };
    expect(calls[1].request.limit).toEqual(limit);
    store.setState({ snrDb: 20 });
    expect(calls[1].signal?.aborted).toBe(true);
    expect(calls[2].request.limit).toEqual({ ...limit, snrDb: 20 });
    // The paths that were traced for it serve every other map.
    store.setState({ overlay: 'delay' });
    expect(calls).toHaveLength(3);
  });

  it('says a failure once and does not try again by itself', async () => {
    store.setState({ overlay: 'path-loss' });
    calls[0].fail(new LabError('device', 'The worker stopped.', 'Reload the page.'));
    await settle();
    expect(store.getState().overlay).toBe('none');
    expect(store.getState().notices.map(({ message }) => message)).toEqual(['The worker stopped.']);
    expect(calls).toHaveLength(1);
  });
});
