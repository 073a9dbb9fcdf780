/** What can be done on the page, without React: intents in, engine calls and store changes out. */
import type {
  BackendRequest,
  Engine,
  LocatedUser,
  NetworkAnatomyView,
  NumberRequest,
  NumberView,
  PaperReport,
  SessionView,
} from '../../engine/frontend.ts';
import { createTrainer, wasTraining } from '../../engine/frontend.ts';
import { LabError, toLabError } from '../../errors/lab-error.ts';
import { followIntervals } from '../comparison/follow-intervals.ts';
import { followLimits } from '../comparison/follow-limits.ts';
import { followTrack } from '../comparison/follow-track.ts';
import { createSweeps, type Sweeps } from '../comparison/sweeps.ts';
import { createDenoising, type Denoising } from '../denoising/denoising.ts';
import { clampToBounds } from '../map/ray-plane.ts';
import { followSelection } from '../playback/follow-selection.ts';
import { createPlayer, type FrameClock, type Player } from '../playback/player.ts';
import { createTrainings, type Trainings } from '../trainer/trainings.ts';
import { adoptSession, linkInto, tellBrought } from './adopt-session.ts';
import type { BroughtFiles } from './brought-files.ts';
import { followCoverage } from './coverage.ts';
import { createInspections } from './inspections.ts';
import { builtIn, createOpening } from './opening.ts';
import { checkEstimators, checkPosition, checkSnr, checkUser, checkUserCount, type Point } from './requests.ts';
import { createRuns } from './runs.ts';
import { createScenePreviews } from './scene-previews.ts';
import { bestSite, withSite } from './shown-link.ts';
import { notify, notifyError, type LabState, type LabStore } from './store.ts';
import type { LinkState } from './url-codec.ts';
import { createWorldEditing, type WorldEditing } from './world-editing.ts';

export type { Point };

/** The page's actions. */
export interface Lab {
  readonly store: LabStore;
  /** Sites and interactions by hand. */
  readonly world: WorldEditing;
  /** Leads users along their routes, until somebody moves one by hand. */
  readonly player: Player;
  /** Posteriors that are sampled while somebody watches. */
  readonly denoising: Denoising;
  /** Errors against SNR. */
  readonly sweeps: Sweeps;
  /** Networks of one's own. */
  readonly trainings: Trainings;
  /**
   * Kept when the first batch of fixes is complete; rejected if the page cannot open a scene at all, or its first run
   * fails before that.
   */
  readonly ready: Promise<void>;
  /** Opens the scene of a link and finds its users. A failure becomes a notice. */
  start(link: LinkState): Promise<void>;
  /** Builds what the list of scenes shows of them. */
  previewScenes(): Promise<void>;
  /** Opens another scene; kept when its fixes are complete. What was open stays open if it fails. */
  openScene(id: string): Promise<void>;
  /**
   * Shows the users of an evaluation as some estimators find them; kept when the fixes are complete. Users who are open already
   * are not opened again, unless they were moved or are heard otherwise by now.
   *
   * @param address of the users, as `evaluatedAddress` writes it
   * @param snrDb of every link, or an offset to what each drew, decibels
   * @throws LabError 'unknown-id' for what does not exist, 'bad-argument' where no estimator can run there
   */
  showEvaluated(address: string, estimators: readonly string[], snrDb: number): Promise<void>;
  /** The first network in use taken apart for a user; null without one, or without a report. */
  dissectNetwork(user: number): Promise<NetworkAnatomyView | null>;
  /** How one number of it comes about; null for what is no sum. */
  explainNumber(request: NumberRequest): Promise<NumberView | null>;
  /** The PE-MSRN paper's tables with ours beside them. */
  readPaper(): Promise<PaperReport>;
  /** Opens a scene that somebody brings, like `openScene`; what was mended on the way becomes a notice. */
  openFiles(brought: BroughtFiles): Promise<void>;
  /** Stops opening; what was open stays open. */
  cancelOpening(): void;
  /** Finds as many users of the open scene, as far as it has them; kept when their fixes are complete. */
  setUserCount(users: number): Promise<void>;
  /** Leaves those without a fix who have not been found yet; another wish begins anew. */
  stopFinding(): void;
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
   * @throws LabError 'bad-argument' outside the scene's bounds, 'too-close' at a surface
   */
  moveUser(user: number, position: Point): Promise<LocatedUser>;
  /** Ends the engine. */
  dispose(): void;
}

