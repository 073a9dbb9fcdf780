/** The page's state. Large arrays are changed in place and announced by a version number beside them. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  BackendRequest,
  BackendView,
  EstimatorId,
  GainKnowledge,
  Inspection,
  LocatedUser,
  Progress,
  SceneChoice,
  SceneView,
  SessionView,
  Tracing,
  UserLimit,
  UserTrack,
} from '../../engine/frontend.ts';
import type { LabError } from '../../errors/lab-error.ts';
import type { ErrorRange } from '../comparison/error-range.ts';
import type { DrawnIntervals } from '../comparison/follow-intervals.ts';
import type { Sweep } from '../comparison/sweeps.ts';
import { createLimitTable, type LimitTable } from '../comparison/limit-table.ts';
import type { CoverageGrid, CoverageMetric } from '../map/coverage-grid.ts';
import type { DenoisingPicture } from '../denoising/denoising-state.ts';
import type { PathKind } from '../styles/palette.ts';
import type { TrainingState } from '../trainer/training-state.ts';
import { createFixTable, type ErrorAxis, type FixTable } from './fix-table.ts';
import type { Site } from './site-edits.ts';
import { SNR_SCALES } from './snr.ts';

/** The six stages of one fix, in the order of the data. */
export const STAGES = ['paths', 'csi', 'measurement', 'features', 'network', 'estimate'] as const;

/** One of the six stages. */
export type StageId = (typeof STAGES)[number];

/** Something to be told once, until it is closed. */
export interface Notice {
  readonly key: number;
  readonly kind: 'error' | 'note';
  readonly message: string;
  readonly hint: string;
  /** One sentence each, below the message. */
  readonly details: readonly string[];
}

/** How far the page is. */
export type Phase = 'opening' | 'running' | 'ready' | 'failed';

/** Everything that the page shows. */
export interface LabState {
  readonly phase: Phase;
  /** What is being loaded or computed, or null. */
  readonly progress: Progress | null;
  /** Built-in scenes; empty until the engine has listed them. */
  readonly scenes: readonly SceneChoice[];
  /** Those of them that were built to be looked at, by id. */
  readonly scenePreviews: ReadonlyMap<string, SceneView>;
  /** Where the reader wants tensors to be computed. */
  readonly backendChoice: BackendRequest;
  /** Where they are computed, and why: what `session` was opened on, until that fails. Null until a scene is open. */
  readonly backend: BackendView | null;
  /** Null until a scene is open. */
  readonly session: SessionView | null;
  /** How many users were asked for; null for as many as the scene shows by itself. */
  readonly askedUsers: number | null;
  /** True positions [users, 3], metres, moved users included; changed in place. */
  readonly truth: Float64Array;
  /** Grows whenever `truth` changes. */
  readonly truthVersion: number;
  /** Fixes of the latest run; changed in place. */
  readonly fixes: FixTable;
  /** Grows whenever `fixes` changes. */
  readonly fixesVersion: number;
  /** Grows whenever `truth` or `fixes` of anybody but the selected user change: the map redraws a crowd for no less. */
  readonly crowdVersion: number;
  /** Estimators in use, in the order of their chips. */
  readonly estimators: readonly EstimatorId[];
  /** Estimators that the reader asked for last; other sites may keep one of them from running for a while. */
  readonly wantedEstimators: readonly EstimatorId[];
  /** Sites as the map shows them; those of `session.scene` are what the engine has, a moment behind a change. */
  readonly sites: readonly Site[];
  /** Sites that the scene came with. */
  readonly ownSites: readonly Site[];
  /** What the tracer is wanted to do, like `sites`. */
  readonly tracing: Tracing;
  /** What the tracer was asked for when the scene was opened. */
  readonly ownTracing: Tracing;
  readonly selectedSite: number | null;
  /** True while the next press on the map puts a site there. */
  readonly isPlacingSite: boolean;
  /** Site whose link is shown; null for whichever hears the selected user best. */
  readonly shownSite: number | null;
  /** Part of the panel for sites and interactions that is open, or null. */
  readonly worldPanel: 'sites' | 'interactions' | null;
  readonly snrDb: number;
  readonly selectedUser: number | null;
  readonly hoveredUser: number | null;
  /** Paths and fixes of the selected user where it was last found, or null until they are known. */
  readonly located: LocatedUser | null;
  /** All stages of the selected user, or null until they are known; while it moves they are a little behind `located`. */
  readonly inspection: Inspection | null;
  /** Stage that is open in large, or null. */
  readonly openStage: StageId | null;
  /** Path that is pointed at in the table, or null. */
  readonly highlightedPath: number | null;
  /** Kinds of paths that the reader has taken off the map. */
  readonly hiddenKinds: readonly PathKind[];
  /** Coverage map that the reader wants over the ground. */
  readonly overlay: CoverageMetric | 'none';
  /** Site that the map is about; null for whichever is heard best at each place. */
  readonly overlaySite: number | null;
  /** The map of the present world, or null; changed in place. */
  readonly coverage: CoverageGrid | null;
  /** Grows whenever `coverage` changes. */
  readonly coverageVersion: number;
  /**
   * How many places of the map are done; the total is 0 while the workers prepare, of which `prepared` tells the share. Null
   * while none is on its way.
   */
  readonly coverageProgress: { readonly prepared: number; readonly done: number; readonly total: number } | null;
  readonly errorAxis: ErrorAxis;
  /** True while the estimators are compared in large. */
  readonly isComparing: boolean;
  /** What the limit supposes that a receiver knows of the path gains. */
  readonly gains: GainKnowledge;
  /** The limit for everybody of the present fixes; changed in place. */
  readonly limits: LimitTable;
  /** Grows whenever `limits` changes. */
  readonly limitsVersion: number;
  /** The limit for the selected user where it last rested, or null until it is known. */
  readonly userLimit: UserLimit | null;
  /** True while the selected user is to be followed along its way. */
  readonly isTracking: boolean;
  /** The selected user's track where it last rested, or null until it is known. */
  readonly track: UserTrack | null;
  /** True to draw the selected user's limit as large as it is, however small. */
  readonly isLimitTrueSize: boolean;
  /** Metrics with their intervals, as they were last drawn; null until then. */
  readonly intervals: DrawnIntervals | null;
  /** Errors against SNR of the present world, as far as they are known; null where nobody asked. */
  readonly sweep: Sweep | null;
  /** Errors that the map is filtered by, or null for all. */
  readonly errorRange: ErrorRange | null;
  /** What lies open beside the map in place of the comparison, or null. */
  readonly room: 'paper' | 'training' | 'denoising' | null;
  /** The step of a denoising that is on the map, or null. */
  readonly denoising: DenoisingPicture | null;
  /** Whether the denoising stage goes through telling users by itself. */
  readonly isShowing: boolean;
  /** The training on the open scene's dataset, or the one that is under way; null until somebody asks. */
  readonly training: TrainingState | null;
  readonly mode: 'explore' | 'analyse';
  /** What the reader chose; 'auto' follows the system. */
  readonly themeChoice: 'auto' | 'light' | 'dark';
  /** What is shown. */
  readonly theme: 'light' | 'dark';
  readonly notices: readonly Notice[];
}

