/**
 * The worker's side: opens a scene, runs the spine for all its users, and shows any stage of any of them. One session at
 * a time; one run at a time; an inspection never waits for more than one user of a run.
 */
import type { WasmPaths } from '../compute/backend.ts';
import { choosePreprocessing, TWINS_OF_EVALUATION } from '../compute/preprocessing-choice.ts';
import { fromWebWorker } from '../compute/web-workers.ts';
import { createWorkerPool } from '../compute/worker-pool.ts';
import { openDataset } from '../datasets/definition.ts';
import { datasetOfScene } from '../datasets/registry.ts';
import { LabError, toLabError } from '../errors/lab-error.ts';
import { isEstimatorId } from '../estimators/registry.ts';
import type { BackendView, CoverageBatch, EngineCalls, Inspection, LocatedUser, Progress } from './base.ts';
import { openBrowserStore } from './browser-store.ts';
import { CELLS_PER_TASK, limitSetup, listCoverageCells, type CoverageSetup } from './coverage.ts';
import { dissectNetwork, explainNumber } from './anatomy.ts';
import { denoiseUser, pullPositions, surveyPosteriors } from './denoising.ts';
import { createDevice } from './device.ts';
import { findUser, revealNetwork } from './finding.ts';
import type { MetricIntervals } from './interval-view.ts';
import type { IntervalSetup } from './intervals.ts';
import { createLimits } from './limit.ts';
import { createEstimators, type ShippedWeights } from './loaded-estimators.ts';
import { openSource } from './opening.ts';
import { batchSizes } from './measuring.ts';
import { describeModel, keepOwnModel, ownWeights, readOwnModel } from './own-model.ts';
import { fetchPaper } from './paper.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import { prepareWorld } from './preparation.ts';
import { createPreprocessing, type Preprocessing } from './preprocessing.ts';
import { copyForTransfer, type Handlers } from './rpc.ts';
import { refineUser } from './refining.ts';
import { findEverybody } from './run.ts';
import { listScenes } from './scenes.ts';
import { checkSite, checkUser, createSession, engage, viewEstimators, type Session } from './session.ts';
import { sweepSession } from './snr-sweep.ts';
import { trackUser } from './track.ts';
import { createTurns } from './turns.ts';
import { viewChannel, viewLinks, viewMeasurement, viewOpened, viewScene, viewSnr, viewTracing } from './views.ts';
import { warmUp } from './warm-up.ts';
import { worldOfDataset } from './world.ts';

/** Users whose limits are told together. */
const LIMIT_BATCH = 20;
/** The limit for many is worked out while nobody asks for anything, milliseconds since somebody last did. */
const REST_MILLISECONDS = 300;

/**
 * The handlers of all engine calls.
 *
 * @param wasmPaths where the wasm binaries lie, from the bundler
 * @param shipped weights that lie beside the page
 * @param choose who makes and measures channels
 */
