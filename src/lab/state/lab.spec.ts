import { describe, expect, it } from 'vitest';
import type { Engine, FixBatch, Inspection, SessionView } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { createLab } from './lab.ts';
import { createLabStore } from './store.ts';
import { DEFAULT_LINK as DEFAULTS } from './url-codec.ts';

const users = 4;
const DEFAULT_LINK = { ...DEFAULTS, user: 0 };

/** A session with nothing in it but users and estimators; the actions look at no more. */
function session(): SessionView {
  return {
    datasetId: 's3-3d',
    truth: Float64Array.from({ length: 3 * users }, (_, i) => i),
    estimators: [
      { id: 'pe-msrn', title: 'PE-MSRN', summary: '', dimensions: 3, unavailable: '', parameterCount: 1 },
      { id: 'wknn', title: 'WKNN', summary: '', dimensions: 3, unavailable: 'No database.', parameterCount: 0 },
    ],
    backend: { name: 'cpu', reason: '' },
    scene: { id: 's3' },
  } as unknown as SessionView;
}

function batch(start: number, count: number): FixBatch {
  return {
    start,
    count,
    estimates: { 'pe-msrn': new Float32Array(3 * count) },
    errors: { 'pe-msrn': new Float32Array(count).fill(1) },
  };
}

/** An engine whose answers the test decides. */
function scriptedEngine(overrides: Partial<Engine> = {}): {
  engine: Engine;
  asked: { user: number; position?: readonly number[] }[];
} {
  const asked: { user: number; position?: readonly number[] }[] = [];
  const engine: Engine = {
    open: () => Promise.resolve(session()),
    run: (_request, { onBatch }) => {
      onBatch(batch(0, 2));
      onBatch(batch(2, 2));
      return Promise.resolve({ users });
    },
    inspect: (request) => {
      asked.push(request);
      const position = request.position ?? [0, 0, 0];
      return Promise.resolve({
        user: request.user,
        position,
        fixes: { 'pe-msrn': { position: [9, 9, 9], error: 2 } },
      } as unknown as Inspection);
    },
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
        inspect: async (request) => {
          most = Math.max(most, ++inFlight);
          if (request.position) await new Promise<void>((resolve) => gates.push(resolve));
          inFlight--;
          return engine.inspect(request);
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
    expect(asked.slice(1).map((request) => request.position?.[0])).toEqual([1, 10]);
  });

  it('puts a user back that was dragged where it cannot stand, without a banner', async () => {
    const { engine } = scriptedEngine();
    const lab = createLab(
      {
        ...engine,
        inspect: (request) =>
          request.position && request.position[0] > 5
            ? Promise.reject(new LabError('too-close', 'In a rack.', ''))
            : engine.inspect(request),
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

  it('refuses what does not exist with a sentence', async () => {
    const { engine } = scriptedEngine();
    const lab = createLab(engine, createLabStore());
    await expect(lab.setSnr(3)).rejects.toThrow('No scene is open');
    await lab.start(DEFAULT_LINK);
    await expect(lab.setEstimators(['oracle'])).rejects.toThrow('no estimator "oracle"');
    await expect(lab.setEstimators(['wknn'])).rejects.toThrow('WKNN cannot run here');
    await expect(lab.setSnr(99)).rejects.toThrow('outside the range');
    await expect(lab.moveUser(99, [0, 0, 0])).rejects.toThrow('no user 99');
    await expect(lab.moveUser(0, [0, Number.NaN, 0])).rejects.toThrow('finite');
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
});
