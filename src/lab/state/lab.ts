/** What can be done on the page, without React: intents in, engine calls and store changes out. */
import type { Engine, EstimatorId, Inspection, SessionView } from '../../engine/frontend.ts';
import { LabError, toLabError } from '../../errors/lab-error.ts';
import { applyBatch, applyFixes, createFixTable } from './fix-table.ts';
import { createLatestWins } from './latest-wins.ts';
import { notify, notifyError, type LabStore } from './store.ts';
import { noteDrag } from './timings.ts';
import { checkLink, MAXIMUM_ESTIMATORS, SNR_RANGE, type LinkState } from './url-codec.ts';

/** A point, metres. */
export type Point = readonly [number, number, number];

/** The page's actions. */
export interface Lab {
  readonly store: LabStore;
  /** Kept when the first batch of fixes is complete; rejected if the page cannot open a scene at all. */
  readonly ready: Promise<void>;
  /** Opens the scene of a link and finds its users. A failure becomes a notice. */
  start(link: LinkState): Promise<void>;
  /** Opens another scene; kept when its fixes are complete. What was open stays open if it fails. */
  openScene(id: string): Promise<void>;
  /** Compares other estimators; kept when the new fixes are complete. */
  setEstimators(ids: readonly string[]): Promise<void>;
  /** Imposes another SNR, decibels; kept when the new fixes are complete. */
  setSnr(snrDb: number): Promise<void>;
  /** Selects a user and shows its stages, or nobody. */
  selectUser(user: number | null): void;
  /** Moves a user at once on the map; its fix follows, the newest position first. */
  dragUser(user: number, position: Point): void;
  /** Moves a user and waits for its new fix. */
  moveUser(user: number, position: Point): Promise<Inspection>;
  /** Ends the engine. */
  dispose(): void;
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

  const needUser = (user: number): void => {
    const users = needSession().truth.length / 3;
    if (Number.isInteger(user) && user >= 0 && user < users) return;
    throw new LabError('unknown-id', `There is no user ${user}.`, `Users are numbered 0 to ${users - 1}.`);
  };

  const show = (inspection: Inspection): void => {
    const { fixes, fixesVersion, selectedUser } = store.getState();
    applyFixes(fixes, inspection.user, inspection.fixes);
    store.setState({
      fixesVersion: fixesVersion + 1,
      ...(inspection.user === selectedUser ? { inspection } : {}),
    });
  };

  const place = (user: number, position: Point): void => {
    const { truth, truthVersion } = store.getState();
    truth.set(position, 3 * user);
    store.setState({ truthVersion: truthVersion + 1 });
  };

  /** Where the engine last had each dragged user, so that a refused move can be taken back. */
  const accepted = new Map<number, Point>();
  const inspections = createLatestWins<{ user: number; position?: Point; since?: number }>(
    async ({ user, position, since }) => {
      const { session } = store.getState();
      try {
        const inspection = await engine.inspect(position ? { user, position } : { user });
        if (store.getState().session !== session) return;
        if (position) accepted.set(user, position);
        show(inspection);
        if (since !== undefined) noteDrag(since);
      } catch (cause) {
        const error = toLabError(cause);
        // Dragging into a rack is no mistake worth a banner: the user stops where it last could stand.
        if (error.code !== 'too-close') notifyError(store, error);
        const back = accepted.get(user);
        const { truth } = store.getState();
        const unmoved = position?.every((coordinate, axis) => truth[3 * user + axis] === coordinate);
        if (back && unmoved) place(user, back);
      }
    },
  );

  const inspectSelected = (): void => {
    const { selectedUser } = store.getState();
    if (selectedUser !== null) inspections.request({ user: selectedUser });
  };

  const run = async (): Promise<void> => {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const { snrDb, estimators, truth } = store.getState();
    const users = truth.length / 3;
    const fixes = createFixTable(users, estimators);
    store.setState((state) => ({
      phase: 'running',
      fixes,
      fixesVersion: state.fixesVersion + 1,
      progress: { stage: 'fixes', done: 0, total: users, unit: 'users' },
    }));
    let first = true;
    await engine.run(
      { snrDb, estimators },
      {
        signal: controller.signal,
        onBatch: (batch) => {
          if (running !== controller) return;
          applyBatch(fixes, batch);
          store.setState((state) => ({
            fixesVersion: state.fixesVersion + 1,
            progress: { stage: 'fixes', done: fixes.answered, total: users, unit: 'users' },
          }));
          if (first) {
            first = false;
            resolveReady();
            inspectSelected();
          }
        },
      },
    );
    if (running !== controller) return;
    running = null;
    store.setState({ phase: 'ready', progress: null });
  };

