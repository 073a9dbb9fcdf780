import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ArrangeRequest, Engine, EstimatorView, SessionView } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Site } from './site-edits.ts';
import { createLabStore, type LabStore } from './store.ts';
import { createWorldEditing, type WorldEditing } from './world-editing.ts';

const site: Site = {
  name: 'Site 1',
  position: [5, 5, 3],
  orientation: { azimuth: 0, elevation: 0 },
  panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' },
};
const tracing = { maximumReflections: 3, maximumTransmissions: 0, diffraction: 'none', scattering: null } as const;
const estimator = (id: EstimatorView['id'], unavailable = ''): EstimatorView => ({
  id,
  title: id,
  summary: '',
  fed: '',
  reads: 'reports',
  dimensions: 3,
  unavailable,
});

let store: LabStore;
let world: WorldEditing;
let asked: ArrangeRequest[];
let answer: (request: ArrangeRequest) => Promise<void>;
let runs: number;

beforeEach(() => {
  vi.useFakeTimers();
  store = createLabStore();
  const sites = [site];
  const session = {
    scene: { sites, bounds: { minimum: [0, 0, 0], maximum: [20, 20, 10] } },
    tracing,
    estimators: [estimator('pe-msrn'), estimator('toa-aoa')],
  } as unknown as SessionView;
  store.setState({
    session,
    sites,
    ownSites: sites,
    tracing,
    ownTracing: tracing,
    estimators: ['pe-msrn'],
    wantedEstimators: ['pe-msrn'],
  });
  asked = [];
  runs = 0;
  answer = () => Promise.resolve();
  const arrange: Engine['arrange'] = async (request, { onProgress, signal } = {}) => {
    asked.push(request);
    onProgress?.({ stage: 'preparing site 1 of 1', done: 0.25, total: 1, unit: 'steps' });
    const stopped = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(new LabError('cancelled', 'Cancelled.', '')));
    });
    await Promise.race([answer(request), stopped]);
    // As after training: only the sites that it was trained with will do.
    const isAsTrained = request.sites?.length === 1 && request.sites[0].position[0] === site.position[0];
    return {
      sites: request.sites ?? [],
      tracing: { ...tracing, ...request.tracing },
      estimators: [estimator('pe-msrn', isAsTrained ? '' : 'Put the sites back.'), estimator('toa-aoa')],
    };
  };
  world = createWorldEditing({ arrange } as unknown as Engine, store, {
    onProgress: () => undefined,
    onArranged: () => {
      runs++;
      return Promise.resolve();
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);
const places = (): number[] => store.getState().sites.map(({ position }) => position[0]);

describe('createWorldEditing', () => {
  it('shows every step at once and asks the engine for the last one', async () => {
    for (let x = 6; x <= 12; x++) world.changeSite(0, { position: [x, 5, 3] });
    expect(places()).toEqual([12]);
    expect(world.progress()).not.toBeNull();
    await rest();
    expect(asked.map(({ sites }) => sites?.[0].position[0])).toEqual([12]);
    expect(store.getState().session?.scene.sites).toBe(store.getState().sites);
    expect(runs).toBe(1);
    expect(world.progress()).toBeNull();
  });

  it('takes back what the engine refuses, and says why', async () => {
    answer = () => Promise.reject(new LabError('too-close', 'Inside a wall.', 'Move it.'));
    world.addSite(8, 8);
    expect(store.getState().selectedSite).toBe(1);
    await rest();
    expect(places()).toEqual([5]);
    expect(store.getState().selectedSite).toBeNull();
    expect(store.getState().notices).toMatchObject([{ message: 'Inside a wall.', hint: 'Move it.' }]);
    expect(runs).toBe(0);
  });

  it('stops working on an older change as soon as a newer one rests', async () => {
    answer = () => (asked.length > 1 ? Promise.resolve() : new Promise(() => undefined));
    world.changeSite(0, { position: [6, 5, 3] });
    await rest();
    world.changeSite(0, { position: [9, 5, 3] });
    await rest();
    expect(asked.map(({ sites }) => sites?.[0].position[0])).toEqual([6, 9]);
    expect(places()).toEqual([9]);
    expect(store.getState().notices).toEqual([]);
    expect(runs).toBe(1);
    expect(world.progress()).toBeNull();
  });

  it('goes on with a change that it took up before that had rested', async () => {
    let finishFirst = (): void => undefined;
    answer = () =>
      new Promise((resolve) => {
        if (asked.length === 1) finishFirst = resolve;
        else setTimeout(resolve, 500);
      });
    world.changeSite(0, { position: [6, 5, 3] });
    await rest();
    world.changeSite(0, { position: [9, 5, 3] });
    finishFirst();
    await rest();
    expect(asked.map(({ sites }) => sites?.[0].position[0])).toEqual([6, 9]);
    expect(places()).toEqual([9]);
    expect(store.getState().notices).toEqual([]);
  });

  it('says how far a change is, and takes all of it back when it is given up', async () => {
    answer = () => new Promise(() => undefined);
    world.addSite(8, 8);
    world.setTracing({ maximumReflections: 5 });
    await rest();
    expect(world.progress()).toEqual({ stage: 'preparing site 1 of 1', done: 0.25, total: 1, unit: 'steps' });
    world.cancel();
    await rest();
    expect(world.progress()).toBeNull();
    const { sites, tracing: wanted, session, selectedSite } = store.getState();
    expect(sites).toBe(session?.scene.sites);
    expect(wanted).toBe(session?.tracing);
    expect(places()).toEqual([5]);
    expect(selectedSite).toBeNull();
    expect(asked).toHaveLength(1);
    expect(runs).toBe(0);
    expect(store.getState().notices).toEqual([]);
  });

  it('gives up a change that has not been asked for yet', async () => {
    world.changeSite(0, { position: [6, 5, 3] });
    world.cancel();
    expect(world.progress()).toBeNull();
    await rest();
    expect(asked).toEqual([]);
    expect(places()).toEqual([5]);
  });

  it('uses what can run there, and what was wanted again once it can', async () => {
    world.stepSite(0, [1, 0, 0]);
    await rest();
    expect(store.getState().estimators).toEqual(['toa-aoa']);
    world.resetSites();
    await rest();
    expect(places()).toEqual([5]);
    expect(store.getState().estimators).toEqual(['pe-msrn']);
    expect(store.getState().sites).toBe(store.getState().ownSites);
  });

  it('keeps the last site', async () => {
    world.removeSite(0);
    await rest();
    expect(asked).toEqual([]);
    expect(places()).toEqual([5]);
  });

  it('switches interactions and takes that back too', async () => {
    world.setTracing({ maximumReflections: 5 });
    world.setTracing({ diffraction: 'edge' });
    await rest();
    expect(asked).toMatchObject([{ tracing: { ...tracing, maximumReflections: 5, diffraction: 'edge' } }]);
    world.resetTracing();
    await rest();
    expect(store.getState().session?.tracing).toEqual(tracing);
    expect(runs).toBe(2);
  });
});
