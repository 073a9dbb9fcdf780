/**
 * The messages between the page and the worker that runs the spine: what can be asked, and what is answered.
 * Plain data only, so that everything crosses the border as a structured clone with its buffers transferred.
 */
import type { BackendName } from '../compute/choice.ts';
import type { EstimatorId } from '../estimators/registry.ts';
import type { ModelFiles } from '../estimators/weights/format.ts';
import type { PaperReport } from '../evaluation/paper-report.ts';
import type { Site } from '../scene/sites.ts';
import type { NetworkAnatomyView, NumberRequest, NumberView } from './anatomy-view.ts';
import type { CoverageEvent, CoverageRequest } from './coverage-view.ts';
import type {
  DenoiseRequest,
  DenoisingAnswer,
  PosteriorSpread,
  PullRequest,
  RefineRequest,
  SurveyRequest,
  TwinFix,
} from './denoising-view.ts';
import type { FixBatch, LocatedUser } from './fix-view.ts';
import type { Inspection } from './inspection-view.ts';
import type { IntervalRequest, MetricIntervals } from './interval-view.ts';
import type { LimitBatch, LimitRequest, UserLimit } from './limit-view.ts';
import type { OwnFacts } from './own-model.ts';
import type { SweepEvent, SweepPoint, SweepRequest } from './sweep-view.ts';
import type { TrackRequest, UserTrack } from './track-view.ts';
import type { BackendView, EstimatorView, SceneChoice, SceneView, SessionView, Tracing } from './session-view.ts';

export type { BackendName, EstimatorId, PaperReport };
export type { PaperErrors, PaperQuote, PaperRow, PaperSetting } from '../evaluation/paper-report.ts';
export type * from './anatomy-view.ts';
export type * from './coverage-view.ts';
export type * from './denoising-view.ts';
export type * from './fix-view.ts';
export type * from './inspection-view.ts';
export type * from './interval-view.ts';
export type * from './limit-view.ts';
export type * from './session-view.ts';
export type * from './sweep-view.ts';
export type * from './track-view.ts';

/** How far a long task has come. */
export interface Progress {
  /** What is being done, such as "weights". */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'users' | 'soundings' | 'steps';
}

/** 'auto' follows the rules of `compute/`; a name overrides them where that backend runs at all. */
export type BackendRequest = BackendName | 'auto';

/** A scene to open. */
export type SceneSource =
  | {
      readonly kind: 'built-in';
      readonly id: string;
      /** How many test users, as many as there are of moving ones; few enough to watch by default. */
      readonly users?: number;
    }
  | {
      readonly kind: 'files';
      /** Name of the file, folder or zip that was dropped. */
      readonly name: string;
      /** `path` lies within what was dropped, with "/" between folders. */
      readonly files: readonly { readonly path: string; readonly file: Blob }[];
    };

/** What `open` is asked. */
export interface OpenRequest {
  readonly source: SceneSource;
  readonly backend: BackendRequest;
  /** Ids of those whose weights are fetched at once, where they exist and can run there; others follow when a run asks for them. */
  readonly estimators: readonly string[];
}

/** What `arrange` is asked: other sites, or other interactions; what is left out stays. */
export interface ArrangeRequest {
  readonly sites?: readonly Site[];
  readonly tracing?: Partial<Tracing>;
}

/** What `arrange` answers. Everybody has to be found anew: call `run`. */
export interface Arrangement {
  readonly sites: readonly Site[];
  readonly tracing: Tracing;
  readonly estimators: readonly EstimatorView[];
}

/** What `run` is asked. */
export interface RunRequest {
  readonly snrDb: number;
  readonly estimators: readonly EstimatorId[];
}

/** What `run` streams: weights on their way, who could not be loaded after all, and fixes. */
export type RunEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'estimators'; readonly estimators: readonly EstimatorView[] }
  | { readonly kind: 'fixes'; readonly batch: FixBatch };

/** What `locate` is asked; `position` moves the user for good, metres. */
export interface LocateRequest {
  readonly user: number;
  readonly position?: readonly [number, number, number];
}

/** What `inspect` is asked; without a site, the one that hears the user best is shown. */
export interface InspectRequest {
  readonly user: number;
  readonly site?: number;
}

/** What `adoptModel` is asked: the files of a network, as `models/` has them. */
export interface AdoptRequest {
  readonly files: readonly ModelFiles[];
}

/** What `adoptModel` answers. */
export interface Adoption {
  readonly estimators: readonly EstimatorView[];
  /** What its files say of it. */
  readonly facts: OwnFacts;
  /** Why the browser does not keep it, or an empty string. */
  readonly notKept: string;
}

/**
 * Everything that the worker can be asked; `rpc.ts` carries it, with progress and cancellation.
 * `events` is what each call streams before it answers.
 */
export interface EngineCalls {
  scenes: { request: null; event: never; response: readonly SceneChoice[] };
  /** Builds a scene to be looked at, and opens nothing. */
  preview: { request: { readonly id: string }; event: never; response: SceneView };
  /** Streams what runs instead whenever a backend failed; never answers. */
  watchBackend: { request: null; event: BackendView; response: never };
  /** `assetBase` is the address that weights lie under. */
  open: { request: OpenRequest & { readonly assetBase: string }; event: Progress; response: SessionView };
  run: { request: RunRequest; event: RunEvent; response: { readonly users: number } };
  arrange: { request: ArrangeRequest; event: Progress; response: Arrangement };
  cover: { request: CoverageRequest; event: CoverageEvent; response: { readonly cells: number } };
  locate: { request: LocateRequest; event: never; response: LocatedUser };
  inspect: { request: InspectRequest; event: never; response: Inspection };
  /** Null where no network is in use, or none has a report of the user. */
  dissect: { request: { readonly user: number }; event: never; response: NetworkAnatomyView | null };
  explain: { request: NumberRequest; event: never; response: NumberView | null };
  limits: {
    request: LimitRequest & { readonly users: Int32Array };
    event: LimitBatch;
    response: { readonly users: number };
  };
  limit: { request: LimitRequest & { readonly user: number }; event: never; response: UserLimit };
  track: { request: TrackRequest; event: never; response: UserTrack };
  sweep: { request: SweepRequest; event: SweepEvent; response: { readonly points: readonly SweepPoint[] } };
  intervals: { request: IntervalRequest; event: never; response: readonly MetricIntervals[] };
  denoise: { request: DenoiseRequest; event: Progress; response: DenoisingAnswer };
  /** [count, 2], metres. */
  pull: { request: PullRequest; event: Progress; response: Float32Array };
  survey: { request: SurveyRequest; event: PosteriorSpread; response: null };
  refine: { request: RefineRequest; event: Progress; response: TwinFix };
  adoptModel: { request: AdoptRequest; event: never; response: Adoption };
  /** `assetBase` is the address that the page lies under. */
  paper: { request: { readonly assetBase: string }; event: never; response: PaperReport };
}
