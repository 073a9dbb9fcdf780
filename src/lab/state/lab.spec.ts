import { describe, expect, it } from 'vitest';
import type {
  BackendView,
  Engine,
  FixBatch,
  Inspection,
  LocateRequest,
  RouteTable,
  SessionView,
} from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { createLab } from './lab.ts';
import type { Site } from './site-edits.ts';
import { createLabStore } from './store.ts';
import { linkOf } from './link-sync.ts';
import { DEFAULT_LINK as DEFAULTS, encodeLink } from './url-codec.ts';

const users = 4;
const DEFAULT_LINK = { ...DEFAULTS, user: 0 };

function site(name: string): Site {
  return {
    name,
    position: [5, 5, 3],
    orientation: { azimuth: 0, elevation: 0 },
    panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' },
  };
}

/** A session with nothing in it but users and estimators; the actions look at no more. */
function session(): SessionView {
  return {
    datasetId: 's3-3d',
    opensAs: 's3',
    snr: 'imposed',
    tracing: { maximumReflections: 3, maximumTransmissions: 0, diffraction: 'none', scattering: null },
    repairs: [],
    truth: Float64Array.from({ length: 3 * users }, (_, i) => i),
    estimators: [
      { id: 'pe-msrn', title: 'PE-MSRN', summary: '', dimensions: 3, unavailable: '' },
      { id: 'wknn', title: 'WKNN', summary: '', dimensions: 3, unavailable: 'No database.' },
    ],
    backend: { name: 'cpu', reason: '', preprocessing: { name: 'cpu', reason: '' } },
    scene: {
      id: 's3',
      title: 'Hall',
      notes: [],
      positions: new Float32Array(0),
      sites: [site('Site 1')],
      bounds: { minimum: [0, 0, 0], maximum: [20, 20, 20] },
    },
  } as unknown as SessionView;
}

function batch(start: number, count: number): FixBatch {
  return {
    start,
    count,
    positions: new Float64Array(3 * count),
    estimates: { 'pe-msrn': new Float32Array(3 * count) },
    errors: { 'pe-msrn': new Float32Array(count).fill(1) },
    refusals: {},
  };
}

