/** The page's side of the worker that runs the spine: the only door from `lab/` to the stages. */
import { LabError } from '../errors/lab-error.ts';
import type {
  AdoptRequest,
  Adoption,
  ArrangeRequest,
  Arrangement,
  BackendView,
  CoveragePlaces,
  CoverageRequest,
  DenoiseRequest,
  DenoisingAnswer,
  EngineCalls,
  EstimatorView,
  FixBatch,
  InspectRequest,
  Inspection,
  IntervalRequest,
  LimitBatch,
  LimitRequest,
  LocatedUser,
  LocateRequest,
  MetricIntervals,
  NetworkAnatomyView,
  NumberRequest,
  NumberView,
  OpenRequest,
  PaperReport,
  PosteriorSpread,
  Progress,
  PullRequest,
  RefineRequest,
  RunRequest,
  SceneChoice,
  SceneView,
  SessionView,
  SurveyRequest,
  SweepEvent,
  SweepPoint,
  SweepRequest,
  TwinFix,
  UserLimit,
  UserTrack,
} from './base.ts';
import { connect } from './rpc.ts';

export type * from './base.ts';
export { evaluatedAddress } from '../datasets/evaluated-address.ts';
export { ellipsePoints } from '../evaluation/bounds/ellipse-points.ts';
export { positionBound } from '../evaluation/bounds/position-bound.ts';
export { GAIN_KNOWLEDGE, NO_BOUND_SENTENCE } from '../evaluation/bounds/position-error-bound.ts';
export { empiricalCdf } from '../evaluation/cdf.ts';
export { checkTargets, type TargetResult } from '../evaluation/targets.ts';
export { errorMetrics, type ErrorMetrics } from '../evaluation/metrics.ts';
export { dopplerShifts } from '../propagation/doppler.ts';
export { MOST_SAMPLES, otherSampler, samplerOf, SAMPLERS } from './denoising-view.ts';
export { NOT_SWEPT } from './sweep-view.ts';
export { TRACKER } from './track-view.ts';
export { INTERACTION_CODE, PATH_END } from '../propagation/path-table.ts';
export { MARKING_KINDS, type MarkingKind } from '../scene/markings.ts';
export { MOST_REFLECTIONS, ROUGH_WALLS } from '../propagation/trace-options.ts';
export { createTrainer, wasTraining, type Trainer } from './training-frontend.ts';
export type * from './training-view.ts';

/** Who hears of a run. */
export interface RunOptions {
  readonly onBatch: (batch: FixBatch) => void;
  /** Weights on their way. */
  readonly onProgress?: (progress: Progress) => void;
  /** The list of estimators, where it has changed. */
  readonly onEstimators?: (estimators: readonly EstimatorView[]) => void;
  readonly signal?: AbortSignal;
}

