/**
 * The denoising stage without React: keeps the clouds of the selected user beside it while the stage is open, lets the reader change
 * sites, seed and the step to go on from, and goes through users by itself where it is told to.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type DenoiseRequest,
  type DenoisingTrace,
  type Engine,
  type Inspection,
  type PosteriorSpread,
  type SessionView,
} from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import type { FrameClock } from '../playback/player.ts';
import { createPace } from '../state/pace.ts';
import type { LabStore } from '../state/store.ts';
import { createDenoisingPlayer, shownStep, type DenoisingPlayer } from './denoising-player.ts';
import { CLOSED_STAGE, type DenoisingState } from './denoising-state.ts';
import { choosePlaylist, nextIn } from './playlist.ts';
import { pullGrid } from './pull-grid.ts';
import { centreAt, joinTraces, takeClouds, TOGETHER } from './trace.ts';

/** Name of the measure of the work that a step costs the page. */
export const STEP_MEASURE = 'wavefix denoising step';

/** How soon a user that was moved is sampled anew, milliseconds since it rests. */
const REST = { most: 4000, least: 350 } as const;

/** How long a user's end is looked at before the next one's beginning, milliseconds. */
const HOLD = 4500;

/** Users among whom those to show are chosen. */
const SURVEYED = 24;

/** Fused clouds that are kept, so that a site which is switched back is there at once. */
const KEPT = 24;

/** The stage. */
export interface Denoising {
  readonly store: StoreApi<DenoisingState>;
  readonly player: DenoisingPlayer;
  /** Switches a site on or off in what all say together. */
  setListening(site: number, isListening: boolean): void;
  /** Draws other noise: from the beginning, or into the samples where they are. */
  reseed(): void;
  setSamples(samples: number): void;
  setFromHere(isFromHere: boolean): void;
  setPriorOut(isPriorOut: boolean): void;
  setShown(shown: Partial<Pick<DenoisingState, 'showsAlone' | 'showsField'>>): void;
  /** Stops the sampling that is on its way; what was there before stays. */
  cancel(): void;
  /** Samples anew. */
  again(): void;
  /** Refines what all sites found together against the ray-traced channel. */
  refine(): Promise<void>;
  /** Goes through telling users by itself, until somebody touches anything. */
  startShow(): void;
  stopShow(): void;
  /** Calls back for every step that is shown, and for whatever else changes the picture; returns a function that ends it. */
  onPicture(listener: () => void): () => void;
  dispose(): void;
}

/** What decides a user's clouds. */
interface Question {
  readonly session: SessionView;
  readonly inspection: Inspection;
  readonly snrDb: number;
}

/**
 * Joins an engine and the page's store.
 *
 * @param selectUser shows another user
 */
