/**
 * The worker's side: opens a scene, runs the spine for all its users, and shows any stage of any of them. One session at
 * a time; one run at a time; an inspection never waits for more than one user of a run.
 */
import type { BackendOptions } from '../compute/backend.ts';
import { startBackend } from '../compute/backend.ts';
import { openDataset, type OpenDataset } from '../datasets/definition.ts';
import { datasetOfScene } from '../datasets/registry.ts';
import { datasetUsers } from '../datasets/users.ts';
import { LabError, toLabError } from '../errors/lab-error.ts';
import type { Estimator, EstimatorInput, NetworkTrace } from '../estimators/estimator.ts';
import { checkNeeds, ESTIMATORS, findEstimator, type EstimatorId } from '../estimators/registry.ts';
import { fetchWeights } from '../estimators/weights/source.ts';
import { positionErrors } from '../evaluation/errors.ts';
import type {
  BackendView,
  EngineCalls,
  EstimatorView,
  FixView,
  Inspection,
  LocatedUser,
  NetworkView,
  OpenRequest,
  Progress,
} from './base.ts';
import { createPipeline, type Pipeline, type UserRecord } from './pipeline.ts';
import { copyForTransfer, type Handlers } from './rpc.ts';
import { listScenes } from './scenes.ts';
import { createTurns } from './turns.ts';
import { viewChannel, viewLinks, viewMeasurement, viewScene } from './views.ts';
import { worldOfDataset } from './world.ts';

/** Users measured before the networks see them together: few at first, so that something is on screen soon. */
const FIRST_BATCH = 4;
const BATCH = 20;

/** SNR of an inspection that no run came before, decibels. */
const DEFAULT_SNR_DB = 6;

/** What the estimators made of one user's record. */
interface Finding extends Pick<Inspection, 'fixes' | 'features' | 'network'> {
  readonly record: UserRecord;
  readonly estimators: readonly EstimatorId[];
}

