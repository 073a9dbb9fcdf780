/**
 * Keeps the limit beside the fixes: of everybody who was found once a run has ended or was stopped, and of the selected user
 * whenever it has come to rest. While a user is dragged or a run goes, nothing is asked for.
 */
import type { Engine, LimitBatch, LimitRequest, SessionView } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { createPace } from '../state/pace.ts';
import { notifyError, type LabState, type LabStore } from '../state/store.ts';
import { applyLimit, applyLimits, createLimitTable, missingLimits, type LimitTable } from './limit-table.ts';

/**
 * Coordinates that the limit is about: where one estimator in use is told the height, all are held against what is
 * possible with it.
 */
export function limitDimensions(session: SessionView | null, estimators: LabState['estimators']): 2 | 3 {
  const isHeightKnown = session?.estimators.some(({ id, dimensions }) => dimensions === 2 && estimators.includes(id));
  return isHeightKnown ? 2 : 3;
}

/** Least time between two answers for a user that keeps moving, and how soon one that rests is answered, milliseconds. */
const SELECTED_MILLISECONDS = 3000;
const REST_MILLISECONDS = 250;

/** What decides everybody's limit. */
interface Question extends LimitRequest {
  readonly session: SessionView;
  readonly snrDb: number;
}

/**
 * Joins an engine's `limits` and `limit` and a store.
 *
 * @returns a function that ends it
 */
export function followLimits(engine: Engine, store: LabStore): () => void {
  /** What the limits of the store answer. */
  let asked: Question | null = null;
  let table: LimitTable | null = null;
  let everybody: AbortController | null = null;
  /** Of whom no limit is missing. */
  let complete: { readonly fixes: LabState['fixes']; readonly answered: number } | null = null;
  /** What the selected user's limit was asked for last. */
  let looked: { readonly inspection: LabState['inspection']; readonly question: Question } | null = null;

  const grow = ({ limitsVersion }: LabState): Pick<LabState, 'limitsVersion'> => ({ limitsVersion: limitsVersion + 1 });

  const begin = (question: Question): void => {
    everybody?.abort();
    everybody = null;
    complete = null;
    asked = question;
    table = createLimitTable(store.getState().truth.length / 3);
    const limits = table;
    store.setState((state) => ({ limits, ...grow(state) }));
  };

  /** Asks for those who are missing, if anybody is. */
  const askMissing = async ({ gains, dimensions }: Question, limits: LimitTable): Promise<void> => {
    const { fixes } = store.getState();
    const { answered } = fixes;
    const users = missingLimits(limits, fixes);
    complete = { fixes, answered };
    if (users.length === 0) return;
    const controller = new AbortController();
    everybody = controller;
    const onBatch = (batch: LimitBatch): void => {
      if (everybody === controller) applyLimits(limits, batch);
    };
    try {
      await engine.limits({ gains, dimensions, users }, { signal: controller.signal, onBatch });
      if (everybody === controller) store.setState(grow);
    } catch (cause) {
      if (everybody === controller) notifyError(store, toLabError(cause));
    } finally {
      if (everybody === controller) everybody = null;
    }
  };

  const askSelected = async (user: number, question: Question): Promise<void> => {
    const { gains, dimensions } = question;
    const mine = looked;
    try {
      const userLimit = await engine.limit({ user, gains, dimensions });
      if (looked !== mine || store.getState().selectedUser !== user) return;
      applyLimit(store.getState().limits, user, userLimit.together);
      store.setState((state) => ({ userLimit, ...grow(state) }));
    } catch (cause) {
      notifyError(store, toLabError(cause));
    }
  };

  const follow = (): void => {
    const { session, phase, snrDb, gains, estimators, fixes, inspection, selectedUser, userLimit } = store.getState();
    if (userLimit && userLimit.user !== selectedUser) store.setState({ userLimit: null });
    if (!session || phase !== 'ready') {
      // A run needs the worker more, and may make the answer worthless.
      everybody?.abort();
      everybody = null;
      complete = null;
      return;
    }
    const question: Question = { session, snrDb, gains, dimensions: limitDimensions(session, estimators) };
    // Setting the empty table comes back here, and then goes on.
    if (!table || !asked || !isSame(asked, question)) return begin(question);
    const isComplete = complete?.fixes === fixes && complete.answered === fixes.answered;
    if (!everybody && !isComplete) void askMissing(question, table);
    if (inspection?.user !== selectedUser || selectedUser === null) return;
    if (looked?.inspection === inspection && isSame(looked.question, question)) return;
    wanted = { user: selectedUser, inspection, question };
    selected.request();
  };

  let wanted: { user: number; inspection: LabState['inspection']; question: Question } | null = null;
  // A user that is dragged goes on asking with every fix, and is answered when it rests.
  const selected = createPace(
    () => {
      if (!wanted) return;
      const { user, ...asking } = wanted;
      looked = asking;
      void askSelected(user, asking.question);
    },
    SELECTED_MILLISECONDS,
    REST_MILLISECONDS,
  );

  const unsubscribe = store.subscribe(follow);
  return () => {
    unsubscribe();
    selected.cancel();
    everybody?.abort();
  };
}

function isSame(a: Question, b: Question): boolean {
  return a.session === b.session && a.snrDb === b.snrDb && a.gains === b.gains && a.dimensions === b.dimensions;
}