export function createDenoising(
  engine: Engine,
  page: LabStore,
  frames: FrameClock,
  selectUser: (user: number) => void,
): Denoising {
  const store = createStore<DenoisingState>(() => CLOSED_STAGE);
  const listeners = new Set<() => void>();
  const kept = new Map<string, DenoisingTrace>();
  let asked: Question | null = null;
  let wanted: Question | null = null;
  let running: AbortController | null = null;
  let surveying: AbortController | null = null;
  let spreads: PosteriorSpread[] = [];
  let holding: ReturnType<typeof setTimeout> | undefined;
  let isPulling = false;

  /** The one place that shows a step: map, curve, lens and rail follow. */
  const updateStep = (step: number): void => {
    const start = performance.now();
    const state = store.getState();
    page.setState({ denoising: state.trace ? { ...state, trace: state.trace, step } : null });
    for (const listener of listeners) listener();
    // Whoever observes has it all the same; a page that runs for days must not keep it.
    performance.clearMeasures(STEP_MEASURE);
    performance.measure(STEP_MEASURE, { start });
    void followField();
  };

  const redraw = (): void => updateStep(shownStep(player.store.getState()));

  const change = (next: Partial<DenoisingState>): void => {
    store.setState(next);
    redraw();
  };

  const player = createDenoisingPlayer(frames, updateStep, () => void endShown());

  const userOf = (): number | null => asked?.inspection.user ?? null;

  const numbersOf = ({ listening }: DenoisingState): number[] => listening.flatMap((is, site) => (is ? [site] : []));

  /** Arrows for the step on the page, the newest first. */
  const followField = async (): Promise<void> => {
    const { showsField, trace, truth, sampler, field } = store.getState();
    const step = shownStep(player.store.getState());
    const sites = numbersOf(store.getState());
    if (!showsField || !trace || isPulling || field?.step === step || sites.length === 0) return;
    isPulling = true;
    const sigma = trace.sigma[step];
    const positions = pullGrid(truth, sigma);
    try {
      const pull = await engine.pull({ user: trace.user, sampler, sites, positions: positions.slice(), sigma });
      if (store.getState().trace === trace) change({ field: { step, positions, pull } });
    } catch (cause) {
      const { message } = toLabError(cause);
      store.setState({ showsField: false, status: { kind: 'failed', reason: message } });
    } finally {
      isPulling = false;
    }
  };

  /** One run of the worker; null where it was given up or nobody hears. */
  const ask = async (
    request: Omit<DenoiseRequest, 'user' | 'sampler' | 'samples' | 'prior'>,
  ): Promise<DenoisingTrace | null> => {
    const user = userOf();
    if (user === null) return null;
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const { sampler, samples, isPriorOut } = store.getState();
    store.setState({ status: { kind: 'working', done: 0, total: 1 }, refined: null, field: null });
    try {
      const answer = await engine.denoise(
        { user, sampler, samples, prior: isPriorOut, ...request },
        {
          signal: controller.signal,
          onProgress: ({ done, total }) => {
            if (running === controller) store.setState({ status: { kind: 'working', done, total } });
          },
        },
      );
      if (running !== controller) return null;
      if (answer.kind === 'trace') {
        store.setState({ status: { kind: 'ready' } });
        return answer.trace;
      }
      store.setState({ trace: null, status: { kind: 'unheard', reason: answer.reason } });
      redraw();
      if (page.getState().isShowing) showNext(0);
    } catch (cause) {
      const { code, message, hint } = toLabError(cause);
      if (running === controller && code !== 'cancelled') {
        store.setState({ status: { kind: 'failed', reason: `${message} ${hint}` } });
      }
    }
    return null;
  };

  /** All clouds of the asked user, from noise on. */
  const sampleAll = async (isPlayed: boolean): Promise<void> => {
    const { listening, seed } = store.getState();
    const alone = listening.map((_, site) => [site]);
    const trace = await ask({ clouds: [numbersOf(store.getState()), ...alone], seed, from: null });
    if (!trace) return;
    kept.clear();
    change({ trace });
    player.load(trace.steps);
    if (isPlayed) {
      player.seek(0);
      player.play();
    }
    redraw();
    if (page.getState().isShowing && !surveying) void survey();
  };

  /** Some clouds anew, from the chosen step or from noise. */
  const sampleSome = async (clouds: readonly number[], isStirred: boolean): Promise<void> => {
    const { trace, seed, isFromHere } = store.getState();
    if (!trace) return sampleAll(false);
    const { step } = player.store.getState();
    const sites = clouds.map((cloud) => (cloud === TOGETHER ? numbersOf(store.getState()) : trace.clouds[cloud]));
    const isBranch = isFromHere && step > 0 && step < trace.steps;
    const from = isBranch ? { step, positions: takeClouds(trace, step, clouds), isStirred } : null;
    const key = JSON.stringify([sites, seed]);
    const part = (from ? undefined : kept.get(key)) ?? (await ask({ clouds: sites, seed, from }));
    if (!part) return;
    if (!from) keep(key, part);
    const whole = store.getState().trace;
    if (!whole) return;
    change({ trace: joinTraces(whole, part, clouds), status: { kind: 'ready' }, refined: null, field: null });
    if (from) player.play();
  };

  const keep = (key: string, part: DenoisingTrace): void => {
    kept.set(key, part);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(oldest);
    }
  };

  const absence = ({ estimators }: SessionView): string => {
    const { sampler } = store.getState();
    return estimators.find(({ id }) => id === sampler)?.unavailable ?? 'It is not part of this build.';
  };

  const begin = (question: Question): void => {
    const isOther = question.inspection.user !== asked?.inspection.user || question.session !== asked?.session;
    asked = question;
    const { inspection, session } = question;
    const sites = session.scene.sites.length;
    const { listening } = store.getState();
    const isSame = !isOther && listening.length === sites && listening.includes(true);
    change({
      truth: inspection.position,
      listening: isSame ? listening : new Array<boolean>(sites).fill(true),
      ...(isOther ? { trace: null, refined: null, field: null } : {}),
    });
    void sampleAll(isOther);
  };

  const pace = createPace(
    () => {
      if (wanted) begin(wanted);
    },
    REST.most,
    REST.least,
  );

  const leave = (): void => {
    running?.abort();
    stopShow();
    player.pause();
    pace.cancel();
    asked = null;
    wanted = null;
    kept.clear();
    spreads = [];
    store.setState({ ...CLOSED_STAGE, samples: store.getState().samples });
    player.load(0);
    if (page.getState().denoising) page.setState({ denoising: null });
  };

  const follow = (): void => {
    const { room, session, phase, inspection, selectedUser, snrDb } = page.getState();
    if (room !== 'denoising') {
      if (asked || wanted || store.getState().status.kind !== 'waiting') leave();
      return;
    }
    if (!session) return;
    const reason = absence(session);
    if (reason) {
      if (asked || wanted) leave();
      const { status } = store.getState();
      if (status.kind !== 'absent' || status.reason !== reason) store.setState({ status: { kind: 'absent', reason } });
      return;
    }
    if (phase === 'opening' || selectedUser === null || inspection?.user !== selectedUser) return;
    if (wanted?.inspection === inspection && wanted.session === session && wanted.snrDb === snrDb) return;
    // Somebody else is looked at: nobody waits for the one before.
    if (inspection.user !== userOf()) running?.abort();
    wanted = { session, inspection, snrDb };
    pace.request();
  };
  const unsubscribe = page.subscribe(follow);

  const refine = async (): Promise<void> => {
    const { trace } = store.getState();
    const user = userOf();
    if (!trace || user === null || store.getState().isRefining) return;
    store.setState({ isRefining: true });
    try {
      const refined = await engine.refine({ user, start: centreAt(trace, trace.steps, TOGETHER) });
      if (store.getState().trace === trace) change({ refined });
    } catch (cause) {
      store.setState({ status: { kind: 'failed', reason: toLabError(cause).message } });
    } finally {
      store.setState({ isRefining: false });
    }
  };

  /** What follows the last step while the stage goes through users by itself. */
  const endShown = async (): Promise<void> => {
    if (!page.getState().isShowing) return;
    await refine();
    if (page.getState().isShowing) showNext(HOLD);
  };

  const showNext = (wait: number): void => {
    clearTimeout(holding);
    holding = setTimeout(() => {
      if (!page.getState().isShowing) return;
      const next = nextIn(choosePlaylist(spreads), userOf());
      if (next !== null && next !== userOf()) selectUser(next);
      else player.play();
      // Nobody is known yet who could be shown instead of one whom nobody hears.
      if (next === null && !store.getState().trace) showNext(HOLD);
    }, wait);
  };

  const survey = async (): Promise<void> => {
    const controller = new AbortController();
    surveying = controller;
    const { sampler, seed } = store.getState();
    try {
      await engine.survey(
        { sampler, users: SURVEYED, seed },
        { signal: controller.signal, onSpread: (spread) => void spreads.push(spread) },
      );
    } catch (cause) {
      const { code, message } = toLabError(cause);
      if (code !== 'cancelled') store.setState({ status: { kind: 'failed', reason: message } });
    }
  };

  const stopShow = (): void => {
    clearTimeout(holding);
    surveying?.abort();
    surveying = null;
    if (page.getState().isShowing) page.setState({ isShowing: false });
  };

  return {
    store,
    player,
    refine,
    stopShow,
    setListening(site, isListening) {
      stopShow();
      const listening = store.getState().listening.map((is, i) => (i === site ? isListening : is));
      if (!listening.includes(true)) {
        running?.abort();
        change({ listening, status: { kind: 'silent' }, refined: null, field: null });
        return;
      }
      change({ listening });
      void sampleSome([TOGETHER], false);
    },
    reseed() {
      stopShow();
      const { seed, trace } = store.getState();
      store.setState({ seed: seed + 1 });
      void sampleSome(trace ? trace.clouds.map((_, cloud) => cloud) : [], true);
    },
    setSamples(samples) {
      store.setState({ samples });
      if (asked) void sampleAll(false);
    },
    setFromHere: (isFromHere) => store.setState({ isFromHere }),
    setPriorOut(isPriorOut) {
      store.setState({ isPriorOut });
      if (asked) void sampleAll(false);
    },
    setShown: (shown) => change(shown),
    cancel() {
      running?.abort();
      running = null;
      store.setState({ status: { kind: 'stopped' } });
    },
    again: () => void sampleAll(true),
    startShow() {
      page.setState({ isShowing: true });
      const { trace } = store.getState();
      if (!trace) return;
      if (!surveying) void survey();
      player.play();
    },
    onPicture(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      unsubscribe();
      leave();
    },
  };
}