/** Whether an address is open, with its users where they were and heard as they were. */
function isAsOpened(
  { session, askedUsers, truth, sites, ownSites, tracing, ownTracing }: LabState,
  address: string,
): boolean {
  return (
    session?.opensAs === address &&
    askedUsers === null &&
    sites === ownSites &&
    tracing === ownTracing &&
    truth.every((coordinate, i) => coordinate === session.truth[i])
  );
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
  const needSession = (): SessionView => {
    const { session } = store.getState();
    if (session) return session;
    throw new LabError('bad-argument', 'No scene is open yet.', 'Wait for wavefix.ready first.');
  };

  /** Says how far the page is; while a scene is being opened, that alone is told. */
  const announce = (): void => {
    if (opening.isOpening()) return;
    const { session, fixes } = store.getState();
    const arranging = world.progress();
    if (arranging) {
      store.setState({ phase: 'running', progress: arranging });
      return;
    }
    store.setState(
      runs.isRunning()
        ? {
            phase: 'running',
            progress: runs.awaited() ?? { stage: 'fixes', done: fixes.answered, total: fixes.users, unit: 'users' },
          }
        : { phase: session ? 'ready' : 'failed', progress: null },
    );
  };

  const tell = (cause: unknown): void => notifyError(store, toLabError(cause));

  const inspections = createInspections(engine, store);
  const player = createPlayer(frames, {
    onPosition: (user, position) => inspections.move(user, position, performance.now(), false),
    onOthers: (users, positions) => inspections.lead(users, positions),
  });
  const unfollow = followSelection(store, player);
  // A run of the scene that stays open may still be going when another cannot be opened.
  const opening = createOpening(engine, store, announce);
  const runs = createRuns(engine, store, { onProgress: announce, onFirstBatch: () => inspections.look() });
  const world = createWorldEditing(engine, store, { onProgress: announce, onArranged: () => runs.run().catch(tell) });
  const leaveCoverage = followCoverage(engine, store);
  const leaveLimits = followLimits(engine, store);
  const leaveTrack = followTrack(engine, store);
  const leaveIntervals = followIntervals(engine, store);
  const sweeps = createSweeps(engine, store);

  engine.watchBackend((backend) => {
    const isSame = backend.reason === store.getState().backend?.reason;
    store.setState({ backend });
    const { reason } = isSame ? backend.preprocessing : backend;
    notify(store, 'note', reason, 'Nothing is lost: what was being computed is computed again.');
  });

  const adopt = (session: SessionView, link: LinkState): void => {
    inspections.clear();
    world.clear();
    adoptSession(store, session, link);
    void trainings.wake();
  };

  /**
   * Opens the open scene anew, with what was changed in it by hand.
   *
   * @param undo called where it cannot be opened, and what was open stays
   */
  const reopen = async (users: number | null, undo: () => void = () => undefined): Promise<void> => {
    const { sites, ownSites, tracing, ownTracing, selectedUser, estimators } = store.getState();
    try {
      const session = await opening.reopen(estimators, users ?? undefined);
      adopt(session, { ...linkInto(store.getState(), session), users, user: selectedUser });
    } catch (cause) {
      undo();
      throw cause;
    }
    const isChanged = sites !== ownSites || tracing !== ownTracing;
    if (!isChanged || !(await world.carryOver(sites, tracing))) await runs.run();
  };

  const selectUser = (user: number | null): void => {
    if (user !== null) checkUser(needSession(), user);
    const { selectedUser, selectedSite } = store.getState();
    if (selectedSite !== null) store.setState({ selectedSite: null });
    if (user === selectedUser) return;
    store.setState({ selectedUser: user, located: null, inspection: null, highlightedPath: null, shownSite: null });
    inspections.look();
  };

  const denoising = createDenoising(engine, store, frames, selectUser);

  const openScene = async (id: string): Promise<void> => {
    const session = await opening.open(builtIn(id), store.getState().wantedEstimators);
    adopt(session, linkInto(store.getState(), session));
    await runs.run();
  };

  const setEstimators = async (ids: readonly string[]): Promise<void> => {
    const estimators = checkEstimators(needSession(), ids);
    store.setState({ estimators, wantedEstimators: estimators });
    await runs.run();
  };

  const effects = { openDataset: openScene, setEstimators, wasTraining };
  const trainings = createTrainings(engine, store, effects, createTrainer);

  return {
    store,
    world,
    player,
    denoising,
    sweeps,
    trainings,
    ready: runs.ready,

    async start(link) {
      store.setState({
        mode: link.mode,
        backendChoice: link.backend,
        isComparing: link.compare === 'open' && !link.isPlaying,
        room: link.isPlaying ? 'denoising' : link.room === 'none' ? null : link.room,
      });
      try {
        const opened = opening.openLinked(link);
        engine.scenes().then((scenes) => store.setState({ scenes }), tell);
        adopt(await opened, link);
        if (link.isPlaying) denoising.startShow();
        await runs.run();
      } catch (cause) {
        const error = toLabError(cause);
        notifyError(store, error);
        if (!store.getState().session) runs.fail(error);
      }
    },

    openScene,

    async showEvaluated(address, wanted, snrDb) {
      if (!isAsOpened(store.getState(), address)) {
        const session = await opening.open(builtIn(address), wanted);
        adopt(session, { ...linkInto(store.getState(), session), estimators: wanted, snrDb });
      }
      const session = needSession();
      const estimators = checkEstimators(session, wanted);
      checkSnr(session, snrDb);
      store.setState({ estimators, wantedEstimators: estimators, snrDb });
      await runs.run();
    },

    dissectNetwork: (user) => engine.dissect(user),

    explainNumber: (request) => engine.explain(request),

    readPaper: () => engine.paper(),

    async openFiles({ name, files }) {
      const session = await opening.open({ kind: 'files', name, files }, store.getState().wantedEstimators);
      adopt(session, linkInto(store.getState(), session));
      tellBrought(store, session);
      await runs.run();
    },

    previewScenes: createScenePreviews(engine, store),

    cancelOpening: () => opening.cancel(),

    async setUserCount(users) {
      checkUserCount(needSession(), users);
      await reopen(users);
    },

    stopFinding: () => runs.cancel(),

    async setBackend(backendChoice) {
      needSession();
      const { backendChoice: before, askedUsers } = store.getState();
      store.setState({ backendChoice });
      await reopen(askedUsers, () => store.setState({ backendChoice: before }));
    },

    setEstimators,

    async setSnr(snrDb) {
      checkSnr(needSession(), snrDb);
      store.setState({ snrDb });
      await runs.run();
    },

    selectUser(user) {
      denoising.stopShow();
      selectUser(user);
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
      leaveLimits();
      leaveTrack();
      denoising.dispose();
      leaveIntervals();
      sweeps.dispose();
      trainings.dispose();
      player.pause();
      unfollow();
      runs.cancel();
      opening.cancel();
      engine.dispose();
    },
  };
}
