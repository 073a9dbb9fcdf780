/**
 * `window.wavefix`: the page for programs. Embedders, tests and the browser's console drive the same actions as the
 * controls do.
 *
 * ```js
 * await wavefix.ready;
 * await wavefix.setSnr(20);
 * const { error } = wavefix.fixes('pe-msrn'); // one row per user, NaN without a fix
 * ```
 */
import type { BackendView, Progress } from '../engine/frontend.ts';
import { LabError } from '../errors/lab-error.ts';
import type { SampledRun, SamplingOptions } from './denoising/scripted-run.ts';
import { projectToPage } from './map/published-map.ts';
import type { Lab } from './state/lab.ts';
import { noFixReason } from './state/shown-link.ts';
import { secondsPerPass, type TrainingPhase } from './trainer/training-state.ts';

/** A point [x, y, z], metres: x east, y north, z up. */
export type ApiPoint = [number, number, number];

/** What `state()` answers. */
export interface ApiState {
  /** Id of the open scene, or null. */
  readonly scene: string | null;
  /** Id of its set of users, or null; a scene that somebody brought has none. */
  readonly dataset: string | null;
  /** Ids of the estimators in use. */
  readonly estimators: readonly string[];
  /** Estimators that cannot run here, each with the reason. */
  readonly unavailable: Readonly<Record<string, string>>;
  /** Number of the selected user, counted from 0, or null. */
  readonly selectedUser: number | null;
  /** SNR of every link, or what is added to the link budget where that decides, decibels. */
  readonly snrDb: number;
  /** Where tensors are computed and why there, or null while no scene is open. */
  readonly backend: BackendView | null;
  /** What is being loaded or computed and how far it has come, or null. */
  readonly progress: Progress | null;
}

/**
 * What `fixes()` answers: one row per user of the scene, in their order, so that row 7 is user 7. Where a user has no
 * fix, or no answer yet, its estimate is [NaN, NaN, NaN] and its error NaN: count the fixes with `Number.isFinite`.
 */
export interface ApiFixes {
  /** Where each user is, or was when it was measured last, metres. */
  readonly truth: ApiPoint[];
  /** Where the estimator finds it, metres, or NaN. */
  readonly estimate: ApiPoint[];
  /** How far apart the two are, metres, or NaN. */
  readonly error: number[];
}

/** What `moveUser()` answers. */
export interface ApiFix {
  readonly truth: ApiPoint;
  readonly estimates: Readonly<Record<string, ApiPoint>>;
  /** Metres. */
  readonly errors: Readonly<Record<string, number>>;
  /** Number of ray paths to all sites. */
  readonly paths: number;
  /** Why an estimator in use has no fix, such as that the user is inside of a building; empty where all have one. */
  readonly reason: string;
}

/** What `training()` answers. */
export interface ApiTraining {
  readonly dataset: string;
  /** `idle` before a training, `preparing` while its set is measured, then `running`, `paused`, `ending` and `done`. */
  readonly phase: TrainingPhase;
  readonly step: number;
  /** 0 until it is known. */
  readonly totalSteps: number;
  /** Loss of every step that this page has seen, in the order of the steps. */
  readonly losses: readonly number[];
  /** Mean errors of the validation users so far, metres. */
  readonly validationMeans: readonly number[];
  /** Fewest and most tensors that were held between two steps. */
  readonly tensors: readonly [fewest: number, most: number];
  /** What a pass over the training positions takes at the latest pace, seconds. */
  readonly secondsPerPass: number;
  /** How it ended, or null. */
  readonly ended: 'complete' | 'stopped' | 'diverged' | null;
}

