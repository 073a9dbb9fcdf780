/** Draws the intervals of what the table compares, while somebody looks at it and the numbers rest. */
import type { Engine, MetricIntervals } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { answeredErrors, answeredUsers } from '../state/fix-table.ts';
import { notifyError, type LabState, type LabStore } from '../state/store.ts';
import { answeredLimits } from './limit-table.ts';

/** Row of the limit beside those of the estimators. */
export const LIMIT_ROW = 'limit';

/** What was drawn, and of which numbers. */
export interface DrawnIntervals {
  /** By estimator, and of the limit. */
  readonly rows: ReadonlyMap<string, MetricIntervals>;
  readonly of: Numbers;
}

/** Everything that the numbers of the table follow from. */
type Numbers = Pick<LabState, 'fixes' | 'fixesVersion' | 'limits' | 'limitsVersion' | 'estimators' | 'errorAxis'>;

/** How long the numbers must rest, milliseconds: a drag changes them many times a second. */
const REST_MILLISECONDS = 600;

/** Whether intervals belong to the numbers of now. */
export function isOfNow({ of }: DrawnIntervals, state: Numbers): boolean {
  return (Object.keys(of) as (keyof Numbers)[]).every((key) => of[key] === state[key]);
}

/**
 * Joins an engine's `intervals` and a store.
 *
 * @returns a function that ends it
 */
export function followIntervals(engine: Engine, store: LabStore, rest = REST_MILLISECONDS): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: Numbers | null = null;
  let drawing: AbortController | null = null;

  const draw = async (of: Numbers): Promise<void> => {
    drawing?.abort();
    const controller = new AbortController();
    drawing = controller;
    const { session } = store.getState();
    const names: string[] = [...of.estimators];
    const errors = names.map((id) => answeredErrors(of.fixes, id, of.errorAxis));
    const limits = answeredLimits(of.limits, of.fixes, of.errorAxis);
    if (limits.length > 0) {
      names.push(LIMIT_ROW);
      errors.push(limits);
    }
    const routes = session?.routes;
    const clusters = routes ? answeredUsers(of.fixes).map((user) => routes.routeOfUser[user]) : null;
    try {
      const drawn = await engine.intervals({ errors, clusters }, { signal: controller.signal });
      if (drawing !== controller) return;
      store.setState({ intervals: { of, rows: new Map(names.map((name, i) => [name, drawn[i]])) } });
    } catch (cause) {
      if (drawing === controller) notifyError(store, toLabError(cause));
    }
  };

  const follow = (state: LabState): void => {
    const { fixes, fixesVersion, limits, limitsVersion, estimators, errorAxis } = state;
    const of: Numbers = { fixes, fixesVersion, limits, limitsVersion, estimators, errorAxis };
    const isWanted =
      state.isComparing &&
      state.phase === 'ready' &&
      fixes.answered > 0 &&
      !(state.intervals && isOfNow(state.intervals, of));
    if (!isWanted) {
      clearTimeout(timer);
      waiting = null;
      return;
    }
    if (waiting && isOfNow({ of: waiting, rows: new Map() }, of)) return;
    clearTimeout(timer);
    waiting = of;
    timer = setTimeout(() => void draw(of), rest);
  };

  const unsubscribe = store.subscribe(follow);
  return () => {
    unsubscribe();
    clearTimeout(timer);
    drawing?.abort();
    drawing = null;
  };
}
