/**
 * Keeps the track of the selected user beside its fix while a reader wants it: asked for when the user has come to rest, one at
 * a time.
 */
import type { Engine, Inspection } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { notifyError, type LabState, type LabStore } from '../state/store.ts';

/** What decides a track. */
interface Question {
  readonly inspection: Inspection;
  readonly session: LabState['session'];
  readonly snrDb: number;
  readonly estimators: LabState['estimators'];
}

/**
 * Joins an engine's `track` and a store.
 *
 * @returns a function that ends it
 */
export function followTrack(engine: Engine, store: LabStore): () => void {
  let answered: Question | null = null;
  let asking: AbortController | null = null;

  const forget = (): void => {
    asking?.abort();
    answered = null;
    if (store.getState().track) store.setState({ track: null });
  };

  const ask = async (question: Question): Promise<void> => {
    const controller = new AbortController();
    asking = controller;
    answered = question;
    const { user } = question.inspection;
    try {
      const track = await engine.track(user, { signal: controller.signal });
      if (!controller.signal.aborted) store.setState({ track });
    } catch (cause) {
      if (!controller.signal.aborted) notifyError(store, toLabError(cause));
    } finally {
      asking = null;
      follow();
    }
  };

  const follow = (): void => {
    const { isTracking, session, phase, snrDb, estimators, inspection, selectedUser, track } = store.getState();
    const isWanted = isTracking && session?.routes && selectedUser !== null;
    if (!isWanted || (track && track.user !== selectedUser)) {
      if (answered || track) forget();
      if (!isWanted) return;
    }
    // A user that goes on is answered for where it last rested: its next answer waits for this one.
    if (asking || phase !== 'ready' || inspection?.user !== selectedUser) return;
    const question = { inspection, session, snrDb, estimators };
    if (answered && isSame(answered, question)) return;
    void ask(question);
  };

  const unsubscribe = store.subscribe(follow);
  return () => {
    unsubscribe();
    asking?.abort();
  };
}

function isSame(a: Question, b: Question): boolean {
  const isSameWorld = a.session === b.session && a.snrDb === b.snrDb;
  return isSameWorld && a.inspection === b.inspection && a.estimators === b.estimators;
}
