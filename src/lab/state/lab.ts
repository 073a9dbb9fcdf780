/** What can be done on the page, without React: intents in, engine calls and store changes out. */
import type { BackendRequest, Engine, LocatedUser, SessionView } from '../../engine/frontend.ts';
import { LabError, toLabError } from '../../errors/lab-error.ts';
import { clampToBounds } from '../map/ray-plane.ts';
import { applyBatch, createFixTable } from './fix-table.ts';
import { createInspections } from './inspections.ts';
import { linkOf } from './link-sync.ts';
import { checkEstimators, checkPosition, checkSnr, checkUser, type Point } from './requests.ts';
import { notify, notifyError, type LabState, type LabStore } from './store.ts';
import { checkLink, DEFAULT_LINK, type LinkState } from './url-codec.ts';

export type { Point };

/** The page's actions. */
export interface Lab {
  readonly store: LabStore;
  /**
   * Kept when the first batch of fixes is complete; rejected if the page cannot open a scene at all, or its first run
   * fails before that.
   */
  readonly ready: Promise<void>;
  /** Opens the scene of a link and finds its users. A failure becomes a notice. */
  start(link: LinkState): Promise<void>;
  /** Opens another scene; kept when its fixes are complete. What was open stays open if it fails. */
  openScene(id: string): Promise<void>;
  /** Computes elsewhere, or where the page thinks best; kept when the fixes from there are complete. */
  setBackend(choice: BackendRequest): Promise<void>;
  /** Compares other estimators, at least one; kept when the new fixes are complete. */
  setEstimators(ids: readonly string[]): Promise<void>;
  /** Imposes another SNR, decibels; kept when the new fixes are complete. */
  setSnr(snrDb: number): Promise<void>;
  /** Selects a user and shows its stages, or nobody. */
  selectUser(user: number | null): void;
  /**
   * Moves a user at once on the map; its fix follows, the newest position first. Where it cannot stand it goes back to
   * where it last could.
   *
   * @param since when the pointer asked for it, milliseconds on the clock of `performance.now()`: an event's `timeStamp`
   */
  dragUser(user: number, position: Point, since?: number): void;
  /** The same by a step [x, y, z] from where the user is, metres, within the scene; the first refused step is the last. */
  stepUser(user: number, by: Point, since?: number): void;
  /**
   * Moves a user and waits for its new fix.
   *
   * @throws LabError 'bad-argument' outside the scene's bounds, 'too-close' where a user cannot stand
   */
  moveUser(user: number, position: Point): Promise<LocatedUser>;
  /** Ends the engine. */
  dispose(): void;
}

/** The versions after a change to everybody's fixes. */
function nextFixes({ fixesVersion, crowdVersion }: LabState): Pick<LabState, 'fixesVersion' | 'crowdVersion'> {
  return { fixesVersion: fixesVersion + 1, crowdVersion: crowdVersion + 1 };
}

/**
 * Joins an engine and a store.
 *
 * @param engine the running spine
 * @param store what the page shows
 */
