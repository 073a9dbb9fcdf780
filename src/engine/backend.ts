/**
 * The worker's side: opens a scene, runs the spine for all its users, and shows any stage of any of them. One session at
 * a time; one run at a time; an inspection never waits for more than one user of a run.
 */
import type { BackendOptions } from '../compute/backend.ts';
import { startBackend } from '../compute/backend.ts';
import { fromWebWorker } from '../compute/web-workers.ts';
import { createWorkerPool } from '../compute/worker-pool.ts';
import { openDataset } from '../datasets/definition.ts';
import { datasetOfScene } from '../datasets/registry.ts';
import { LabError } from '../errors/lab-error.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { importScene } from '../scene/importers/import-scene.ts';
import { sceneFileFromBlob } from '../scene/importers/scene-file.ts';
import type {
  BackendView,
  CoverageBatch,
  EngineCalls,
  Inspection,
  LocatedUser,
  OpenRequest,
  Progress,
  SceneSource,
} from './base.ts';
import { CELLS_PER_TASK, listCoverageCells, type CoverageSetup } from './coverage.ts';
import { findBatch, findUser } from './finding.ts';
import { usersOfScene, worldOfScene } from './imported-world.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import { openUsers } from './routes.ts';
import { copyForTransfer, type Handlers } from './rpc.ts';
import { listScenes } from './scenes.ts';
import { checkSite, checkUser, createSession, loadEstimators, type Session } from './session.ts';
import { createTurns } from './turns.ts';
import { viewChannel, viewLinks, viewMeasurement, viewScene, viewTracing } from './views.ts';
import { worldOfDataset } from './world.ts';

/** Users measured before the networks see them together: few at first, so that something is on screen soon. */
const FIRST_BATCH = 4;
const BATCH = 20;

/**
 * The handlers of all engine calls.
 *
 * @param wasmPaths where the wasm binaries lie, from the bundler
 */
