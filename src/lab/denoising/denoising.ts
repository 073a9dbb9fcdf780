/**
 * The denoising stage without React: keeps the clouds of the selected user beside it while the stage is open, lets the reader change
 * sites, seed and the step to go on from, and goes through users by itself where it is told to.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type Engine,
  type Inspection,
  type KnowledgeStage,
  type SamplerId,
  type SessionView,
} from '../../engine/frontend.ts';
import type { FrameClock } from '../playback/player.ts';
import { createPace } from '../state/pace.ts';
import type { LabStore } from '../state/store.ts';
import { followArrows } from './arrows.ts';
import { companionOf, keepCompanion } from './companion.ts';
import { createDenoisingPlayer, shownStep, type DenoisingPlayer } from './denoising-player.ts';
import { CLOSED_STAGE, numbersOf, type DenoisingState } from './denoising-state.ts';
import { createRefinement } from './refinement.ts';
import { createSampling } from './sampling.ts';
import { sampleRun, type SampledRun, type SamplingOptions } from './scripted-run.ts';
import { createShow } from './show.ts';
import { centreAt, countVoices, TOGETHER } from './trace.ts';

/** Name of the measure of the work that a step costs the page. */
export const STEP_MEASURE = 'wavefix denoising step';

/** How soon a user that was moved is sampled anew, milliseconds since it rests. */
const REST = { most: 4000, least: 350 } as const;

