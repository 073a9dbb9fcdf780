/** The worker behind the page's own door, in a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine, type FixBatch, type SessionView } from './frontend.ts';

describe('the engine in a browser', () => {
  let engine: Engine;
  let session: SessionView;
  const stages = new Set<string>();

  beforeAll(async () => {
    engine = createEngine();
    session = await engine.open({ sceneId: 's3', backend: 'auto' }, { onProgress: ({ stage }) => stages.add(stage) });
  });
  afterAll(() => engine.dispose());

  it('opens a scene: world, users, estimators and a backend with its reason', () => {
    expect(session.scene.sites).toHaveLength(1);
    expect(session.scene.indices.length / 3).toBe(session.scene.objectOfTriangle.length);
    expect(session.truth.length).toBe(3 * 400);
    expect(session.estimators.map(({ id }) => id)).toContain('toa-aoa');
    // The only adapter here is a software one, which is slower than WebAssembly.
    expect(session.backend.name).toBe('wasm');
    expect(session.backend.reason).not.toBe('');
    expect(stages).toContain('scene');
  });

  it('streams fixes in the order of the users, until it is told to stop', async () => {
    const batches: FixBatch[] = [];
    const controller = new AbortController();
    const run = engine.run(
      { snrDb: 10, estimators: ['toa-aoa'] },
      {
        onBatch: (batch) => {
          batches.push(batch);
          if (batches.length === 2) controller.abort();
        },
        signal: controller.signal,
      },
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(batches).toHaveLength(2);
    expect(batches[0].start).toBe(0);
    expect(batches[1].start).toBe(batches[0].count);
    const { estimates, errors, count } = batches[0];
    for (let user = 0; user < count; user++) {
      const apart = [0, 1, 2].map(
        (axis) => (estimates['toa-aoa']?.[3 * user + axis] ?? NaN) - session.truth[3 * user + axis],
      );
      expect(errors['toa-aoa']?.[user]).toBeCloseTo(Math.hypot(...apart), 3);
    }
  });

  it('shows the same stages however often it is asked', async () => {
    const first = await engine.inspect({ user: 3 });
    const again = await engine.inspect({ user: 3 });
    expect(again).toEqual(first);
    expect(first.csi.channel.length).toBe(2 * first.csi.antennas * first.csi.tones);
    expect(first.measurement?.powerDelayProfile.length).toBe(session.scene.radio.delayBins);
  });

  it('moves a user for good, and leaves it where it was when the place is taken', async () => {
    const moved = await engine.locate({ user: 3, position: [30, 20, 1.5] });
    expect(moved.position).toEqual([30, 20, 1.5]);
    await expect(engine.locate({ user: 3, position: [30, 20, 0.001] })).rejects.toMatchObject({ code: 'too-close' });
    const stages = await engine.inspect({ user: 3 });
    expect(stages).toMatchObject({ position: [30, 20, 1.5], links: moved.links, fixes: moved.fixes });
  });

  it('keeps the open scene when another cannot be opened', async () => {
    await expect(engine.open({ sceneId: 'atlantis', backend: 'auto' })).rejects.toMatchObject({ code: 'unknown-id' });
    expect((await engine.inspect({ user: 0 })).user).toBe(0);
  });
});