  const open = async (sceneId: string): Promise<SessionView> => {
    opening?.abort();
    const controller = new AbortController();
    opening = controller;
    const before = store.getState();
    store.setState({ phase: 'opening', progress: null });
    try {
      return await engine.open(
        { sceneId, backend: 'auto' },
        {
          signal: controller.signal,
          onProgress: (progress) => {
            if (opening === controller) store.setState({ progress });
          },
        },
      );
    } catch (cause) {
      store.setState({ phase: before.session ? 'ready' : 'failed', progress: null });
      throw cause;
    }
  };

  const adopt = (session: SessionView, link: LinkState): void => {
    const { state, complaints } = checkLink(link, {
      estimators: session.estimators,
      users: session.truth.length / 3,
    });
    for (const complaint of complaints) notify(store, 'note', complaint);
    const known = session.estimators.map((one) => one.id);
    accepted.clear();
    store.setState((previous) => ({
      session,
      truth: Float64Array.from(session.truth),
      truthVersion: previous.truthVersion + 1,
      estimators: known.filter((id) => state.estimators.includes(id)),
      selectedUser: state.user,
      hoveredUser: null,
      inspection: null,
      highlightedPath: null,
    }));
  };

  const currentLink = (): LinkState => {
    const { session, estimators, selectedUser, snrDb, themeChoice, mode } = store.getState();
    return { scene: session?.scene.id ?? '', estimators, user: selectedUser, snrDb, theme: themeChoice, mode };
  };

  return {
    store,
    ready,

    async start(link) {
      store.setState({ snrDb: link.snrDb, mode: link.mode });
      try {
        adopt(await open(link.scene), link);
        await run();
      } catch (cause) {
        const error = toLabError(cause);
        notifyError(store, error);
        if (!store.getState().session) rejectReady(error);
      }
    },

    async openScene(id) {
      const session = await open(id);
      adopt(session, { ...currentLink(), scene: id, user: store.getState().selectedUser === null ? null : 0 });
      await run();
    },

    async setEstimators(ids) {
      const session = needSession();
      const chosen: EstimatorId[] = [];
      for (const id of new Set(ids)) {
        const known = session.estimators.find((one) => one.id === id);
        if (!known) {
          throw new LabError(
            'unknown-id',
            `There is no estimator "${id}".`,
            `Estimators of this scene: ${session.estimators.map((one) => one.id).join(', ')}.`,
          );
        }
        if (known.unavailable) {
          throw new LabError('unsupported', `${known.title} cannot run here.`, known.unavailable);
        }
        chosen.push(known.id);
      }
      if (chosen.length > MAXIMUM_ESTIMATORS) {
        throw new LabError(
          'bad-argument',
          `${chosen.length} estimators were asked for.`,
          `Compare at most ${MAXIMUM_ESTIMATORS} at once.`,
        );
      }
      store.setState({ estimators: chosen });
      await run();
    },

    async setSnr(snrDb) {
      needSession();
      if (!(snrDb >= SNR_RANGE.minimum && snrDb <= SNR_RANGE.maximum)) {
        throw new LabError(
          'bad-argument',
          `An SNR of ${snrDb} dB is outside the range.`,
          `Choose ${SNR_RANGE.minimum} to ${SNR_RANGE.maximum} dB.`,
        );
      }
      store.setState({ snrDb });
      await run();
    },

    selectUser(user) {
      if (user !== null) needUser(user);
      const { selectedUser } = store.getState();
      if (user === selectedUser) return;
      store.setState({ selectedUser: user, inspection: null, highlightedPath: null });
      inspectSelected();
    },

    dragUser(user, position) {
      const since = performance.now();
      needUser(user);
      const { truth } = store.getState();
      if (!accepted.has(user)) accepted.set(user, [truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]]);
      place(user, position);
      inspections.request({ user, position, since });
    },

    async moveUser(user, position) {
      needUser(user);
      if (position.length !== 3 || !position.every(Number.isFinite)) {
        throw new LabError(
          'bad-argument',
          'The new position is not three finite numbers.',
          'Give [x, y, z] in metres.',
        );
      }
      const inspection = await engine.inspect({ user, position });
      accepted.set(user, position);
      place(user, position);
      show(inspection);
      return inspection;
    },

    dispose() {
      running?.abort();
      opening?.abort();
      engine.dispose();
    },
  };
}
