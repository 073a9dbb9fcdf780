/**
 * Looking at users and moving them, one at a time: the map follows the pointer at once, the engine gets the newest
 * place of each moved user, and a place that it refuses is taken back.
 */
import type { Engine, Inspection } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { applyFixes } from './fix-table.ts';
import { createLatestWins } from './latest-wins.ts';
import type { Point } from './requests.ts';
import { notifyError, type LabStore } from './store.ts';
import { noteDrag } from './timings.ts';

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
  /** Takes over what the engine answered for a user that somebody else moved. */
  adopt(inspection: Inspection): void;
  /** Forgets all users; for another scene. */
  clear(): void;
}

/** A place that the engine has not been asked for yet. */
interface Move {
  readonly position: Point;
  readonly since: number;
  readonly isStep: boolean;
}

/** Joins an engine's `inspect` and a store. */
export function createInspections(engine: Engine, store: LabStore): Inspections {
  const waiting = new Map<number, Move>();
  /** Where the engine last had each moved user, so that a refused move can be taken back. */
  const accepted = new Map<number, Point>();

  const place = (user: number, position: Point): void => {
    const { truth, truthVersion } = store.getState();
    truth.set(position, 3 * user);
    store.setState({ truthVersion: truthVersion + 1 });
  };

  const show = (inspection: Inspection): void => {
    const { fixes, fixesVersion, selectedUser } = store.getState();
    applyFixes(fixes, inspection.user, inspection.fixes);
    store.setState({
      fixesVersion: fixesVersion + 1,
      ...(inspection.user === selectedUser ? { inspection } : {}),
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

  const inspect = async (user: number): Promise<void> => {
    const { session } = store.getState();
    const move = waiting.get(user);
    waiting.delete(user);
    try {
      const inspection = await engine.inspect(move ? { user, position: move.position } : { user });
      if (store.getState().session !== session) return;
      if (move) accepted.set(user, move.position);
      show(inspection);
      if (move) noteDrag(move.since);
    } catch (cause) {
      const error = toLabError(cause);
      // Dragging into a rack is no mistake worth a banner: the user stops where it last could stand.
      if (error.code !== 'too-close') notifyError(store, error);
      if (move && store.getState().session === session) takeBack(user);
    }
  };

  const door = createLatestWins<number>(async (user) => {
    // Whoever is looked at last, no moved user is left where the engine does not have it.
    for (const other of waiting.keys()) if (other !== user) await inspect(other);
    await inspect(user);
  });

  return {
    look() {
      const { selectedUser } = store.getState();
      if (selectedUser !== null) door.request(selectedUser);
    },
    move(user, position, since, isStep) {
      const { truth } = store.getState();
      if (!accepted.has(user)) accepted.set(user, [truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]]);
      place(user, position);
      waiting.set(user, { position, since, isStep });
      door.request(user);
    },
    adopt(inspection) {
      accepted.set(inspection.user, inspection.position);
      place(inspection.user, inspection.position);
      show(inspection);
    },
    clear() {
      waiting.clear();
      door.clear();
      accepted.clear();
    },
  };
}