export function createBackend(wasmPaths?: BackendOptions['wasmPaths']): Handlers<EngineCalls> {
  const turns = createTurns();
  let backend: { readonly requested: string; readonly view: BackendView } | null = null;
  let session: Session | null = null;
  let running: AbortController | null = null;
  // What a failing device answers is not to be trusted, so nobody gets it.
  let deviceError: LabError | null = null;
  const checkDevice = (): void => {
    if (deviceError) throw deviceError;
  };

  const openSession = (): Session => {
    if (session) return session;
    throw new LabError('bad-argument', 'No scene is open.', 'Open a scene first.');
  };

  const startDevice = (requested: OpenRequest['backend']): Promise<BackendView> => {
    deviceError = null;
    return startBackend({ requested, wasmPaths, onDeviceError: (error) => (deviceError ??= error) });
  };

  return {
    scenes: () => Promise.resolve(listScenes()),

    async open({ source, backend: requested, assetBase }, { emit, signal }) {
      // An adapter takes its time to answer; the scene is prepared meanwhile.
      const starting = backend?.requested === requested ? null : startDevice(requested);
      // A run whose tensors lie on one backend would drag them to the next.
      if (starting) running?.abort();
      starting?.catch(() => undefined); // awaited below, unless the scene fails first
      emit({ stage: 'scene', done: 0, total: 1, unit: 'steps' });
      const opened = await openSource(source, emit, signal);
      emit({ stage: 'compute backend', done: 0, total: 1, unit: 'steps' });
      const view = starting ? await starting : backend?.view;
      if (!view) throw new Error('A backend was started before, and is gone.');
      backend = { requested, view };
      emit({ stage: 'weights', done: 0, total: 1, unit: 'steps' });
      const { dataset, pipeline, routes, repairs } = opened;
      const { world } = pipeline;
      const loaded = await loadEstimators(dataset, world.sites.length, assetBase, emit, signal);
      signal.throwIfAborted();
      // From here nothing fails: what was open before gives way.
      running?.abort();
      for (const estimator of session?.loaded.values() ?? []) estimator.dispose();
      session = createSession({ dataset, pipeline, loaded, routes });
      return copyForTransfer({
        datasetId: dataset?.definition.id ?? null,
        scene: viewScene(world),
        truth: pipeline.users.positions,
        estimators: session.estimators,
        backend: view,
        snr: world.snr(0).kind,
        tracing: viewTracing(world),
        routes,
        repairs,
      });
    },

    arrange: ({ sites, tracing }) =>
      turns.urgent(() => {
        const current = openSession();
        const { world, users, prepared } = current.pipeline;
        const next = { ...world, sites: sites ?? world.sites, paths: { ...world.paths, ...tracing } };
        if (next.sites.length === 0) {
          throw new LabError('bad-argument', 'A world without sites hears nobody.', 'Keep one site at least.');
        }
        const pipeline = createPipeline(next, users, prepared);
        // From here nothing fails.
        running?.abort();
        session = createSession({ ...current, pipeline }, current.snrDb);
        return Promise.resolve({
          sites: next.sites,
          tracing: viewTracing(next),
          estimators: session.estimators,
        });
      }),

    async cover({ spacing, height }, { emit, signal }) {
      const { scene, sites, paths } = openSession().pipeline.world;
      const cells = listCoverageCells(scene, spacing, height);
      const total = cells.length / 3;
      const tasks: Float64Array[] = [];
      for (let at = 0; at < cells.length; at += 3 * CELLS_PER_TASK) {
        tasks.push(cells.slice(at, at + 3 * CELLS_PER_TASK));
      }
      const pool = createWorkerPool<CoverageSetup, Float64Array, CoverageBatch>(
        () => fromWebWorker(new Worker(new URL('./coverage-worker.ts', import.meta.url), { type: 'module' })),
        Math.max(1, navigator.hardwareConcurrency - 1),
        { scene, sites, paths },
      );
      try {
        let done = 0;
        await pool.run(tasks, {
          signal,
          onResult(batch) {
            done += batch.count;
            emit({ batch, done, total });
          },
        });
      } finally {
        pool.close();
      }
      return { cells: total };
    },

    async run({ snrDb, estimators }, { emit, signal }) {
      const current = openSession();
      const { pipeline } = current;
      running?.abort();
      const controller = new AbortController();
      running = controller;
      const either = AbortSignal.any([signal, controller.signal]);
      current.snrDb = snrDb;
      current.inUse = current.estimators
        .filter(({ id, unavailable }) => unavailable === '' && estimators.includes(id))
        .map(({ id }) => id);
      const { count: users } = pipeline.users;
      for (let start = 0; start < users;) {
        const count = Math.min(start === 0 ? FIRST_BATCH : BATCH, users - start);
        for (let user = start; user < start + count; user++) {
          await turns.next(either);
          pipeline.observe(user, snrDb);
        }
        const moves = current.moves.slice(start, start + count);
        const batch = await findBatch(current, start, count);
        either.throwIfAborted();
        checkDevice();
        for (let row = 0; row < count; row++) {
          if (current.moves[start + row] === moves[row]) continue;
          for (const id of current.inUse) {
            const fix = current.newest.get(start + row)?.[id];
            batch.estimates[id]?.set(fix?.position ?? [NaN, NaN, NaN], 3 * row);
            batch.errors[id]?.set([fix?.error ?? NaN], row);
          }
        }
        emit(batch);
        start += count;
      }
      return { users };
    },

    locate: ({ user, position }, { signal }) =>
      turns.urgent(async () => {
        const current = openSession();
        checkUser(current, user);
        if (position) {
          current.pipeline.move(user, position);
          current.moves[user]++;
          current.newest.delete(user);
        }
        const { record, fixes } = await findUser(current, user);
        signal.throwIfAborted();
        checkDevice();
        return copyForTransfer<LocatedUser>({ user, ...viewLinks(record), fixes });
      }),

    inspect: ({ user, site: asked }, { signal }) =>
      turns.urgent(async () => {
        const current = openSession();
        checkUser(current, user);
        const { record, fixes, features, network } = await findUser(current, user);
        const { pipeline } = current;
        const located = viewLinks(record);
        const site = asked ?? located.site;
        checkSite(current, site);
        const signals = pipeline.signals(user, site);
        signal.throwIfAborted();
        checkDevice();
        return copyForTransfer<Inspection>({
          user,
          ...located,
          site,
          csi: viewChannel(pipeline.world, site, signals),
          measurement: viewMeasurement(pipeline.world, record.links[site], signals, () =>
            pipeline.spectrum(user, site),
          ),
          fixes,
          features,
          network,
        });
      }),
  };
}

/** A scene with what it needs to be run. */
type Opened = Pick<Session, 'dataset' | 'pipeline' | 'routes'> & { readonly repairs: readonly string[] };

async function openSource(
  source: SceneSource,
  emit: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Opened> {
  switch (source.kind) {
    case 'built-in': {
      const dataset = openDataset(datasetOfScene(source.id));
      const { users, routes } = openUsers(dataset);
      const pipeline: Pipeline = createPipeline(worldOfDataset(dataset), users);
      return { dataset, pipeline, routes, repairs: [] };
    }
    case 'files': {
      const files = source.files.map(({ path, file }) => sceneFileFromBlob(path, file));
      const { scene, repairs } = await importScene(
        { name: source.name, files },
        {
          signal,
          onProgress: ({ task, fraction }) => emit({ stage: task, done: fraction, total: 1, unit: 'steps' }),
        },
      );
      const world = worldOfScene(scene);
      const prepared = prepareScene(scene);
      const pipeline = createPipeline(world, usersOfScene(prepared), prepared);
      return { dataset: null, pipeline, routes: null, repairs };
    }
    default:
      return source satisfies never;
  }
}