export function createLab(engine: Engine, store: LabStore): Lab {
  let running: AbortController | null = null;
  let opening: AbortController | null = null;
  let resolveReady: () => void = () => undefined;
  let rejectReady: (error: LabError) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    resolveReady = resolve;
    rejectReady = reject;
  });
  // Whoever embeds the page may or may not listen; nobody listening is no defect.
  ready.catch(() => undefined);

  const needSession = (): SessionView => {
    const { session } = store.getState();
    if (session) return session;
    throw new LabError('bad-argument', 'No scene is open yet.', 'Wait for wavefix.ready first.');
  };

  const inspections = createInspections(engine, store);

  /** Says how far the page is; while a scene is being opened, that alone is told. */
  const announce = (): void => {
    if (opening) return;
    const { session, fixes } = store.getState();
    store.setState(
      running
        ? {
            phase: 'running',
            progress: { stage: 'fixes', done: fixes.answered, total: fixes.users, unit: 'users' },
          }
        : { phase: session ? 'ready' : 'failed', progress: null },
    );
  };

  const run = async (): Promise<void> => {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const { snrDb, estimators, truth } = store.getState();
    const fixes = createFixTable(truth.length / 3, estimators);
    store.setState((state) => ({ fixes, ...nextFixes(state) }));
    announce();
    let first = true;
    try {
      await engine.run(
        { snrDb, estimators },
        {
          signal: controller.signal,
          onBatch: (batch) => {
            if (running !== controller) return;
            applyBatch(fixes, batch);
            store.setState(nextFixes);
            announce();
            if (first) {
              first = false;
              resolveReady();
              inspections.look();
            }
          },
        },
      );
    } catch (cause) {
      const error = toLabError(cause);
      // The engine cancels a run when another takes its place, and that one may still keep the promise.
      if (running === controller && first && error.code !== 'cancelled') rejectReady(error);
      throw cause;
    } finally {
      if (running === controller) {
        running = null;
        announce();
      }
    }
  };

  const open = async (sceneId: string): Promise<SessionView> => {
    opening?.abort();
    const controller = new AbortController();
    opening = controller;
    store.setState({ phase: 'opening', progress: null });
    try {
      const session = await engine.open(
        { source: { kind: 'built-in', id: sceneId }, backend: store.getState().backendChoice },
        {
          signal: controller.signal,
          onProgress: (progress) => {
            if (opening === controller) store.setState({ progress });
          },
        },
      );
      if (opening === controller) opening = null;
      return session;
    } catch (cause) {
      if (opening === controller) {
        opening = null;
        announce(); // a run of the scene that stays open may still be going
      }
      throw cause;
    }
  };

  /** The scene of a link; one that cannot be opened gives way to the default, and the reader is told. */
  const openLinked = async (sceneId: string): Promise<SessionView> => {
    try {
      return await open(sceneId);
    } catch (cause) {
      const error = toLabError(cause);
      if (error.code !== 'unknown-id' || sceneId === DEFAULT_LINK.scene) throw error;
      notify(store, 'note', `${error.message} Scene ${DEFAULT_LINK.scene} is shown.`, error.hint);
      return open(DEFAULT_LINK.scene);
    }
  };

  const listScenes = (): void => {
    engine.scenes().then(
      (scenes) => store.setState({ scenes }),
      (cause: unknown) => notifyError(store, toLabError(cause)),
    );
  };

  const adopt = (session: SessionView, link: LinkState): void => {
    const { state, complaints } = checkLink(link, {
      estimators: session.estimators,
      users: session.truth.length / 3,
    });
    for (const complaint of complaints) notify(store, 'note', complaint);
    const known = session.estimators.map((one) => one.id);
    inspections.clear();
    store.setState((previous) => ({
      session,
      truth: Float64Array.from(session.truth),
      truthVersion: previous.truthVersion + 1,
      crowdVersion: previous.crowdVersion + 1,
      estimators: known.filter((id) => state.estimators.includes(id)),
      selectedUser: state.user,
      hoveredUser: null,
      located: null,
      inspection: null,
      highlightedPath: null,
    }));
  };

  return {
    store,
    ready,

    async start(link) {
      store.setState({ snrDb: link.snrDb, mode: link.mode, backendChoice: link.backend });
      try {
        const opened = openLinked(link.scene);
        listScenes();
        adopt(await opened, link);
        await run();
      } catch (cause) {
        const error = toLabError(cause);
        notifyError(store, error);
        if (!store.getState().session) rejectReady(error);
      }
    },

    async openScene(id) {
      const session = await open(id);
      adopt(session, {
        ...linkOf(store.getState()),
        scene: id,
        user: store.getState().selectedUser === null ? null : 0,
      });
      await run();
    },

    async setBackend(backendChoice) {
      const { scene } = needSession();
      const before = store.getState().backendChoice;
      store.setState({ backendChoice });
      try {
        adopt(await open(scene.id), linkOf(store.getState()));
      } catch (cause) {
        store.setState({ backendChoice: before });
        throw cause;
      }
      await run();
    },

    async setEstimators(ids) {
      const estimators = checkEstimators(needSession(), ids);
      store.setState({ estimators });
      await run();
    },

    async setSnr(snrDb) {
      needSession();
      checkSnr(snrDb);
      store.setState({ snrDb });
      await run();
    },

    selectUser(user) {
      if (user !== null) checkUser(needSession(), user);
      const { selectedUser } = store.getState();
      if (user === selectedUser) return;
      store.setState({ selectedUser: user, located: null, inspection: null, highlightedPath: null });
      inspections.look();
    },

    dragUser(user, position, since = performance.now()) {
      checkUser(needSession(), user);
      inspections.move(user, position, since, false);
    },

    stepUser(user, by, since = performance.now()) {
      const session = needSession();
      checkUser(session, user);
      const { truth } = store.getState();
      const to: Point = [truth[3 * user] + by[0], truth[3 * user + 1] + by[1], truth[3 * user + 2] + by[2]];
      inspections.move(user, clampToBounds(to, session.scene.bounds), since, true);
    },

    async moveUser(user, position) {
      const session = needSession();
      checkUser(session, user);
      checkPosition(session, position);
      const located = await engine.locate({ user, position });
      if (store.getState().session === session) inspections.adopt(located);
      return located;
    },

    dispose() {
      running?.abort();
      opening?.abort();
      engine.dispose();
    },
  };
}