export function createBackend(
  wasmPaths: WasmPaths | undefined,
  shipped: ShippedWeights,
  choose = choosePreprocessing,
): Handlers<EngineCalls> {
  const turns = createTurns();
  const store = openBrowserStore();
  let session: Session | null = null;
  let running: AbortController | null = null;
  const watchers = new Set<(view: BackendView) => void>();
  const device = createDevice(wasmPaths, () => tellBackend());

  const preprocessingOf = ({ world }: Pipeline): Preprocessing =>
    createPreprocessing(
      world,
      () => device.view().name,
      tellBackend,
      world.evaluated ? () => TWINS_OF_EVALUATION : choose,
    );

  const viewBackend = ({ preprocessing }: Pick<Session, 'preprocessing'>): BackendView => ({
    ...device.view(),
    preprocessing: preprocessing.choice(),
  });

  const tellBackend = (): void => {
    if (session) for (const tell of watchers) tell(viewBackend(session));
  };

  const openSession = (): Session => {
    if (session) return session;
    throw new LabError('bad-argument', 'No scene is open.', 'Open a scene first.');
  };

  return {
    scenes: () => Promise.resolve(listScenes()),

    preview: async ({ id }) => Promise.resolve(viewScene(worldOfDataset(openDataset(datasetOfScene(id))))),

    watchBackend: (_, { emit }) => {
      watchers.add(emit);
      return new Promise(() => undefined); // for as long as the worker lives
    },

    async open({ source, backend: requested, estimators, assetBase }, { emit, signal }) {
      // An adapter takes its time to answer; the scene is prepared meanwhile.
      const starting = device.start(requested);
      starting.catch(() => undefined); // awaited below, unless the scene fails first
      emit({ stage: 'scene', done: 0, total: 1, unit: 'steps' });
      const opened = await turns.urgent(() => openSource(source, { turns, emit, signal }));
      emit({ stage: 'compute backend', done: 0, total: 1, unit: 'steps' });
      await starting;
      emit({ stage: 'weights', done: 0, total: 1, unit: 'steps' });
      const { dataset, pipeline, routes, repairs, address } = opened;
      const { world } = pipeline;
      const own = dataset && (await readOwnModel(await store, dataset.definition.id));
      const loaded = createEstimators(dataset, world.sites.length, assetBase, shipped, own);
      loaded.ask(estimators.filter(isEstimatorId), { emit, signal });
      const preprocessing = preprocessingOf(pipeline);
      await device.load(loaded);
      await device.load(preprocessing);
      await warmUp(device, loaded, [1, ...batchSizes({ preprocessing, inUse: [] })], emit, signal);
      signal.throwIfAborted();
      // From here nothing fails: what was open before gives way.
      running?.abort();
      session?.loaded.dispose();
      if (session) device.release(session.preprocessing.dispose);
      session = createSession({ dataset, pipeline, preprocessing, loaded, routes });
      return copyForTransfer({
        datasetId: dataset?.definition.id ?? null,
        opensAs: address,
        users: world.evaluated?.protocol ?? 'unseen',
        scene: viewOpened(world, address),
        truth: pipeline.users.positions,
        estimators: session.estimators,
        backend: viewBackend(session),
        snr: viewSnr(world),
        tracing: viewTracing(world),
        routes,
        repairs,
      });
    },

    arrange: ({ sites, tracing }, { emit, signal }) =>
      turns.urgent(async () => {
        const current = openSession();
        const { world } = current.pipeline;
        const next = { ...world, sites: sites ?? world.sites, paths: { ...world.paths, ...tracing } };
        const known = await prepareWorld(next, current.pipeline, { turns, emit, signal });
        if (session !== current) {
          throw new LabError('cancelled', 'Another world was opened or arranged meanwhile.', 'Try again there.');
        }
        // From here nothing fails. Users may have moved meanwhile.
        running?.abort();
        device.release(current.preprocessing.dispose);
        const pipeline = createPipeline(next, current.pipeline.users, known);
        session = createSession({ ...current, pipeline, preprocessing: preprocessingOf(pipeline) }, current.snrDb);
        return { sites: next.sites, tracing: viewTracing(next), estimators: session.estimators };
      }),

    async cover({ spacing, height, limit }, { emit, signal }) {
      const { world, prepared } = openSession().pipeline;
      const { scene, sites, paths } = world;
      if (limit && limit.site !== null) checkSite(openSession(), limit.site);
      const cells = listCoverageCells(prepared, spacing, height);
      const total = cells.length / 3;
      const tasks: Float64Array[] = [];
      for (let at = 0; at < cells.length; at += 3 * CELLS_PER_TASK) {
        tasks.push(cells.slice(at, at + 3 * CELLS_PER_TASK));
      }
      const pool = createWorkerPool<CoverageSetup, Float64Array, CoverageBatch>(
        () => fromWebWorker(new Worker(new URL('./coverage-worker.ts', import.meta.url), { type: 'module' })),
        Math.max(1, navigator.hardwareConcurrency - 1),
        { scene, sites, paths, limit: limitSetup(world, limit) },
        (share) => emit({ kind: 'preparation', share }),
      );
      try {
        let done = 0;
        await pool.run(tasks, {
          signal,
          onResult(batch) {
            done += batch.count;
            emit({ kind: 'places', batch, done, total });
          },
        });
      } finally {
        pool.close();
      }
      return { cells: total };
    },

    async run({ snrDb, estimators }, { emit, signal }) {
      const current = openSession();
      running?.abort();
      const controller = new AbortController();
      running = controller;
      const either = AbortSignal.any([signal, controller.signal]);
      current.snrDb = snrDb;
      const downloads = { signal: either, emit: (progress: Progress) => emit({ kind: 'progress', progress }) };
      const isChanged = await engage(current, estimators, downloads, () =>
        device.compute(current.loaded, () => current.loaded.loadNew()),
      );
      either.throwIfAborted();
      if (isChanged) emit({ kind: 'estimators', estimators: current.estimators });
      await warmUp(device, current.loaded, [1, ...batchSizes(current)], downloads.emit, either);
      await findEverybody(current, device, turns, snrDb, (batch) => emit({ kind: 'fixes', batch }), either);
      return { users: current.pipeline.users.count };
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
        const { record, fixes, refusals } = await findUser(current, device, user);
        signal.throwIfAborted();
        return copyForTransfer<LocatedUser>({ user, ...viewLinks(current.pipeline.world, record), fixes, refusals });
      }),

    async limits({ users, ...request }, { emit, signal }) {
      const current = openSession();
      const { pipeline } = current;
      const limits = createLimits(pipeline, request);
      for (let start = 0; start < users.length; start += LIMIT_BATCH) {
        const batch = users.slice(start, start + LIMIT_BATCH);
        const errors = new Float32Array(3 * batch.length);
        for (const [row, user] of batch.entries()) {
          checkUser(current, user);
          await turns.next(signal, REST_MILLISECONDS);
          errors.set(limits.errors(pipeline.observe(user, current.snrDb)), 3 * row);
        }
        emit({ users: batch, errors });
      }
      return { users: users.length };
    },

    limit: ({ user, ...request }) =>
      turns.urgent(() => {
        const current = openSession();
        checkUser(current, user);
        const { pipeline, snrDb } = current;
        return Promise.resolve(createLimits(pipeline, request).look(user, pipeline.observe(user, snrDb)));
      }),

    async intervals({ errors, clusters }, { signal }) {
      const pool = createWorkerPool<IntervalSetup, Float64Array, MetricIntervals>(
        () => fromWebWorker(new Worker(new URL('./interval-worker.ts', import.meta.url), { type: 'module' })),
        1,
        { clusters },
      );
      const intervals: MetricIntervals[] = [];
      try {
        await pool.run(errors, { signal, onResult: (result) => void intervals.push(result) });
      } finally {
        pool.close();
      }
      return intervals;
    },

    dissect: ({ user }) =>
      turns.urgent(async () => {
        const current = openSession();
        checkUser(current, user);
        current.pipeline.observe(user, current.snrDb);
        const anatomy = await dissectNetwork(current, device, user);
        return anatomy && copyForTransfer(anatomy);
      }),

    explain: (request) =>
      turns.urgent(async () => {
        const current = openSession();
        checkUser(current, request.user);
        current.pipeline.observe(request.user, current.snrDb);
        return explainNumber(current, device, request);
      }),

    denoise: (request, { emit, signal }) => denoiseUser(openSession(), request, { device, turns, emit, signal }),

    pull: (request, { emit, signal }) => pullPositions(openSession(), request, { device, turns, emit, signal }),

    survey: async (request, { emit, signal }) => {
      const context = { device, turns, emit: () => undefined, signal };
      await surveyPosteriors(openSession(), request, emit, context);
      return null;
    },

    refine: (request, { emit, signal }) => refineUser(openSession(), request, { turns, emit, signal }),

    async adoptModel({ files }) {
      const current = openSession();
      const source = ownWeights(files);
      const facts = await describeModel(files);
      await device.compute(current.loaded, () => current.loaded.adopt(source));
      current.estimators = viewEstimators(current);
      let notKept = '';
      try {
        if (current.dataset) await keepOwnModel(await store, current.dataset.definition.id, files);
      } catch (cause) {
        const { message, hint } = toLabError(cause);
        notKept = `${message} ${hint}`;
      }
      return { estimators: current.estimators, facts, notKept };
    },

    paper: ({ assetBase }, { signal }) => fetchPaper(assetBase, signal),

    track: ({ user }, { signal }) => {
      const current = openSession();
      checkUser(current, user);
      return trackUser(current, device, turns, user, signal);
    },

    sweep: async (request, context) => ({
      points: await sweepSession(openSession(), device, turns, request, context),
    }),

    inspect: ({ user, site: asked }, { signal }) =>
      turns.urgent(async () => {
        const current = openSession();
        checkUser(current, user);
        const { record, fixes, refusals } = await findUser(current, device, user);
        const revealed = await revealNetwork(current, device, user);
        const { pipeline } = current;
        const located = viewLinks(pipeline.world, record);
        const site = asked ?? located.site;
        checkSite(current, site);
        const signals = pipeline.signals(user, site);
        signal.throwIfAborted();
        return copyForTransfer<Inspection>({
          user,
          ...located,
          site,
          csi: viewChannel(pipeline.world, site, signals),
          measurement: viewMeasurement(pipeline.world, record.links[site], signals, () =>
            pipeline.spectrum(user, site),
          ),
          fixes,
          refusals,
          ...revealed,
        });
      }),
  };
}
