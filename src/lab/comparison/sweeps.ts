/** Errors against SNR: one sweep at a time, whose points stay until the world is another one. */
import {
  NOT_SWEPT,
  type Engine,
  type EstimatorId,
  type LimitRequest,
  type SessionView,
  type SweepPoint,
} from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { isSameWorld } from '../state/coverage.ts';
import { SNR_SCALES, type SnrKind } from '../state/snr.ts';
import { notifyError, type LabState, type LabStore } from '../state/store.ts';
import { limitDimensions } from './follow-limits.ts';

/** A sweep, under way or done. */
export interface Sweep {
  readonly session: SessionView;
  /** Those in use that a sweep can ask. */
  readonly estimators: readonly EstimatorId[];
  readonly limit: LimitRequest;
  /** Users that take part. */
  readonly users: number;
  readonly snrsDb: readonly number[];
  /** Complete points, in the order of the SNRs. */
  readonly points: readonly SweepPoint[];
  /** How many soundings are done; null once nothing is under way. */
  readonly progress: { readonly done: number; readonly total: number } | null;
}

/** What can be done about sweeps. */
export interface Sweeps {
  /** Begins anew with the estimators in use. */
  start(users: number): Promise<void>;
  /** Stops; the points that are complete stay. */
  cancel(): void;
  dispose(): void;
}

/** Distance of the points, decibels. */
const STEP = 5;
/** Every sweep draws the same noise: two of them differ by what was changed. */
const SEED = 1;
const DRAWS = 1;

/** The SNRs of a sweep: the slider's whole range. */
export function sweptSnrs(kind: SnrKind): number[] {
  const { minimum, maximum } = SNR_SCALES[kind];
  return Array.from({ length: Math.floor((maximum - minimum) / STEP) + 1 }, (_, i) => minimum + STEP * i);
}

/** Joins an engine's `sweep` and a store. */
export function createSweeps(engine: Engine, store: LabStore): Sweeps {
  let sweeping: AbortController | null = null;

  const change = (difference: (sweep: Sweep) => Partial<Sweep>): void => {
    store.setState(({ sweep }) => (sweep ? { sweep: { ...sweep, ...difference(sweep) } } : {}));
  };

  const cancel = (): void => {
    sweeping?.abort();
    sweeping = null;
    change(() => ({ progress: null }));
  };

  const unsubscribe = store.subscribe(({ sweep, session }: LabState) => {
    if (!sweep || (session && isSameWorld(sweep.session, session))) return;
    sweeping?.abort();
    sweeping = null;
    store.setState({ sweep: null });
  });

  return {
    async start(wanted) {
      const { session, estimators: inUse, gains, truth } = store.getState();
      if (!session) return;
      sweeping?.abort();
      const controller = new AbortController();
      sweeping = controller;
      const estimators = inUse.filter((id) => !NOT_SWEPT[id]);
      const users = Math.min(wanted, truth.length / 3);
      const snrsDb = sweptSnrs(session.snr);
      const limit = { gains, dimensions: limitDimensions(session, inUse) };
      const progress = { done: 0, total: users * DRAWS * snrsDb.length };
      store.setState({ sweep: { session, estimators, limit, users, snrsDb, points: [], progress } });
      try {
        await engine.sweep(
          { snrsDb, users, draws: DRAWS, seed: SEED, limit },
          {
            signal: controller.signal,
            onEvent: (event) => {
              if (sweeping !== controller) return;
              switch (event.kind) {
                case 'point':
                  change(({ points }) => ({ points: [...points, event.point] }));
                  return;
                case 'progress':
                  change(() => ({ progress: { done: event.done, total: event.total } }));
                  return;
                default:
                  event satisfies never;
              }
            },
          },
        );
      } catch (cause) {
        if (sweeping === controller) notifyError(store, toLabError(cause));
      } finally {
        if (sweeping === controller) {
          sweeping = null;
          change(() => ({ progress: null }));
        }
      }
    },
    cancel,
    dispose() {
      unsubscribe();
      sweeping?.abort();
      sweeping = null;
    },
  };
}
