/** The worker behind the page's own door, in a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createEngine,
  type Arrangement,
  type CoveragePlaces,
  type Engine,
  type FixBatch,
  type SessionView,
  type SweepEvent,
} from './frontend.ts';

describe('the engine in a browser', () => {
  let engine: Engine;
  let session: SessionView;
  const stages = new Set<string>();

  beforeAll(async () => {
    engine = createEngine();
    session = await engine.open(
      { source: { kind: 'built-in', id: 's3' }, backend: 'auto', estimators: ['pe-msrn', 'toa-aoa'] },
      { onProgress: ({ stage }) => stages.add(stage) },
    );
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
    await expect(
      engine.open({
        source: { kind: 'built-in', id: 'atlantis' },
        backend: 'auto',
        estimators: [],
      }),
    ).rejects.toMatchObject({
      code: 'unknown-id',
    });
    expect((await engine.inspect({ user: 0 })).user).toBe(0);
  });

  it('bounds everybody and one user alike, and draws intervals elsewhere', async () => {
    const request = { gains: 'unknown-per-path', dimensions: 3 } as const;
    const errors: number[] = [];
    const controller = new AbortController();
    const users = Int32Array.from({ length: 20 }, (_, user) => user);
    await expect(
      engine.limits({ ...request, users: Int32Array.of(-1) }, { onBatch: () => undefined }),
    ).rejects.toMatchObject({ code: 'unknown-id' });
    const asked = engine.limits(
      { ...request, users: Int32Array.of(...users, ...users) },
      {
        signal: controller.signal,
        onBatch: (batch) => {
          expect(batch.users).toEqual(users);
          errors.push(...batch.errors);
          controller.abort();
        },
      },
    );
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    const { together, alone } = await engine.limit({ ...request, user: 0 });
    if (together.kind !== 'bound') throw new Error(together.reason);
    expect(alone).toEqual([]);
    expect(errors[0]).toBeCloseTo(together.positionError, 6);
    expect(errors[0]).toBeCloseTo(Math.hypot(errors[1], errors[2]), 6);
    const bounds = Float64Array.from({ length: errors.length / 3 }, (_, user) => errors[3 * user]);
    expect(bounds.length).toBeGreaterThan(4);
    const [interval, other] = await engine.intervals({ errors: [bounds, bounds.map((b) => 2 * b)], clusters: null });
    const { low, value, high } = interval.mean_m;
    expect(low).toBeLessThan(value ?? NaN);
    expect(high).toBeGreaterThan(value ?? NaN);
    expect(other.mean_m.high).toBeCloseTo(2 * (high ?? NaN), 9);
  });

  it('sweeps the SNR from a seed: the same again, the bound lower with every decibel', async () => {
    const events: SweepEvent[] = [];
    const sweep = (): ReturnType<typeof engine.sweep> =>
      engine.sweep(
        { snrsDb: [0, 20], users: 3, draws: 1, seed: 5, limit: { gains: 'unknown-per-path', dimensions: 3 } },
        { onEvent: (event) => events.push(event) },
      );
    const { points } = await sweep();
    expect(events.filter(({ kind }) => kind === 'point')).toHaveLength(2);
    expect(events.filter(({ kind }) => kind === 'progress').at(-1)).toMatchObject({ done: 6, total: 6 });
    const [low, high] = points;
    expect(low.curves.length).toBeGreaterThan(0);
    for (const { rmse, withFix } of low.curves) expect((rmse ?? 0) > 0 || withFix === 0).toBe(true);
    // A hundred times the signal is a tenth of the error.
    expect((low.bound ?? NaN) / (high.bound ?? NaN)).toBeCloseTo(10, 3);
    expect(await sweep()).toEqual({ points });
  });

  it('works out what every place hears on all cores, coarse grids first', async () => {
    const events: CoveragePlaces[] = [];
    const shares: number[] = [];
    const { cells } = await engine.cover(
      { spacing: 4, height: 1.5, limit: null },
      { onBatch: (event) => events.push(event), onPreparation: (share) => shares.push(share) },
    );
    expect(cells).toBeGreaterThan(100);
    expect(events.at(-1)).toMatchObject({ done: cells, total: cells });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    const [{ batch }] = events;
    const spread =
      Math.max(...batch.positions.filter((_, i) => i % 3 === 0)) -
      Math.min(...batch.positions.filter((_, i) => i % 3 === 0));
    expect(spread).toBeGreaterThan(30);
    for (let cell = 0; cell < batch.count; cell++) {
      expect(batch.pathGain[cell]).toBeGreaterThan(0);
      expect(batch.lineOfSight[cell] === 1 || batch.delay[cell] > 0).toBe(true);
    }
  });

  it('takes other sites, with which other estimators can run, and refuses what cannot be', async () => {
    const { sites } = session.scene;
    const [site] = sites;
    await expect(engine.arrange({ sites: [{ ...site, position: [30, 20, 0] }] })).rejects.toMatchObject({
      code: 'too-close',
    });
    await expect(engine.arrange({ sites: [] })).rejects.toMatchObject({ code: 'bad-argument' });
    const reasonOf = (arrangement: Arrangement, estimator: string): string | undefined =>
      arrangement.estimators.find(({ id }) => id === estimator)?.unavailable;
    const moved = await engine.arrange({ sites: [{ ...site, position: [59, 20, 5] }] });
    expect(reasonOf(moved, 'pe-msrn')).toContain('trained with the sites where they were');
    expect(reasonOf(moved, 'toa-aoa')).toBe('');
    expect((await engine.locate({ user: 0 })).links[0].paths.vertices.slice(0, 3)).toEqual(
      Float64Array.from([59, 20, 5]),
    );
    const back = await engine.arrange({ sites, tracing: { maximumReflections: 0 } });
    expect(reasonOf(back, 'pe-msrn')).toBe('');
    expect(back.tracing.maximumReflections).toBe(0);
    expect((await engine.locate({ user: 0 })).links[0].paths.count).toBeLessThanOrEqual(1);
  });

  it('opens what somebody drops, with a site and users of its own', async () => {
    const square = (x: number, y: number): number[][] => [
      [x, y],
      [x + 10, y],
      [x + 10, y + 10],
      [x, y + 10],
      [x, y],
    ];
    const town = {
      type: 'FeatureCollection',
      features: [square(1000, 1000), square(1030, 1000), square(1000, 1040), square(1050, 1050)].map((ring) => ({
        type: 'Feature',
        properties: { height: '20 m' },
        geometry: { type: 'Polygon', coordinates: [ring] },
      })),
    };
    const brought = await engine.open({
      source: {
        kind: 'files',
        name: 'town',
        files: [{ path: 'town.geojson', file: new Blob([JSON.stringify(town)]) }],
      },
      backend: 'auto',
      estimators: ['toa-aoa'],
    });
    expect(brought.datasetId).toBeNull();
    expect(brought.snr).toBe('link-budget');
    expect(brought.scene.objects.filter(({ role }) => role === 'building')).toHaveLength(4);
    expect(brought.estimators.find(({ id }) => id === 'pe-msrn')?.unavailable).not.toBe('');
    const { links, fixes } = await engine.locate({ user: 0 });
    expect(links).toHaveLength(brought.scene.sites.length);
    expect(fixes['toa-aoa']).toBeDefined();
  });
});
