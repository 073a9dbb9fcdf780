/** What can be done on the page, without React: intents in, engine calls and store changes out. */
import type { BackendRequest, Engine, LocatedUser, SceneSource, SessionView } from '../../engine/frontend.ts';
import { LabError, toLabError } from '../../errors/lab-error.ts';
import { clampToBounds } from '../map/ray-plane.ts';
import { followSelection } from '../playback/follow-selection.ts';
import { createPlayer, type FrameClock, type Player } from '../playback/player.ts';
import { applyBatch, createFixTable } from './fix-table.ts';
import type { BroughtFiles } from './brought-files.ts';
import { followCoverage } from './coverage.ts';
import { createInspections } from './inspections.ts';
import { linkOf } from './link-sync.ts';
import { checkEstimators, checkPosition, checkSnr, checkUser, type Point } from './requests.ts';
import { bestSite, withSite } from './shown-link.ts';
import { notify, notifyError, type LabState, type LabStore } from './store.ts';
import { checkLink, DEFAULT_LINK, type LinkState } from './url-codec.ts';
import { createWorldEditing, type WorldEditing } from './world-editing.ts';

export type { Point };

/** The page's actions. */
export interface Lab {
  readonly store: LabStore;
  /** Sites and interactions by hand. */
  readonly world: WorldEditing;
  /** Leads the selected user along its route, until somebody moves a user by hand. */
  readonly player: Player;
  /**
   * Kept when the first batch of fixes is complete; rejected if the page cannot open a scene at all, or its first run
   * fails before that.
   */
  readonly ready: Promise<void>;
  /** Opens the scene of a link and finds its users. A failure becomes a notice. */
  start(link: LinkState): Promise<void>;
  /** Opens another scene; kept when its fixes are complete. What was open stays open if it fails. */
  openScene(id: string): Promise<void>;
  /** Opens a scene that somebody brings, like `openScene`; what was mended on the way becomes a notice. */
  openFiles(brought: BroughtFiles): Promise<void>;
  /** Stops opening; what was open stays open. */
  cancelOpening(): void;
  /** Computes elsewhere, or where the page thinks best; kept when the fixes from there are complete. */
  setBackend(choice: BackendRequest): Promise<void>;
  /** Compares other estimators, at least one; kept when the new fixes are complete. */
  setEstimators(ids: readonly string[]): Promise<void>;
  /** Imposes another SNR, or another offset to the link budget, decibels; kept when the new fixes are complete. */
  setSnr(snrDb: number): Promise<void>;
  /** Selects a user and shows its stages, or nobody. */
  selectUser(user: number | null): void;
  /** Shows the selected user's link to a site, or with null to the one that hears best. */
  showSite(site: number | null): void;
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

function builtIn(id: string): SceneSource {
  return { kind: 'built-in', id };
}

/** The frames of the page. */
const PAGE_FRAMES: FrameClock = {
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => cancelAnimationFrame(handle),
};

/**
 * Joins an engine and a store.
 *
 * @param engine the running spine
 * @param store what the page shows
 * @param frames when users on routes move
 */
export function createLab(engine: Engine, store: LabStore, frames = PAGE_FRAMES): Lab {
  let running: AbortController | null = null;
  let opening: AbortController | null = null;
  /** Where the open scene came from. */
  let source: SceneSource | null = null;
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
  const player = createPlayer(frames, (user, position) => inspections.move(user, position, performance.now(), false));
  const unfollow = followSelection(store, player);
  const world = createWorldEditing(engine, store, {
    onBusy: () => announce(),
    onArranged: () => run().catch((cause: unknown) => notifyError(store, toLabError(cause))),
  });

  const leaveCoverage = followCoverage(engine, store);

  engine.watchBackend((backend) => {
    store.setState({ backend });
    notify(store, 'note', backend.reason, 'Nothing is lost: what was being computed is computed again.');
  });

  /** Says how far the page is; while a scene is being opened, that alone is told. */
  const announce = (): void => {
    if (opening) return;
    const { session, fixes } = store.getState();
    if (world.isBusy()) {
      store.setState({ phase: 'running', progress: { stage: 'sites and paths', done: 0, total: 1, unit: 'steps' } });
      return;
    }
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

  const open = async (wanted: SceneSource): Promise<SessionView> => {
    opening?.abort();
    const controller = new AbortController();
    opening = controller;
    store.setState({ phase: 'opening', progress: null });
    try {
      const session = await engine.open(
        { source: wanted, backend: store.getState().backendChoice },
        {
          signal: controller.signal,
          onProgress: (progress) => {
            if (opening === controller) store.setState({ progress });
          },
        },
      );
      if (opening === controller) opening = null;
      source = wanted;
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
      return await open(builtIn(sceneId));
    } catch (cause) {
      const error = toLabError(cause);
      if (error.code !== 'unknown-id' || sceneId === DEFAULT_LINK.scene) throw error;
      notify(store, 'note', `${error.message} Scene ${DEFAULT_LINK.scene} is shown.`, error.hint);
      return open(builtIn(DEFAULT_LINK.scene));
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
      snr: session.snr,
    });
    for (const complaint of complaints) notify(store, 'note', complaint);
    const known = session.estimators.map((one) => one.id);
    const estimators = known.filter((id) => state.estimators.includes(id));
    inspections.clear();
    world.clear();
    store.setState((previous) => ({
      session,
      backend: session.backend,
      truth: Float64Array.from(session.truth),
      truthVersion: previous.truthVersion + 1,
      crowdVersion: previous.crowdVersion + 1,
      estimators,
      // One that cannot run here is taken up again where it can.
      wantedEstimators: known.filter((id) => link.estimators.includes(id)),
      sites: session.scene.sites,
      ownSites: session.scene.sites,
      tracing: session.tracing,
      ownTracing: session.tracing,
      selectedSite: null,
      isPlacingSite: false,
      shownSite: null,
      snrDb: state.snrDb,
      selectedUser: state.user,
      hoveredUser: null,
      located: null,
      inspection: null,
      highlightedPath: null,
    }));
  };

  /** What of the page's state goes along into another scene. */
  const linkInto = (session: SessionView): LinkState => {
    const state = store.getState();
    const { session: before, selectedUser, snrDb, wantedEstimators } = state;
    return {
      ...linkOf(state),
      estimators: wantedEstimators.length > 0 ? wantedEstimators : DEFAULT_LINK.estimators,
      scene: session.scene.id,
      user: before && selectedUser === null ? null : 0,
      // 6 dB imposed and 6 dB on top of a link budget have nothing in common.
      snrDb: before?.snr === session.snr ? snrDb : null,
    };
  };

  /** Tells what was done to a scene on its way in, and that no link leads back to it. */
  const tellBrought = ({ repairs, scene }: SessionView): void => {
    notify(
      store,
      'note',
      `${scene.title} is open.`,
      'It stays on this computer and is in no link: when the page is loaded again, bring it again.',
      repairs,
    );
  };

  return {
    store,
    world,
    player,
    ready,

    async start(link) {
      store.setState({ mode: link.mode, backendChoice: link.backend });
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
      const session = await open(builtIn(id));
      adopt(session, linkInto(session));
      await run();
    },

    async openFiles({ name, files }) {
      const session = await open({ kind: 'files', name, files });
      adopt(session, linkInto(session));
      tellBrought(session);
      await run();
    },

    cancelOpening() {
      opening?.abort();
    },

    async setBackend(backendChoice) {
      needSession();
      const { backendChoice: before, sites, ownSites, tracing, ownTracing, selectedUser } = store.getState();
      store.setState({ backendChoice });
      try {
        if (!source) throw new Error('A scene is open that came from nowhere.');
        const session = await open(source);
        adopt(session, { ...linkInto(session), user: selectedUser });
      } catch (cause) {
        store.setState({ backendChoice: before });
        throw cause;
      }
      const isChanged = sites !== ownSites || tracing !== ownTracing;
      if (!isChanged || !(await world.carryOver(sites, tracing))) await run();
    },

    async setEstimators(ids) {
      const estimators = checkEstimators(needSession(), ids);
      store.setState({ estimators, wantedEstimators: estimators });
      await run();
    },

    async setSnr(snrDb) {
      checkSnr(needSession(), snrDb);
      store.setState({ snrDb });
      await run();
    },

    selectUser(user) {
      if (user !== null) checkUser(needSession(), user);
      const { selectedUser, selectedSite } = store.getState();
      if (selectedSite !== null) store.setState({ selectedSite: null });
      if (user === selectedUser) return;
      store.setState({ selectedUser: user, located: null, inspection: null, highlightedPath: null, shownSite: null });
      inspections.look();
    },

    showSite(site) {
      store.setState(({ located }) => ({
        shownSite: site,
        located: located && withSite(located, site ?? bestSite(located.links)),
        highlightedPath: null,
      }));
      inspections.look();
    },

    dragUser(user, position, since = performance.now()) {
      checkUser(needSession(), user);
      player.pause();
      inspections.move(user, position, since, false);
    },

    stepUser(user, by, since = performance.now()) {
      const session = needSession();
      checkUser(session, user);
      player.pause();
      const { truth } = store.getState();
      const to: Point = [truth[3 * user] + by[0], truth[3 * user + 1] + by[1], truth[3 * user + 2] + by[2]];
      inspections.move(user, clampToBounds(to, session.scene.bounds), since, true);
    },

    async moveUser(user, position) {
      const session = needSession();
      checkUser(session, user);
      checkPosition(session, position);
      player.pause();
      const located = await engine.locate({ user, position });
      if (store.getState().session === session) inspections.adopt(located);
      return located;
    },

    dispose() {
      leaveCoverage();
      player.pause();
      unfollow();
      running?.abort();
      opening?.abort();
      engine.dispose();
    },
  };
}