/** The page for programs. Every promise is rejected with a `LabError` that says what was wrong and what to do. */
export interface WavefixApi {
  /** Kept when the first batch of fixes is complete; rejected if no scene opens or the first run fails before that. */
  readonly ready: Promise<void>;
  state(): ApiState;
  /**
   * Opens a built-in scene, a dataset in it, or the users of an evaluation in the noise that it drew: "s3", "s3-2d",
   * "s3-2d-test", "s3-2d-grid". Kept when its fixes are complete. What was open stays open if it fails.
   */
  openScene(id: string): Promise<void>;
  /** Compares these estimators, one to five; kept when the new fixes are complete. */
  setEstimators(ids: readonly string[]): Promise<void>;
  /**
   * Imposes an SNR of −10 to 30 dB, or where a link budget decides or an evaluation has drawn one for each user adds −20 to
   * 20 dB to it; kept when the new fixes are complete.
   */
  setSnr(db: number): Promise<void>;
  /**
   * Fixes of one estimator so far, a row for every user.
   *
   * @throws LabError `unknown-id` where the estimator is not in use
   */
  fixes(estimatorId: string): ApiFixes;
  /**
   * Moves a user for good: paths, measurement and fixes are computed anew. Inside of a building it has none.
   *
   * @throws LabError `bad-argument` outside the scene's bounds, `too-close` at a surface
   */
  moveUser(index: number, position: readonly [number, number, number]): Promise<ApiFix>;
  /**
   * Samples a user's posterior step by step, as the denoising stage shows it: the way of the cloud of some sites together, and
   * that of each site's own. What is on the page stays.
   *
   * @param index number of the user, counted from 0
   * @throws LabError `unknown-id` for a user, an estimator or a site that there is not, `bad-argument` for numbers that make no
   *   sense, `unsupported` where the estimator cannot run here, `no-fix` where no site hears the user
   */
  denoise(index: number, options?: SamplingOptions): Promise<SampledRun>;
  /** Selects a user, or nobody. */
  selectUser(index: number | null): void;
  /**
   * The training on the open dataset, or the one that is under way; null until its panel was opened, or one that the page was
   * closed on goes on.
   */
  training(): ApiTraining | null;
  /** Where a point lies in the window, CSS pixels; null where there is no map. For overlays and for tests. */
  project(position: readonly [number, number, number]): readonly [number, number] | null;
}

declare global {
  interface Window {
    wavefix: WavefixApi;
  }
}

const point = (values: ArrayLike<number>, index = 0): ApiPoint => [
  values[3 * index],
  values[3 * index + 1],
  values[3 * index + 2],
];

/** The interface of a lab. */
export function createApi(lab: Lab): WavefixApi {
  const { store } = lab;
  return {
    ready: lab.ready,
    state() {
      const { session, backend, estimators, selectedUser, snrDb, progress } = store.getState();
      return {
        scene: session?.scene.id ?? null,
        dataset: session?.datasetId ?? null,
        estimators: [...estimators],
        unavailable: Object.fromEntries(
          (session?.estimators ?? []).filter((one) => one.unavailable !== '').map((one) => [one.id, one.unavailable]),
        ),
        selectedUser,
        snrDb,
        backend,
        progress,
      };
    },
    openScene: (id) => lab.openScene(id),
    setEstimators: (ids) => lab.setEstimators(ids),
    setSnr: (db) => lab.setSnr(db),
    fixes(estimatorId) {
      const { fixes, truth } = store.getState();
      const estimates = fixes.estimates.get(estimatorId);
      const errors = fixes.errors.get(estimatorId);
      if (!estimates || !errors) {
        throw new LabError(
          'unknown-id',
          `The estimator "${estimatorId}" is not in use.`,
          `In use: ${[...fixes.estimates.keys()].join(', ') || 'none yet'}; setEstimators() changes that.`,
        );
      }
      const rows = (values: Float64Array): ApiPoint[] => Array.from(errors, (_, user) => point(values, user));
      const places = truth.map((value, i) => (Number.isNaN(fixes.places[i]) ? value : fixes.places[i]));
      return { truth: rows(places), estimate: rows(estimates), error: Array.from(errors) };
    },
    async moveUser(index, position) {
      const located = await lab.moveUser(index, position);
      const fixes = Object.entries(located.fixes);
      return {
        truth: point(located.position),
        estimates: Object.fromEntries(fixes.map(([id, fix]) => [id, point(fix.position)])),
        errors: Object.fromEntries(fixes.map(([id, fix]) => [id, fix.error])),
        paths: located.links.reduce((count, { paths }) => count + paths.count, 0),
        reason: fixes.length < store.getState().estimators.length ? noFixReason(located.links) : '',
      };
    },
    denoise: (index, options = {}) => lab.denoising.sample(index, options),
    selectUser: (index) => lab.selectUser(index),
    training() {
      const { training } = store.getState();
      if (!training) return null;
      const { offers, phase, step, begun, losses, validations, tensors, outcome } = training;
      return {
        ...{ dataset: offers.dataset, phase, step, totalSteps: begun?.totalSteps ?? 0, losses, tensors },
        validationMeans: validations.map(({ score }) => score),
        secondsPerPass: secondsPerPass(training),
        ended: outcome?.ended ?? null,
      };
    },
    project: projectToPage,
  };
}