/** What a session holds. */
interface Session {
  readonly dataset: OpenDataset;
  readonly pipeline: Pipeline;
  readonly estimators: ReadonlyMap<EstimatorId, Estimator>;
  /** How often each user was moved, and its newest fixes since: a run must not bring back what it was before. */
  readonly moves: Uint32Array;
  readonly newest: Map<number, Inspection['fixes']>;
  /** What the latest run was asked; inspections follow it. */
  snrDb: number;
  inUse: readonly EstimatorId[];
  /** Of the user that was asked for last: its layers are shown without another pass through the network. */
  latest: Finding | null;
}

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

    async open({ sceneId, backend: requested, assetBase }, { emit, signal }) {
      const definition = datasetOfScene(sceneId);
      // An adapter takes its time to answer; the scene is prepared meanwhile.
      const starting = backend?.requested === requested ? null : startDevice(requested);
      // A run whose tensors lie on one backend would drag them to the next.
      if (starting) running?.abort();
      starting?.catch(() => undefined); // awaited below, unless the scene fails first
      emit({ stage: 'scene', done: 0, total: 1, unit: 'steps' });
      const dataset = openDataset(definition);
      const pipeline = createPipeline(worldOfDataset(dataset), datasetUsers(dataset, 'test'));
      emit({ stage: 'compute backend', done: 0, total: 1, unit: 'steps' });
      const view = starting ? await starting : backend?.view;
      if (!view) throw new Error('A backend was started before, and is gone.');
      backend = { requested, view };
      emit({ stage: 'weights', done: 0, total: 1, unit: 'steps' });
      const loaded = await loadEstimators(dataset, assetBase, emit, signal);
      signal.throwIfAborted();
      // From here nothing fails: what was open before gives way.
      running?.abort();
      for (const estimator of session?.estimators.values() ?? []) estimator.dispose();
      session = {
        dataset,
        pipeline,
        estimators: loaded.ready,
        moves: new Uint32Array(pipeline.users.count),
        newest: new Map(),
        snrDb: DEFAULT_SNR_DB,
        inUse: [...loaded.ready.keys()],
        latest: null,
      };
      return {
        datasetId: dataset.definition.id,
        scene: viewScene(pipeline.world),
        truth: pipeline.users.positions.slice(),
        estimators: loaded.views,
        backend: view,
      };
    },

    async run({ snrDb, estimators }, { emit, signal }) {
      const current = openSession();
      const { pipeline } = current;
      running?.abort();
      const controller = new AbortController();
      running = controller;
      const either = AbortSignal.any([signal, controller.signal]);
      current.snrDb = snrDb;
      current.inUse = estimators.filter((id) => current.estimators.has(id));
      const { count: users, positions } = pipeline.users;
      for (let start = 0; start < users;) {
        const count = Math.min(start === 0 ? FIRST_BATCH : BATCH, users - start);
        for (let user = start; user < start + count; user++) {
          await turns.next(either);
          pipeline.observe(user, snrDb);
        }
        const truth = positions.slice(3 * start, 3 * (start + count));
        const moves = current.moves.slice(start, start + count);
        const input = inputOf(current, start, count, truth);
        const estimates: Partial<Record<EstimatorId, Float32Array>> = {};
        const errors: Partial<Record<EstimatorId, Float32Array>> = {};
        for (const id of current.inUse) {
          const found = await estimatorOf(current, id).estimate(input);
          estimates[id] = found;
          errors[id] = Float32Array.from(positionErrors(found, truth, findEstimator(id).dimensions));
        }
        either.throwIfAborted();
        checkDevice();
        for (let row = 0; row < count; row++) {
          if (current.moves[start + row] === moves[row]) continue;
          for (const id of current.inUse) {
            const fix = current.newest.get(start + row)?.[id];
            estimates[id]?.set(fix?.position ?? [NaN, NaN, NaN], 3 * row);
            errors[id]?.set([fix?.error ?? NaN], row);
          }
        }
        emit({ start, count, estimates, errors });
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
        const { record, fixes } = await find(current, user);
        signal.throwIfAborted();
        checkDevice();
        return copyForTransfer<LocatedUser>({ user, ...viewLinks(record), fixes });
      }),

    inspect: ({ user, site: asked }, { signal }) =>
      turns.urgent(async () => {
        const current = openSession();
        checkUser(current, user);
        const { record, fixes, features, network } = await find(current, user);
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

function checkUser({ pipeline }: Session, user: number): void {
  if (Number.isInteger(user) && user >= 0 && user < pipeline.users.count) return;
  throw new LabError('unknown-id', `There is no user ${user}.`, `Choose 0 to ${pipeline.users.count - 1}.`);
}

function checkSite({ pipeline }: Session, site: number): void {
  const { length } = pipeline.world.sites;
  if (Number.isInteger(site) && site >= 0 && site < length) return;
  throw new LabError('unknown-id', `There is no site ${site}.`, `Choose 0 to ${length - 1}.`);
}

/** What estimators are given of neighbouring users. */
function inputOf({ pipeline }: Session, start: number, count: number, truth: Float64Array): EstimatorInput {
  const heights = Float64Array.from({ length: count }, (_, i) => truth[3 * i + 2]);
  return { count, links: pipeline.reports(start, count), heights };
}

function estimatorOf({ estimators }: Session, id: EstimatorId): Estimator {
  const estimator = estimators.get(id);
  if (estimator) return estimator;
  throw new LabError(
    'unknown-id',
    `The estimator ${id} is not loaded.`,
    'Choose one that the page lists as available.',
  );
}

/** Measures a user and asks every estimator in use for it, unless that was done for just this record. */
async function find(session: Session, user: number): Promise<Finding> {
  const record = session.pipeline.observe(user, session.snrDb);
  const estimators = session.inUse;
  const { latest } = session;
  // Whoever is moved or heard at another SNR has another record.
  if (latest?.record === record && latest.estimators === estimators) return latest;
  const finding = { record, estimators, ...(await askEstimators(session, user)) };
  session.latest = finding;
  session.newest.set(user, finding.fixes);
  return finding;
}

/** The fix of every estimator in use for one user, and what the first network among them made of it. */
async function askEstimators(session: Session, user: number): Promise<Omit<Finding, 'record' | 'estimators'>> {
  const truth = session.pipeline.users.positions.slice(3 * user, 3 * user + 3);
  const input = inputOf(session, user, 1, truth);
  const fixes: Partial<Record<EstimatorId, FixView>> = {};
  let features: Inspection['features'] = null;
  let network: NetworkView | null = null;
  for (const id of session.inUse) {
    const estimator = estimatorOf(session, id);
    let position: Float32Array;
    // The trace holds the fix, too: one pass serves both.
    const trace: NetworkTrace | null = network ? null : ((await estimator.trace?.(input, 0)) ?? null);
    if (trace) {
      position = trace.position;
      features = trace.features;
      network = {
        estimator: id,
        activations: trace.activations,
        output: trace.output,
        target: estimator.normalisePositions?.(truth) ?? new Float32Array(),
      };
    } else {
      position = await estimator.estimate(input);
    }
    const [error] = positionErrors(position, truth, findEstimator(id).dimensions);
    if (Number.isFinite(error)) fixes[id] = { position: [position[0], position[1], position[2]], error };
  }
  return { fixes, features, network };
}

/** Loads every estimator that has what it needs for a dataset; the others are listed with the reason. */
async function loadEstimators(
  dataset: OpenDataset,
  assetBase: string,
  emit: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<{ readonly ready: Map<EstimatorId, Estimator>; readonly views: EstimatorView[] }> {
  const ready = new Map<EstimatorId, Estimator>();
  const views: EstimatorView[] = [];
  for (const { id, title, summary, dimensions, trained, load } of ESTIMATORS) {
    const address = new URL(`models/${id}/${dataset.definition.id}/`, assetBase).href;
    const onBytes = (_file: string, done: number, total: number): void =>
      emit({ stage: `${title} weights`, done, total, unit: 'bytes' });
    let unavailable = '';
    try {
      checkNeeds(findEstimator(id), { sites: dataset.sites.length, tracks: false });
      ready.set(id, await load(trained ? fetchWeights(address, onBytes, signal) : null));
    } catch (cause) {
      const error = toLabError(cause);
      if (error.code === 'cancelled') throw error;
      unavailable = `${error.message} ${error.hint}`;
    }
    const parameterCount = ready.get(id)?.parameterCount ?? 0;
    views.push({ id, title, summary, dimensions, unavailable, parameterCount });
  }
  return { ready, views };
}