/** The running spine. */
export interface Engine {
  /** Lists the built-in scenes. */
  scenes(): Promise<readonly SceneChoice[]>;
  /**
   * Builds a built-in scene to be looked at; what is open stays open.
   *
   * @throws LabError 'unknown-id' for a scene that does not exist
   */
  preview(id: string): Promise<SceneView>;
  /**
   * Hears whenever a backend has failed: what runs instead, and why. What was asked meanwhile is answered all the same.
   */
  watchBackend(onChange: (backend: BackendView) => void): void;
  /**
   * Opens a built-in scene and makes its estimators ready.
   *
   * @throws LabError 'unknown-id' for a scene that does not exist; what was open stays open
   */
  open(
    request: OpenRequest,
    options?: { onProgress?: (progress: Progress) => void; signal?: AbortSignal },
  ): Promise<SessionView>;
  /**
   * Finds every user of the open scene; batches stream back in the order of the users. Weights that are not there yet are
   * fetched first; an estimator whose weights turn out to be broken is left out, and the list says why from then on.
   *
   * @throws LabError 'cancelled' once the signal is aborted or another run begins, 'missing-weights' where every estimator that
   *   was asked for is broken
   */
  run(request: RunRequest, options: RunOptions): Promise<{ readonly users: number }>;
  /**
   * Finds one user at the SNR and with the estimators of the latest run. With a position it moves the user there first:
   * paths, measurement and fixes are computed anew. It answers sooner than `inspect`, for it hands over no large array.
   *
   * Inside of a solid it has no paths and no fix.
   *
   * @throws LabError 'too-close' where the position touches a surface; the user then stays where it was
   */
  locate(request: LocateRequest, options?: { signal?: AbortSignal }): Promise<LocatedUser>;
  /** Shows every stage of one user; of one that was located last nothing is computed a second time. */
  inspect(request: InspectRequest, options?: { signal?: AbortSignal }): Promise<Inspection>;
  /**
   * Moves, turns, adds or removes sites, or switches interactions. Users stay; everybody has to be found anew.
   *
   * @throws LabError 'cancelled' once the signal is aborted, 'too-close' for a site at a surface or inside of a solid, 'bad-argument' for a world without sites;
   *   everything then stays as it was
   */
  arrange(
    request: ArrangeRequest,
    options?: { onProgress?: (progress: Progress) => void; signal?: AbortSignal },
  ): Promise<Arrangement>;
  /**
   * Works out what every place of the open scene hears, on all cores; coarse grids come first.
   *
   * @throws LabError 'cancelled' once the signal is aborted
   */
  cover(
    request: CoverageRequest,
    options: {
      onBatch: (places: CoveragePlaces) => void;
      /** Hears how much of their preparation all workers have done, 0 to 1. */
      onPreparation?: (share: number) => void;
      signal?: AbortSignal;
    },
  ): Promise<{ readonly cells: number }>;
  /**
   * Bounds users at the SNR of the latest run; batches stream back in the order of the request.
   *
   * @throws LabError 'unknown-id' for a user that does not exist, 'cancelled' once the signal is aborted
   */
  limits(
    request: LimitRequest & { readonly users: Int32Array },
    options: { onBatch: (batch: LimitBatch) => void; signal?: AbortSignal },
  ): Promise<{ readonly users: number }>;
  /** Bounds one user, from all sites together and from each alone. */
  limit(request: LimitRequest & { readonly user: number }, options?: { signal?: AbortSignal }): Promise<UserLimit>;
  /**
   * Measures a user at its latest moments on its way, and lets the filter follow them; it may take a second, in which others are
   * answered.
   *
   * @throws LabError 'cancelled' once the signal is aborted
   */
  track(user: number, options?: { signal?: AbortSignal }): Promise<UserTrack>;
  /**
   * Sounds users at many SNRs and compares the estimators of the latest run there; points stream back as they are complete.
   *
   * @throws LabError 'cancelled' once the signal is aborted
   */
  sweep(
    request: SweepRequest,
    options: { onEvent: (event: SweepEvent) => void; signal?: AbortSignal },
  ): Promise<{ readonly points: readonly SweepPoint[] }>;
  /** Metrics of errors with their 95 % intervals, one for each list of errors; the worker stays free meanwhile. */
  intervals(request: IntervalRequest, options?: { signal?: AbortSignal }): Promise<readonly MetricIntervals[]>;
  /** The first network in use, taken apart while a user goes through it; null without one, or without a report. */
  dissect(user: number): Promise<NetworkAnatomyView | null>;
  /**
   * How one number of that network comes about.
   *
   * @throws LabError 'unknown-id' for a number that it does not have
   */
  explain(request: NumberRequest): Promise<NumberView | null>;
  /**
   * Samples the posterior of a user: clouds on their way from noise to it.
   *
   * @throws LabError 'unsupported' where the sampler cannot run here, 'missing-weights' where its weights are broken, 'cancelled'
   *   once the signal is aborted
   */
  denoise(
    request: DenoiseRequest,
    options?: { onProgress?: (progress: Progress) => void; signal?: AbortSignal },
  ): Promise<DenoisingAnswer>;
  /**
   * Where some sites together would move positions at a noise.
   *
   * @returns [count, 2], metres
   * @throws LabError as `denoise`
   */
  pull(request: PullRequest, options?: { signal?: AbortSignal }): Promise<Float32Array>;
  /**
   * How sure sites are of some users alone and together, one user after the other.
   *
   * @throws LabError as `denoise`
   */
  survey(
    request: SurveyRequest,
    options: { onSpread: (spread: PosteriorSpread) => void; signal?: AbortSignal },
  ): Promise<void>;
  /**
   * Refines a fix of a user against the ray-traced channel; it takes a second or two, in which others are answered.
   *
   * @throws LabError 'cancelled' once the signal is aborted
   */
  refine(
    request: RefineRequest,
    options?: { onProgress?: (progress: Progress) => void; signal?: AbortSignal },
  ): Promise<TwinFix>;
  /**
   * Takes over a network that was trained here as the estimator `own` of the open dataset, in place of the one before, and keeps
   * it in the browser.
   *
   * @throws LabError 'bad-file' or 'missing-weights' for files that hold no network of this dataset; the one before then stays
   */
  adoptModel(request: AdoptRequest): Promise<Adoption>;
  /**
   * The PE-MSRN paper's tables with ours beside them.
   *
   * @throws LabError 'bad-file' where the page has none
   */
  paper(): Promise<PaperReport>;
  /** Ends the worker. */
  dispose(): void;
}