/** The stage. */
export interface Denoising {
  readonly store: StoreApi<DenoisingState>;
  readonly player: DenoisingPlayer;
  /** Switches a site on or off in what all say together. */
  setListening(site: number, isListening: boolean): void;
  /** Switches every site on. */
  listenToAll(): void;
  /** Draws other noise: from the beginning, or into the samples where they are. */
  reseed(): void;
  setSamples(samples: number): void;
  /** Shows one sampler's clouds, and beside them, where asked for, the fused cloud of the one that goes the other way. */
  setSampler(sampler: SamplerId, isBeside?: boolean): void;
  setFromHere(isFromHere: boolean): void;
  setPriorOut(isPriorOut: boolean): void;
  setShown(shown: Partial<Pick<DenoisingState, 'showsAlone' | 'showsField'>>): void;
  /** Stops the sampling that is on its way; what was there before stays. */
  cancel(): void;
  /** Samples anew. */
  again(): void;
  /** Refines what all sites found together against the ray-traced channel. */
  refine(until?: KnowledgeStage): Promise<void>;
  /** Gives up the refinement that is under way. */
  stopRefining(): void;
  /**
   * Samples a user for a program, whatever is on the stage.
   *
   * @throws LabError see `sampleRun`
   */
  sample(user: number, options: SamplingOptions): Promise<SampledRun>;
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
  let asked: Question | null = null;
  let wanted: Question | null = null;
  /** The session that was on the page last. */
  let known: SessionView | null = null;

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
    // No step is shown that the trace does not have.
    if (next.trace !== undefined) player.load(next.trace?.steps ?? 0);
    store.setState(next);
    redraw();
  };

  const player = createDenoisingPlayer(frames, updateStep, () => void endShown());

  const userOf = (): number | null => asked?.inspection.user ?? null;

  const followField = followArrows(engine, {
    state: () => store.getState(),
    step: () => shownStep(player.store.getState()),
    change,
  });

  const companion = keepCompanion(engine, (next) => {
    if (store.getState().isBeside) change({ companion: next });
  });

  /** The other sampler at what this one was last asked. */
  const followCompanion = (): void => {
    const { sampler, isBeside, trace, samples, seed, isPriorOut, listening } = store.getState();
    const { session } = page.getState();
    if (!isBeside || !trace || !session || countVoices(trace, listening) === 0) {
      companion.cancel();
      if (store.getState().companion) change({ companion: null });
      return;
    }
    const other = companionOf(sampler);
    const clouds = [numbersOf(store.getState())];
    const request = { user: trace.user, sampler: other, clouds, samples, seed, prior: isPriorOut, from: null };
    void companion.ask(request, absence(session, other));
  };

  const sampling = createSampling(engine, {
    state: () => store.getState(),
    tell: (next) => store.setState(next),
    change,
    user: userOf,
    step: () => player.store.getState().step,
    // What it refines is about to go.
    onBegin: () => refinement.cancel(),
    onWhole(isFirst) {
      if (isFirst) player.play();
      followCompanion();
      if (page.getState().isShowing) show.survey();
    },
    onPart(isBranch) {
      if (isBranch) player.play();
      followCompanion();
    },
    // While nobody stands by who would press anything, others may fare better.
    onNone(why) {
      if (page.getState().isShowing) show.next(why === 'unheard');
    },
  });

  /** Why a sampler cannot run here, or an empty string. */
  const absence = ({ estimators }: SessionView, sampler: SamplerId): string =>
    estimators.find(({ id }) => id === sampler)?.unavailable ?? 'It is not part of this build.';

  const begin = (question: Question): void => {
    const isOther = question.inspection.user !== asked?.inspection.user || question.session !== asked?.session;
    const isSamePlace = question.session.scene.id === asked?.session.scene.id;
    asked = question;
    const { inspection, session } = question;
    const sites = session.scene.sites.length;
    const { listening } = store.getState();
    // The reader's choice of sites outlives the user; who goes through users alone listens to all.
    const isChosen = listening.length === sites && !(isOther && page.getState().isShowing);
    change({
      truth: inspection.position,
      listening: isChosen && isSamePlace ? listening : new Array<boolean>(sites).fill(true),
      ...(isOther ? { trace: null, companion: null, refined: null, field: null } : {}),
    });
    void sampling.all();
  };

  const pace = createPace(
    () => {
      if (wanted) begin(wanted);
    },
    REST.most,
    REST.least,
  );

  const giveUp = (): void => {
    sampling.giveUp();
    refinement.cancel();
    companion.cancel();
  };

  const leave = (): void => {
    giveUp();
    stopShow();
    show.forget();
    player.pause();
    pace.cancel();
    asked = null;
    wanted = null;
    sampling.forget();
    const { samples, sampler, isBeside } = store.getState();
    store.setState({ ...CLOSED_STAGE, samples, sampler, isBeside });
    player.load(0);
    if (page.getState().denoising) page.setState({ denoising: null });
  };

  const follow = (): void => {
    const { room, session, phase, inspection, selectedUser, snrDb } = page.getState();
    if (session !== known) {
      known = session;
      // Whom the show would go on to was found in another world, and need not be in this one.
      show.forget();
    }
    if (room !== 'denoising') {
      if (asked || wanted || store.getState().status.kind !== 'waiting') leave();
      return;
    }
    if (!session) return;
    const reason = absence(session, store.getState().sampler);
    if (reason) {
      if (asked || wanted) leave();
      const { status } = store.getState();
      if (status.kind !== 'absent' || status.reason !== reason) store.setState({ status: { kind: 'absent', reason } });
      return;
    }
    if (phase === 'opening' || selectedUser === null || inspection?.user !== selectedUser) return;
    if (wanted?.inspection === inspection && wanted.session === session && wanted.snrDb === snrDb) return;
    // Somebody else is looked at: nobody waits for the one before.
    if (inspection.user !== userOf()) giveUp();
    wanted = { session, inspection, snrDb };
    pace.request();
  };
  const unsubscribe = page.subscribe(follow);

  const listen = (listening: readonly boolean[]): void => {
    stopShow();
    const { trace } = store.getState();
    if (!listening.includes(true) || (trace && countVoices(trace, listening) === 0)) {
      giveUp();
      change({ listening, status: { kind: 'silent' }, companion: null, refined: null, field: null });
      return;
    }
    change({ listening });
    void sampling.some([TOGETHER], false);
  };

  const refinement = createRefinement(engine, {
    onShare: (refining) => store.setState({ refining }),
    onFailed: (reason) => store.setState({ status: { kind: 'failed', reason } }),
  });

  const refine = async (until: KnowledgeStage = 'per-site'): Promise<void> => {
    const { trace, listening } = store.getState();
    const user = userOf();
    // Noise that nobody has moved is no fix.
    if (!trace || user === null || countVoices(trace, listening) === 0) return;
    const refined = await refinement.run({ user, start: centreAt(trace, trace.steps, TOGETHER), until });
    if (refined && store.getState().trace === trace) change({ refined });
  };

  const show = createShow(engine, {
    isOn: () => page.getState().isShowing,
    user: userOf,
    hasTrace: () => store.getState().trace !== null,
    question: () => ({ sampler: store.getState().sampler, seed: store.getState().seed }),
    select: selectUser,
    play: () => player.play(),
    fail: (reason) => store.setState({ status: { kind: 'failed', reason } }),
  });

  /** What follows the last step while the stage goes through users by itself. */
  const endShown = async (): Promise<void> => {
    if (!page.getState().isShowing) return;
    await refine();
    if (page.getState().isShowing) show.next(false);
  };

  const stopShow = (): void => {
    show.stop();
    if (page.getState().isShowing) page.setState({ isShowing: false });
  };

  return {
    store,
    player,
    refine,
    stopRefining() {
      stopShow();
      refinement.cancel();
    },
    stopShow,
    setListening: (site, isListening) =>
      listen(store.getState().listening.map((is, i) => (i === site ? isListening : is))),
    listenToAll: () => listen(store.getState().listening.map(() => true)),
    reseed() {
      stopShow();
      const { seed, trace } = store.getState();
      store.setState({ seed: seed + 1 });
      void sampling.some(trace ? trace.clouds.map((_, cloud) => cloud) : [], true);
    },
    setSamples(samples) {
      stopShow();
      store.setState({ samples });
      if (asked) void sampling.all();
    },
    setSampler(sampler, isBeside = false) {
      stopShow();
      show.forget();
      const isOther = sampler !== store.getState().sampler;
      store.setState({ sampler, isBeside });
      if (!isOther) {
        followCompanion();
        return;
      }
      giveUp();
      sampling.forget();
      change({ trace: null, companion: null, refined: null, field: null });
      const { session } = page.getState();
      if (asked && session && absence(session, sampler) === '') void sampling.all();
      else {
        follow();
        // Who was asked for has waited long enough where the other sampler could not run.
        if (wanted) pace.now();
      }
    },
    setFromHere: (isFromHere) => store.setState({ isFromHere }),
    setPriorOut(isPriorOut) {
      stopShow();
      store.setState({ isPriorOut });
      if (asked) void sampling.all();
    },
    setShown: (shown) => change(shown),
    cancel() {
      stopShow();
      giveUp();
      store.setState({ status: { kind: 'stopped' } });
    },
    again: () => void sampling.all(),
    sample: async (user, options) => sampleRun(engine, page.getState().session, user, options),
    startShow() {
      // One user over and over would never come to the next.
      player.setLooping(false);
      page.setState({ isShowing: true });
      if (!store.getState().trace) return;
      show.survey();
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