/** An engine whose answers the test decides. */
function scriptedEngine(overrides: Partial<Engine> = {}): {
  engine: Engine;
  asked: { user: number; position?: readonly number[] }[];
} {
  const asked: { user: number; position?: readonly number[] }[] = [];
  const answer = (request: LocateRequest): Promise<Inspection> => {
    asked.push(request);
    const position = request.position ?? [0, 0, 0];
    return Promise.resolve({
      user: request.user,
      position,
      fixes: { 'pe-msrn': { position: [9, 9, 9], error: 2 } },
      refusals: {},
    } as unknown as Inspection);
  };
  const engine: Engine = {
    watchBackend: () => undefined,
    scenes: () => Promise.resolve([{ id: 's3', title: 'Hall', unavailable: '' }]),
    open: () => Promise.resolve(session()),
    run: (_request, { onBatch }) => {
      onBatch(batch(0, 2));
      onBatch(batch(2, 2));
      return Promise.resolve({ users });
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
    ...overrides,
  };
  return { engine, asked };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('createLab', () => {
  it('opens, runs and inspects the selected user', async () => {
    const { engine, asked } = scriptedEngine();
    const lab = createLab(engine, createLabStore());
    await lab.start({ ...DEFAULT_LINK, user: 3 });
    await lab.ready;
    await settle();
    const state = lab.store.getState();
    expect(state.phase).toBe('ready');
    expect(state.fixes.answered).toBe(users);
    expect(state.estimators).toEqual(['pe-msrn']);
    expect(asked).toEqual([{ user: 3 }]);
    expect(state.inspection?.user).toBe(3);
    expect(state.fixes.errors.get('pe-msrn')?.[3]).toBe(2);
  });

  it('says which weights it waits for, and leaves out an estimator whose weights turn out to be broken', async () => {
    let finish: () => void = () => undefined;
    const { engine } = scriptedEngine({
      run: async (_request, { onBatch, onProgress, onEstimators }) => {
        onProgress?.({ stage: 'WKNN weights', done: 10, total: 20, unit: 'bytes' });
        await new Promise<void>((resolve) => (finish = resolve));
        const estimators = session().estimators.map((one) =>
          one.id === 'wknn' ? { ...one, unavailable: 'Its file is cut short.' } : one,
        );
        onEstimators?.(estimators);
        onBatch(batch(0, 4));
        return { users };
      },
    });
    const lab = createLab(engine, createLabStore());
    const started = lab.start(DEFAULT_LINK);
    await settle();
    expect(lab.store.getState().progress).toEqual({ stage: 'WKNN weights', done: 10, total: 20, unit: 'bytes' });
    lab.store.setState({ estimators: ['pe-msrn', 'wknn'] });
    finish();
    await started;
    const state = lab.store.getState();
    expect(state.estimators).toEqual(['pe-msrn']);
    expect(state.session?.estimators.find(({ id }) => id === 'wknn')?.unavailable).toBe('Its file is cut short.');
    expect(state.notices.map(({ message }) => message)).toContain('WKNN is left out: Its file is cut short.');
    expect(state.progress).toBeNull();
  });

  it('opens the default where a link names a scene that does not exist, and says so once', async () => {
    const { engine } = scriptedEngine({
      open: ({ source }) =>
        source.kind === 'built-in' && source.id === 's3'
          ? Promise.resolve(session())
          : Promise.reject(new LabError('unknown-id', `No scene ${source.kind === 'built-in' ? source.id : ''}.`, '')),
    });
    const lab = createLab(engine, createLabStore());
    await lab.start({ ...DEFAULT_LINK, scene: 'atlantis' });
    await settle();
    expect(lab.store.getState()).toMatchObject({ phase: 'ready', scenes: [{ id: 's3' }] });
    expect(lab.store.getState().notices.map(({ message }) => message)).toEqual([
      'No scene atlantis. Scene s3 is shown.',
    ]);
  });

  it('opens the scene again where another backend is chosen, and keeps the old choice if that fails', async () => {
    const requested: string[] = [];
    const { engine } = scriptedEngine({
      open: ({ backend }) => {
        requested.push(backend);
        return backend === 'cpu' ? Promise.reject(new LabError('device', 'No.', '')) : Promise.resolve(session());
      },
    });
    const lab = createLab(engine, createLabStore());
    await lab.start({ ...DEFAULT_LINK, backend: 'webgpu' });
    await lab.setBackend('wasm');
    expect(lab.store.getState().fixes.answered).toBe(users);
    await expect(lab.setBackend('cpu')).rejects.toThrow('No.');
    expect(requested).toEqual(['webgpu', 'wasm', 'cpu']);
    expect(lab.store.getState().backendChoice).toBe('wasm');
  });

  it('shows what took over where a backend failed, and tells it once', async () => {
    let tell: (backend: BackendView) => void = () => undefined;
    const { engine } = scriptedEngine({ watchBackend: (onChange) => (tell = onChange) });
    const lab = createLab(engine, createLabStore());
    await lab.start(DEFAULT_LINK);
    const { session: before } = lab.store.getState();
    expect(lab.store.getState().backend).toEqual(before?.backend);
    const preprocessing = { name: 'webgpu', reason: 'Signals on the graphics processor.' } as const;
    const backend: BackendView = { name: 'wasm', reason: 'WebAssembly, because WebGPU failed.', preprocessing };
    const afterwards = { name: 'cpu', reason: 'Signals on the processor, because.' } as const;
    tell(backend);
    tell({ ...backend, preprocessing: afterwards });
    tell({ ...backend, preprocessing: afterwards });
    const state = lab.store.getState();
    expect(state.backend).toEqual({ ...backend, preprocessing: afterwards });
    expect(state.notices.map(({ message }) => message)).toEqual([backend.reason, afterwards.reason]);
    expect(state.session).toBe(before);
  });

  it('finds another number of users, keeps it in the link, and stops where it is told to', async () => {
    const sources: unknown[] = [];
    let isSlow = false;
    const { engine } = scriptedEngine({
      open: ({ source }) => {
        sources.push(source);
        return Promise.resolve(session());
      },
      run: (_request, { signal }) =>
        isSlow
          ? new Promise((_, reject) =>
              signal?.addEventListener('abort', () => reject(new LabError('cancelled', '', ''))),
            )
          : Promise.resolve({ users }),
    });
    const lab = createLab(engine, createLabStore());
    await lab.start({ ...DEFAULT_LINK, user: 1, users: 20 });
    await lab.setUserCount(10_000);
    expect(sources).toEqual([
      { kind: 'built-in', id: 's3', users: 20 },
      { kind: 'built-in', id: 's3', users: 10_000 },
    ]);
    expect(linkOf(lab.store.getState())).toMatchObject({ users: 10_000, user: 1 });
    await expect(lab.setUserCount(0)).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(lab.setUserCount(1e9)).rejects.toMatchObject({ code: 'bad-argument' });
    isSlow = true;
    const run = lab.setUserCount(5000);
    await settle();
    expect(lab.store.getState().phase).toBe('running');
    lab.stopFinding();
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(lab.store.getState().phase).toBe('ready');
    expect(lab.store.getState().notices).toEqual([]);
  });

  it('opens the users of an evaluation once, and anew where they are not as they were', async () => {
    const sources: unknown[] = [];
    const { engine } = scriptedEngine({
      open: ({ source }) => {
        sources.push(source);
        const opensAs = source.kind === 'built-in' ? source.id : null;
        return Promise.resolve({ ...session(), opensAs, snr: opensAs === 's3-3d-test' ? 'drawn' : 'imposed' });
      },
    });
    const lab = createLab(engine, createLabStore());
    await lab.start(DEFAULT_LINK);
    await lab.showEvaluated('s3-3d-grid', ['pe-msrn'], -4);
    expect(lab.store.getState()).toMatchObject({ snrDb: -4, estimators: ['pe-msrn'] });
    await lab.showEvaluated('s3-3d-grid', ['pe-msrn'], 6);
    expect(sources).toHaveLength(2);
    expect(linkOf(lab.store.getState()).scene).toBe('s3-3d-grid');
    await lab.moveUser(0, [1, 1, 1]);
    await lab.showEvaluated('s3-3d-grid', ['pe-msrn'], 6);
    expect(sources).toHaveLength(3);
    await lab.setUserCount(2);
    await lab.showEvaluated('s3-3d-grid', ['pe-msrn'], 6);
    expect(sources).toHaveLength(5);
    await lab.showEvaluated('s3-3d-test', ['pe-msrn'], 0);
    expect(sources.at(-1)).toEqual({ kind: 'built-in', id: 's3-3d-test', users: undefined });
    await expect(lab.showEvaluated('s3-3d-test', ['pe-msrn'], 25)).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('keeps the page usable and rejects ready when no scene opens', async () => {
    const { engine } = scriptedEngine({
      open: () => Promise.reject(new LabError('unknown-id', 'No such scene.', 'Use s3.')),
    });
    const lab = createLab(engine, createLabStore());
    await lab.start(DEFAULT_LINK);
    await expect(lab.ready).rejects.toThrow('No such scene.');
    expect(lab.store.getState().phase).toBe('failed');
    expect(lab.store.getState().notices.map((notice) => notice.hint)).toEqual(['Use s3.']);
  });

  it('keeps what is open when another scene fails', async () => {
    let opened = 0;
    const { engine } = scriptedEngine({
      open: () => (opened++ === 0 ? Promise.resolve(session()) : Promise.reject(new LabError('unknown-id', 'No.', ''))),
    });
    const lab = createLab(engine, createLabStore());
    await lab.start(DEFAULT_LINK);
    await expect(lab.openScene('atlantis')).rejects.toThrow('No.');
    expect(lab.store.getState().session?.scene.id).toBe('s3');
    expect(lab.store.getState().phase).toBe('ready');
  });

  it('has at most one inspection under way while a user is dragged, and ends at the newest position', async () => {
    const gates: (() => void)[] = [];
    const { engine, asked } = scriptedEngine();
    let inFlight = 0;
    let most = 0;
    const lab = createLab(
      {
        ...engine,
        locate: async (request) => {
          most = Math.max(most, ++inFlight);
          await new Promise<void>((resolve) => gates.push(resolve));
          inFlight--;
          return engine.locate(request);
        },
      },
      createLabStore(),
    );
    await lab.start(DEFAULT_LINK);
    await settle();
    for (let step = 1; step <= 10; step++) lab.dragUser(0, [step, 0, 0]);
    expect(lab.store.getState().truth[0]).toBe(10);
    while (gates.length > 0) {
      gates.shift()?.();
      await settle();
    }
    expect(most).toBe(1);
    expect(asked.flatMap((request) => request.position?.[0] ?? [])).toEqual([1, 10]);
  });

  it('puts a user back that was dragged where it cannot stand, without a banner', async () => {
    const { engine } = scriptedEngine();
    const lab = createLab(
      {
        ...engine,
        locate: (request) =>
          request.position && request.position[0] > 5
            ? Promise.reject(new LabError('too-close', 'In a rack.', ''))
            : engine.locate(request),
      },
      createLabStore(),
    );
    await lab.start(DEFAULT_LINK);
    await settle();
    lab.dragUser(0, [5, 0, 0]);
    await settle();
    lab.dragUser(0, [6, 0, 0]);
    await settle();
    expect(lab.store.getState().truth[0]).toBe(5);
    expect(lab.store.getState().notices).toEqual([]);
  });

  it('steps from where the user is, and no further than the scene', async () => {
    const { engine, asked } = scriptedEngine();
    const lab = createLab(engine, createLabStore());
    await lab.start({ ...DEFAULT_LINK, user: null });
    lab.stepUser(1, [0.25, 0, 0]);
    await settle();
    lab.stepUser(1, [0, 0, 50]);
    await settle();
    expect(asked.map((request) => request.position)).toEqual([
      [3.25, 4, 5],
      [3.25, 4, 19.9],
    ]);
    expect(() => lab.stepUser(9, [0, 0, 0])).toThrow('no user 9');
  });

  it('refuses what does not exist with a sentence', async () => {
    const { engine } = scriptedEngine();
    const lab = createLab(engine, createLabStore());
    await expect(lab.setSnr(3)).rejects.toThrow('No scene is open');
    await lab.start(DEFAULT_LINK);
    await expect(lab.setEstimators(['oracle'])).rejects.toThrow('no estimator "oracle"');
    await expect(lab.setEstimators([])).rejects.toMatchObject({
      code: 'bad-argument',
      hint: expect.stringContaining('One estimator always stays') as string,
    });
    expect(lab.store.getState().estimators).toEqual(['pe-msrn']);
    await expect(lab.setEstimators(['wknn'])).rejects.toThrow('WKNN cannot run here');
    await expect(lab.setSnr(99)).rejects.toThrow('outside the range');
    await expect(lab.moveUser(99, [0, 0, 0])).rejects.toThrow('no user 99');
    await expect(lab.moveUser(0, [0, Number.NaN, 0])).rejects.toThrow('finite');
  });

  it('refuses a place outside the scene before the engine is asked', async () => {
    const { engine, asked } = scriptedEngine();
    const lab = createLab(engine, createLabStore());
    await lab.start({ ...DEFAULT_LINK, user: null });
    for (const outside of [
      [20.01, 5, 1],
      [5, -0.01, 1],
      [5, 5, 21],
    ] as const) {
      await expect(lab.moveUser(0, outside)).rejects.toMatchObject({
        code: 'bad-argument',
        message: expect.stringContaining('outside the scene') as string,
        hint: 'Its bounds are x 0 to 20 m, y 0 to 20 m, z 0 to 20 m.',
      });
    }
    expect(asked).toEqual([]);
    expect([...lab.store.getState().truth.subarray(0, 3)]).toEqual([0, 1, 2]);
    await lab.moveUser(0, [20, 0, 3]);
    expect([...lab.store.getState().truth.subarray(0, 3)]).toEqual([20, 0, 3]);
  });

  it('lets the newest run win', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const { engine } = scriptedEngine({
      run: (_request, { signal, onBatch }) => {
        signals.push(signal);
        if (signals.length === 1) onBatch(batch(0, 2));
        return new Promise(() => undefined);
      },
    });
    const lab = createLab(engine, createLabStore());
    void lab.start(DEFAULT_LINK);
    await lab.ready;
    void lab.setSnr(20);
    await settle();
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, false]);
    expect(lab.store.getState().fixes.answered).toBe(1); // only what the new inspection answered
  });

  it('ends the progress and rejects ready when the first run fails before its first batch', async () => {
    const failure = new LabError('device', 'The device was lost.', 'Reload the page.');
    const { engine } = scriptedEngine({ run: () => Promise.reject(failure) });
    const lab = createLab(engine, createLabStore());
    await lab.start(DEFAULT_LINK);
    await expect(lab.ready).rejects.toBe(failure);
    const { phase, progress, session, notices } = lab.store.getState();
    expect({ phase, progress }).toEqual({ phase: 'ready', progress: null });
    expect(session?.scene.id).toBe('s3');
    expect(notices.map((notice) => notice.message)).toEqual(['The device was lost.']);
  });

  it('keeps what came before a run failed, and tells whoever asked for that run', async () => {
    let runs = 0;
    const { engine } = scriptedEngine({
      run: (_request, { onBatch }) => {
        onBatch(batch(0, 2));
        return runs++ === 0 ? Promise.resolve({ users }) : Promise.reject(new LabError('device', 'Lost.', ''));
      },
    });
    const lab = createLab(engine, createLabStore());
    await lab.start(DEFAULT_LINK);
    await lab.ready;
    await expect(lab.setSnr(20)).rejects.toThrow('Lost.');
    expect(lab.store.getState()).toMatchObject({ phase: 'ready', progress: null, fixes: { answered: 2 } });
    await expect(lab.setEstimators(['pe-msrn'])).rejects.toThrow('Lost.');
    expect(lab.store.getState()).toMatchObject({ phase: 'ready', progress: null });
  });

  it('leaves the progress of the newest run alone when an older one fails', async () => {
    const failures: ((cause: Error) => void)[] = [];
    const { engine } = scriptedEngine({ run: () => new Promise((_, reject) => failures.push(reject)) });
    const lab = createLab(engine, createLabStore());
    const started = lab.start(DEFAULT_LINK);
    await settle();
    const newest = lab.setSnr(20);
    failures[0](new LabError('cancelled', 'Another run began.', ''));
    await started;
    expect(lab.store.getState()).toMatchObject({ phase: 'running', progress: { done: 0, total: users }, notices: [] });
    failures[1](new LabError('device', 'Lost.', ''));
    await expect(newest).rejects.toThrow('Lost.');
    await expect(lab.ready).rejects.toThrow('Lost.');
    expect(lab.store.getState()).toMatchObject({ phase: 'ready', progress: null });
  });

  it('goes back to the run that is still going when another scene fails to open', async () => {
    let finish = (): void => undefined;
    let stream: (batch: FixBatch) => void = () => undefined;
    let refuse: (cause: Error) => void = () => undefined;
    let opened = 0;
    const { engine } = scriptedEngine({
      open: () => (opened++ === 0 ? Promise.resolve(session()) : new Promise((_, reject) => (refuse = reject))),
      run: (_request, { onBatch }) => {
        stream = onBatch;
        onBatch(batch(0, 1));
        return new Promise((resolve) => (finish = () => resolve({ users })));
      },
    });
    const lab = createLab(engine, createLabStore());
    const started = lab.start({ ...DEFAULT_LINK, user: null });
    await lab.ready;
    const opening = lab.openScene('atlantis');
    stream(batch(1, 2));
    expect(lab.store.getState()).toMatchObject({ phase: 'opening', progress: null, fixes: { answered: 3 } });
    refuse(new LabError('unknown-id', 'No.', ''));
    await expect(opening).rejects.toThrow('No.');
    expect(lab.store.getState()).toMatchObject({ phase: 'running', progress: { done: 3, total: users } });
    finish();
    await started;
    expect(lab.store.getState()).toMatchObject({ phase: 'ready', progress: null });
  });

  it('says what was mended in a scene that was brought, and keeps it out of the link', async () => {
    const { engine } = scriptedEngine({
      open: ({ source }) =>
        Promise.resolve(
          source.kind === 'files'
            ? { ...session(), datasetId: null, snr: 'link-budget', repairs: ['Two walls were mended.'] }
            : session(),
        ),
    });
    const lab = createLab(engine, createLabStore());
    await lab.start({ ...DEFAULT_LINK, snrDb: 20 });
    await lab.openFiles({ name: 'town', files: [{ path: 'town/a.json', file: new Blob() }] });
    const state = lab.store.getState();
    expect(state.notices).toMatchObject([{ kind: 'note', details: ['Two walls were mended.'] }]);
    // 20 dB of every link is no offset to a link budget.
    expect(state.snrDb).toBe(0);
    expect(encodeLink(linkOf(state))).toBe('');
  });

  it('stops opening when it is asked to, and stays where it was', async () => {
    const { engine } = scriptedEngine();
    const lab = createLab(
      {
        ...engine,
        open: (request, options) =>
          request.source.kind === 'built-in'
            ? engine.open(request)
            : new Promise((_, reject) =>
                options?.signal?.addEventListener('abort', () => reject(new LabError('cancelled', 'Stopped.', ''))),
              ),
      },
      createLabStore(),
    );
    await lab.start(DEFAULT_LINK);
    const opening = lab.openFiles({ name: 'town', files: [] });
    lab.cancelOpening();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    expect(lab.store.getState()).toMatchObject({ phase: 'ready', session: { datasetId: 's3-3d' }, notices: [] });
  });

  it('shows the link to the site that was asked for, until another user is', async () => {
    const asked: (number | undefined)[] = [];
    const { engine } = scriptedEngine({
      inspect: ({ user, site: which }) => {
        asked.push(which);
        const links = [4, 9].map((snrDb) => ({ snrDb, reason: '' }));
        return Promise.resolve({
          user,
          position: [0, 0, 0],
          fixes: {},
          refusals: {},
          links,
          site: which ?? 1,
        } as unknown as Inspection);
      },
    });
    const lab = createLab(engine, createLabStore());
    await lab.start({ ...DEFAULT_LINK, user: 0 });
    await settle();
    lab.showSite(0);
    expect(lab.store.getState().located?.site).toBe(0);
    await settle();
    expect(lab.store.getState().inspection?.site).toBe(0);
    lab.showSite(null);
    expect(lab.store.getState().located?.site).toBe(1);
    await settle();
    lab.selectUser(2);
    await settle();
    expect(asked).toEqual([undefined, 0, undefined, undefined]);
  });

  it('leads the selected user along its route, its fix behind it, until somebody moves it by hand', async () => {
    const routes: RouteTable = {
      count: 1,
      offsets: Uint32Array.of(0, 2),
      positions: Float64Array.of(0, 1, 2, 10, 1, 2),
      times: Float64Array.of(0, 10),
      routeOfUser: new Int32Array(users),
      timeOfUser: new Float64Array(users),
    };
    const { engine, asked } = scriptedEngine({ open: () => Promise.resolve({ ...session(), routes }) });
    let nextFrame: ((milliseconds: number) => void) | null = null;
    const lab = createLab(engine, createLabStore(), {
      request: (callback) => ((nextFrame = callback), 1),
      cancel: () => (nextFrame = null),
    });
    const frame = async (milliseconds: number): Promise<void> => {
      nextFrame?.(milliseconds);
      await settle();
    };
    await lab.start(DEFAULT_LINK);
    await settle();
    lab.player.setMovers('selected');
    lab.player.play();
    await frame(1000);
    await frame(1500);
    expect([...lab.store.getState().truth.subarray(0, 3)]).toBeAllclose([0.5, 1, 2]);
    expect(asked.at(-1)?.position).toBeAllclose([0.5, 1, 2]);
    expect(lab.store.getState().located?.position).toBeAllclose([0.5, 1, 2]);

    lab.stepUser(0, [0, 3, 0]);
    await settle();
    expect(lab.player.store.getState().isPlaying).toBe(false);
    expect(nextFrame).toBeNull();
    expect([...lab.store.getState().truth.subarray(0, 3)]).toBeAllclose([0.5, 4, 2]);

    for (const interrupt of [
      () => lab.dragUser(0, [1, 1, 1]),
      () => lab.moveUser(0, [2, 2, 2]),
      () => lab.selectUser(1),
      () => lab.openScene('s3'),
    ]) {
      lab.player.play();
      expect(lab.player.store.getState().isPlaying).toBe(true);
      await Promise.resolve(interrupt());
      expect(lab.player.store.getState().isPlaying).toBe(false);
    }
  });
});
