import { describe, expect, it } from 'vitest';
import type { Engine, Inspection, LocateRequest, SessionView } from '../engine/frontend.ts';
import { createApi } from './api.ts';
import { createLab } from './state/lab.ts';
import { createLabStore } from './state/store.ts';
import { DEFAULT_LINK } from './state/url-codec.ts';

const answer = ({ user, position = [0, 0, 1] }: LocateRequest): Promise<Inspection> =>
  Promise.resolve({
    user,
    position,
    links: [{ paths: { count: 4 } }, { paths: { count: 3 } }],
    fixes: { 'pe-msrn': { position: [3, 4, 1], error: 5 } },
    refusals: {},
  } as unknown as Inspection);

const engine: Engine = {
  watchBackend: () => undefined,
  scenes: () => Promise.resolve([]),
  open: () =>
    Promise.resolve({
      datasetId: 's3-3d',
      opensAs: 's3',
      snr: 'imposed',
      truth: Float64Array.from([0, 0, 1, 5, 5, 1]),
      estimators: [
        { id: 'pe-msrn', title: 'PE-MSRN', unavailable: '' },
        { id: 'wknn', title: 'WKNN', unavailable: 'No database.' },
      ],
      backend: { name: 'wasm', reason: 'Because.' },
      scene: { id: 's3', bounds: { minimum: [0, 0, 0], maximum: [60, 40, 6] } },
    } as unknown as SessionView),
  run: (_request, { onBatch }) => {
    onBatch({
      start: 0,
      count: 2,
      positions: Float64Array.from([0, 0, 1, 5, 5, 1]),
      estimates: { 'pe-msrn': Float32Array.from([0, 0, 2, NaN, NaN, NaN]) },
      errors: { 'pe-msrn': Float32Array.from([1, NaN]) },
      refusals: {},
    });
    return Promise.resolve({ users: 2 });
  },
  locate: answer,
  inspect: answer,
  arrange: () => Promise.reject(new Error('not scripted')),
  cover: () => Promise.reject(new Error('not scripted')),
  limits: () => Promise.resolve({ users: 0 }),
  limit: ({ user }) => Promise.resolve({ user, together: { kind: 'no-bound', reason: 'no-path' }, alone: [] }),
  sweep: () => Promise.reject(new Error('not scripted')),
  track: () => Promise.reject(new Error('not scripted')),
  intervals: () => Promise.reject(new Error('not scripted')),
  dissect: () => Promise.reject(new Error('not scripted')),
  explain: () => Promise.reject(new Error('not scripted')),
  denoise: () => Promise.reject(new Error('not scripted')),
  pull: () => Promise.reject(new Error('not scripted')),
  survey: () => Promise.reject(new Error('not scripted')),
  refine: () => Promise.reject(new Error('not scripted')),
  adoptModel: () => Promise.reject(new Error('not scripted')),
  paper: () => Promise.reject(new Error('not scripted')),
  preview: () => Promise.reject(new Error('not scripted')),
  dispose: () => undefined,
};

describe('window.wavefix', () => {
  it('says what is open, what cannot run and why', async () => {
    const lab = createLab(engine, createLabStore());
    const api = createApi(lab);
    expect(api.state()).toMatchObject({ scene: null, estimators: [], backend: null });
    await lab.start({ ...DEFAULT_LINK, user: null });
    await api.ready;
    expect(api.state()).toMatchObject({
      scene: 's3',
      dataset: 's3-3d',
      estimators: ['pe-msrn'],
      unavailable: { wknn: 'No database.' },
      selectedUser: null,
      backend: { name: 'wasm', reason: 'Because.' },
      progress: null,
    });
  });

  it('lists a row for every user, NaN where there is no fix', async () => {
    const lab = createLab(engine, createLabStore());
    const api = createApi(lab);
    await lab.start({ ...DEFAULT_LINK, user: null });
    expect(api.fixes('pe-msrn')).toEqual({
      truth: [
        [0, 0, 1],
        [5, 5, 1],
      ],
      estimate: [
        [0, 0, 2],
        [NaN, NaN, NaN],
      ],
      error: [1, NaN],
    });
    expect(() => api.fixes('wknn')).toThrow('"wknn" is not in use');
  });

  it('lists the rows of users that have not been answered yet', async () => {
    const lab = createLab(
      {
        ...engine,
        run: (_request, { onBatch }) => {
          onBatch({
            start: 0,
            count: 1,
            positions: Float64Array.from([0, 0, 1]),
            estimates: { 'pe-msrn': Float32Array.from([0, 0, 2]) },
            errors: { 'pe-msrn': Float32Array.from([1]) },
            refusals: {},
          });
          return new Promise(() => undefined);
        },
      },
      createLabStore(),
    );
    const api = createApi(lab);
    void lab.start({ ...DEFAULT_LINK, user: null });
    await api.ready;
    expect(api.fixes('pe-msrn').error).toEqual([1, NaN]);
  });

  it('moves a user and answers with its new fix', async () => {
    const lab = createLab(engine, createLabStore());
    const api = createApi(lab);
    await lab.start({ ...DEFAULT_LINK, user: null });
    expect(await api.moveUser(1, [3, 4, 5])).toEqual({
      truth: [3, 4, 5],
      estimates: { 'pe-msrn': [3, 4, 1] },
      errors: { 'pe-msrn': 5 },
      paths: 7,
      reason: '',
    });
    expect(api.fixes('pe-msrn').truth[1]).toEqual([3, 4, 5]);
  });
});