/** The store that components and plain modules share. */
export type LabStore = StoreApi<LabState>;

/** What the tracer is asked for before any scene is open: nothing. */
const NO_TRACING: Tracing = {
  maximumReflections: 0,
  maximumTransmissions: 0,
  diffraction: 'none',
  scattering: null,
};

/** A store in the state of a page that has just been opened. */
export function createLabStore(): LabStore {
  return createStore<LabState>(() => ({
    phase: 'opening',
    progress: null,
    scenes: [],
    scenePreviews: new Map(),
    backendChoice: 'auto',
    backend: null,
    session: null,
    truth: new Float64Array(0),
    truthVersion: 0,
    fixes: createFixTable(0, []),
    fixesVersion: 0,
    crowdVersion: 0,
    estimators: [],
    wantedEstimators: [],
    sites: [],
    ownSites: [],
    tracing: NO_TRACING,
    ownTracing: NO_TRACING,
    selectedSite: null,
    isPlacingSite: false,
    shownSite: null,
    worldPanel: null,
    snrDb: SNR_SCALES.imposed.standard,
    selectedUser: null,
    hoveredUser: null,
    located: null,
    inspection: null,
    openStage: null,
    highlightedPath: null,
    hiddenKinds: [],
    overlay: 'none',
    overlaySite: null,
    coverage: null,
    coverageVersion: 0,
    coverageProgress: null,
    errorAxis: 'all',
    isComparing: false,
    gains: 'unknown-per-path',
    limits: createLimitTable(0),
    limitsVersion: 0,
    userLimit: null,
    askedUsers: null,
    isTracking: false,
    track: null,
    isLimitTrueSize: false,
    intervals: null,
    sweep: null,
    errorRange: null,
    room: null,
    denoising: null,
    isShowing: false,
    training: null,
    mode: 'analyse',
    themeChoice: 'auto',
    theme: 'dark',
    notices: [],
  }));
}

let lastKey = 0;

/** Tells the reader something; the same words are not repeated while they are still on the page. */
export function notify(
  store: LabStore,
  kind: Notice['kind'],
  message: string,
  hint = '',
  details: readonly string[] = [],
): void {
  store.setState((state) =>
    state.notices.some((notice) => notice.message === message)
      ? state
      : { notices: [...state.notices, { key: ++lastKey, kind, message, hint, details }] },
  );
}

/** Tells the reader what went wrong; a cancellation is nobody's news. */
export function notifyError(store: LabStore, error: LabError): void {
  if (error.code !== 'cancelled') notify(store, 'error', error.message, error.hint);
}

/** Takes a notice off the page. */
export function dismiss(store: LabStore, key: number): void {
  store.setState((state) => ({ notices: state.notices.filter((notice) => notice.key !== key) }));
}