/**
 * Starts the worker.
 *
 * @throws LabError 'unsupported' where the browser has no module workers
 */
export function createEngine(): Engine {
  const worker = startWorker();
  const client = connect<EngineCalls>(worker);
  worker.addEventListener('error', (event) => {
    client.fail(
      new LabError('device', `The worker stopped: ${event.message || 'its script did not load'}.`, 'Reload the page.'),
    );
  });
  return {
    scenes: () => client.call('scenes', null),
    preview: (id) => client.call('preview', { id }),
    watchBackend: (onChange) => {
      // It ends with the worker, which every other call reports.
      client.call('watchBackend', null, { onEvent: onChange }).catch(() => undefined);
    },
    open: (request, { onProgress, signal } = {}) =>
      client.call('open', { ...request, assetBase: document.baseURI }, { onEvent: onProgress, signal }),
    run: (request, { onBatch, onProgress, onEstimators, signal }) =>
      client.call('run', request, {
        signal,
        onEvent: (event) => {
          switch (event.kind) {
            case 'progress':
              return onProgress?.(event.progress);
            case 'estimators':
              return onEstimators?.(event.estimators);
            case 'fixes':
              return onBatch(event.batch);
            default:
              return event satisfies never;
          }
        },
      }),
    locate: (request, { signal } = {}) => client.call('locate', request, { signal }),
    inspect: (request, { signal } = {}) => client.call('inspect', request, { signal }),
    arrange: (request, { onProgress, signal } = {}) => client.call('arrange', request, { onEvent: onProgress, signal }),
    cover: (request, { onBatch, onPreparation, signal }) =>
      client.call('cover', request, {
        signal,
        onEvent: (event) => {
          switch (event.kind) {
            case 'preparation':
              return onPreparation?.(event.share);
            case 'places':
              return onBatch(event);
            default:
              return event satisfies never;
          }
        },
      }),
    limits: (request, { onBatch, signal }) => client.call('limits', request, { onEvent: onBatch, signal }),
    limit: (request, { signal } = {}) => client.call('limit', request, { signal }),
    track: (user, { signal } = {}) => client.call('track', { user }, { signal }),
    sweep: (request, { onEvent, signal }) => client.call('sweep', request, { onEvent, signal }),
    intervals: (request, { signal } = {}) => client.call('intervals', request, { signal }),
    dissect: (user) => client.call('dissect', { user }),
    explain: (request) => client.call('explain', request),
    denoise: (request, { onProgress, signal } = {}) => client.call('denoise', request, { onEvent: onProgress, signal }),
    pull: (request, { signal } = {}) => client.call('pull', request, { signal }),
    survey: async (request, { onSpread, signal }) => {
      await client.call('survey', request, { onEvent: onSpread, signal });
    },
    refine: (request, { onProgress, signal } = {}) => client.call('refine', request, { onEvent: onProgress, signal }),
    adoptModel: (request) => client.call('adoptModel', request),
    paper: () => client.call('paper', { assetBase: document.baseURI }),
    dispose: () => {
      worker.terminate();
      client.fail(new LabError('cancelled', 'The engine was shut down.', 'Reload the page to start it again.'));
    },
  };
}

function startWorker(): Worker {
  const refuse = (reason: string): LabError =>
    new LabError(
      'unsupported',
      `Nothing can be computed here: this browser ${reason}.`,
      'The page can be read but stays without users; a current Chrome, Edge, Firefox or Safari runs it, and so does the terminal.',
    );
  if (typeof Worker === 'undefined') throw refuse('has no workers');
  try {
    return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  } catch (cause) {
    throw refuse(`cannot start a module worker (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}
