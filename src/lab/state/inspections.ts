/**
 * Looking at users and moving them: the map follows the pointer at once, the engine finds each moved user at its newest
 * place, and a place that it refuses is taken back. The pictures of all stages are heavier than a fix: while a user
 * moves they are asked for now and then, and once more when it rests.
 */
import type { Engine, Inspection, LocatedUser } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { forgetLimit } from '../comparison/limit-table.ts';
import { applyFixes } from './fix-table.ts';
import { createPace } from './pace.ts';
import type { Point } from './requests.ts';
import { withSite } from './shown-link.ts';
import { notifyError, type LabStore } from './store.ts';
import { noteDrag } from './timings.ts';

/** Least time between two looks at all stages of a user that keeps moving, and how soon one that rests is looked at, milliseconds. */
const LOOK_MILLISECONDS = 1000;
const REST_MILLISECONDS = 150;

/** Inspections of one engine. */
export interface Inspections {
  /** Shows the stages of the selected user, as soon as the engine is free. */
  look(): void;
  /**
   * Puts a user elsewhere on the map and asks the engine for it.
   *
   * @param since when this was asked for, milliseconds on the clock of `performance.now()`
   * @param isStep true where the place follows from where the user was: if that is refused, so is this
   */
  move(user: number, position: Point, since: number, isStep: boolean): void;
  /**
   * Leads users other than the selected one along on the map. The engine is asked for one after the other, each where it then
   * is, as often as it has time for them besides.
   *
   * @param users their numbers [count]
   * @param positions where they are [count, 3], metres
   */
  lead(users: Int32Array, positions: Float64Array): void;
  /** Takes over what the engine answered for a user that somebody else moved. */
  adopt(located: LocatedUser): void;
  /** Forgets all users; for another scene. */
  clear(): void;
}

/** A place that the engine has not been asked for yet. */
interface Move {
  readonly position: Point;
  readonly since: number;
  readonly isStep: boolean;
}

/** Joins an engine's `locate` and `inspect` and a store. */
export function createInspections(engine: Engine, store: LabStore): Inspections {
  /** The newest place of every moved user, in the order of their first move. */
  const waiting = new Map<number, Move>();
  /** Where the engine last had each moved user, so that a refused move can be taken back. */
  const accepted = new Map<number, Point>();
  /** Who has been led on since the engine last had it, in the order in which they are asked for. */
  const led = new Set<number>();
  let lookWaits = false;
  let busy = false;

  /** What the crowd's version becomes when one user changes. */
  const crowdAfter = (user: number): number => {
    const { selectedUser, crowdVersion } = store.getState();
    return user === selectedUser ? crowdVersion : crowdVersion + 1;
  };

  const place = (user: number, position: Point): void => {
    const { truth, truthVersion } = store.getState();
    truth.set(position, 3 * user);
    store.setState({ truthVersion: truthVersion + 1, crowdVersion: crowdAfter(user) });
  };

  const show = (located: LocatedUser, inspection?: Inspection): void => {
    const { fixes, fixesVersion, limits, selectedUser, shownSite } = store.getState();
    applyFixes(fixes, located);
    if (!inspection) forgetLimit(limits, located.user);
    store.setState({
      fixesVersion: fixesVersion + 1,
      crowdVersion: crowdAfter(located.user),
      ...(located.user === selectedUser
        ? { located: withSite(located, shownSite), ...(inspection ? { inspection } : {}) }
        : {}),
    });
  };

  const takeBack = (user: number): void => {
    const newer = waiting.get(user);
    // A pointer says where, and may have left the rack again. A key says how far from here: here was refused.
    if (newer && !newer.isStep) return;
    waiting.delete(user);
    const back = accepted.get(user);
    if (back) place(user, back);
  };

  const locate = async (user: number, move: Move): Promise<void> => {
    const { session } = store.getState();
    try {
      const located = await engine.locate({ user, position: move.position });
      if (store.getState().session !== session) return;
      accepted.set(user, move.position);
      show(located);
      noteDrag(move.since);
      if (user === store.getState().selectedUser) pictures.request();
    } catch (cause) {
      const error = toLabError(cause);
      // Dragging into a rack is no mistake worth a banner: the user stops where it last could stand.
      if (error.code !== 'too-close') notifyError(store, error);
      if (store.getState().session === session) takeBack(user);
    }
  };

  /** Asks for somebody where it is now; where the engine refuses the place, the next one will do. */
  const locateLed = async (user: number): Promise<void> => {
    const { session, truth } = store.getState();
    const position: Point = [truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]];
    try {
      const located = await engine.locate({ user, position });
      if (store.getState().session !== session) return;
      accepted.set(user, position);
      show(located);
    } catch (cause) {
      const error = toLabError(cause);
      if (error.code !== 'too-close') notifyError(store, error);
    }
  };

  const inspect = async (user: number): Promise<void> => {
    const { session, shownSite } = store.getState();
    try {
      const inspection = await engine.inspect({ user, ...(shownSite === null ? {} : { site: shownSite }) });
      if (store.getState().session !== session || store.getState().shownSite !== shownSite) return;
      show(inspection, inspection);
    } catch (cause) {
      notifyError(store, toLabError(cause));
    }
  };

  /**
   * Asks one thing at a time, until nothing waits: the oldest move, then one of those who are led along, then a look if one is
   * due.
   */
  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    while (waiting.size > 0 || led.size > 0 || lookWaits) {
      const next = waiting.entries().next();
      if (!next.done) {
        const [user, move] = next.value;
        waiting.delete(user);
        await locate(user, move);
      }
      const someone = led.values().next();
      if (!someone.done) {
        led.delete(someone.value);
        await locateLed(someone.value);
      }
      if (!lookWaits) continue;
      lookWaits = false;
      const { selectedUser } = store.getState();
      if (selectedUser !== null) await inspect(selectedUser);
    }
    busy = false;
  };

  const pictures = createPace(
    () => {
      lookWaits = true;
      void work();
    },
    LOOK_MILLISECONDS,
    REST_MILLISECONDS,
  );

  return {
    look: () => pictures.now(),
    move(user, position, since, isStep) {
      const { truth } = store.getState();
      if (!accepted.has(user)) accepted.set(user, [truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]]);
      place(user, position);
      waiting.set(user, { position, since, isStep });
      void work();
    },
    lead(users, positions) {
      const { truth } = store.getState();
      users.forEach((user, row) => {
        truth.set(positions.subarray(3 * row, 3 * row + 3), 3 * user);
        // Whoever waits already keeps its turn.
        led.add(user);
      });
      store.setState(({ truthVersion, crowdVersion }) => ({
        truthVersion: truthVersion + 1,
        crowdVersion: crowdVersion + 1,
      }));
      void work();
    },
    adopt(located) {
      accepted.set(located.user, located.position);
      place(located.user, located.position);
      show(located);
      if (located.user === store.getState().selectedUser) pictures.now();
    },
    clear() {
      waiting.clear();
      led.clear();
      lookWaits = false;
      pictures.cancel();
      accepted.clear();
    },
  };
}
