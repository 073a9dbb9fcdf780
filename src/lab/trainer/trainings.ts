/** Training in the page: one network at a time, in a worker beside the spine, which stays free for the map meanwhile. */
import type {
  Engine,
  ModelFiles,
  OwnFacts,
  Steering,
  Trainer,
  TrainingChoices,
  TrainingOutcome,
} from '../../engine/frontend.ts';
import { LabError, toLabError } from '../../errors/lab-error.ts';
import { notify, notifyError, type LabStore } from '../state/store.ts';
import {
  beginTraining,
  endTraining,
  firstChoices,
  hearTraining,
  idleTraining,
  isUnderWay,
  keptOf,
  ownNetwork,
  type TrainingState,
} from './training-state.ts';

/** Id of what is trained here. */
export const OWN = 'own';

/** What can be done about trainings. Failures become notices. */
export interface Trainings {
  /** Asks what can be trained on the open scene's dataset; a training that the page was closed on goes on. */
  look(): Promise<void>;
  /** The same where the page was closed on a training of the open scene's dataset, and nothing where it was not; says so. */
  wake(): Promise<void>;
  choose(changes: Partial<TrainingChoices>): void;
  /**
   * Begins the training that was chosen; kept when it has ended. Where its network would take the place of another, that is
   * asked first.
   */
  start(): Promise<void>;
  /** Does what would take the place of the own network. */
  replace(): Promise<void>;
  /** Leaves the own network where it is. */
  spare(): void;
  /** Goes on with the training that the browser keeps; asks like `start`. */
  goOn(): Promise<void>;
  /** Throws it away. */
  forget(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Ends the training with the best weights so far; while its set is still being measured, ends that. */
  stop(): void;
  /** Changes the learning rate's peak, also of a training that is under way. */
  setRate(learningRate: number): void;
  /** Shows the own network on the map, beside the shipped network of the same kind where there is one. */
  compare(): Promise<void>;
  /** Takes over the files of a model that somebody brings, and shows it on the map; asks first where there is one already. */
  bring(files: readonly ModelFiles[]): Promise<void>;
  dispose(): void;
}

/** What the trainings do to the rest of the page. */
export interface TrainingEffects {
  /** Opens a dataset. */
  readonly openDataset: (id: string) => Promise<void>;
  /** Compares estimators; kept when the fixes are complete. */
  readonly setEstimators: (ids: readonly string[]) => Promise<void>;
  /** Whether the page was closed on a training of a dataset. */
  readonly wasTraining: (dataset: string) => Promise<boolean>;
}

/** Joins an engine, a worker that trains and a store. */
export function createTrainings(
  engine: Pick<Engine, 'adoptModel'>,
  store: LabStore,
  effects: TrainingEffects,
  startTrainer: () => Trainer,
): Trainings {
  let trainer: Trainer | null = null;
  let waiting: AbortController | null = null;
  const needTrainer = (): Trainer => (trainer ??= startTrainer());
  const tell = (cause: unknown): void => notifyError(store, toLabError(cause));
  const change = (next: (state: TrainingState) => TrainingState): void =>
    store.setState(({ training }) => (training ? { training: next(training) } : {}));
  const steer = (steering: Steering): void => void needTrainer().steer(steering).catch(tell);

  const adopt = async (files: readonly ModelFiles[]): Promise<OwnFacts> => {
    const { estimators, facts, notKept } = await engine.adoptModel({ files });
    store.setState(({ session }) => (session ? { session: { ...session, estimators } } : {}));
    if (notKept) notify(store, 'note', 'What was trained is used, and gone when the page is closed.', notKept);
    return facts;
  };

  /** The own network, and what it is held against: the shipped one of its kind, or whoever is compared now. */
  const showOwn = async (kind: string | null): Promise<void> => {
    const { session, estimators } = store.getState();
    const isThere = session?.estimators.some(({ id, unavailable }) => id === kind && unavailable === '');
    const others = estimators.filter((id) => id !== OWN && id !== kind).slice(0, 3);
    await effects.setEstimators([...(kind && isThere ? [kind] : []), ...others, OWN]);
  };

  const run = async (resume: boolean): Promise<void> => {
    const { training, backendChoice } = store.getState();
    if (!training || isUnderWay(training) || training.offers.unavailable) return;
    const choices = resume ? (training.offers.kept?.choices ?? training.choices) : training.choices;
    const { dataset } = training.offers;
    const controller = new AbortController();
    waiting = controller;
    change((state) => beginTraining(state, choices));
    try {
      const outcome = await needTrainer().train(
        { dataset, choices, backend: backendChoice, resume },
        { signal: controller.signal, onEvent: (event) => change((state) => hearTraining(state, event)) },
      );
      change((state) => endTraining(state, outcome));
      await takeOver(dataset, outcome);
    } catch (cause) {
      change((state) => {
        const kept = keptOf(state) ?? training.offers.kept;
        return { ...idleTraining({ ...state.offers, kept }, choices), notes: state.notes };
      });
      tell(cause);
    } finally {
      if (waiting === controller) waiting = null;
    }
  };

  /** Makes an outcome an estimator, if its dataset is still open; else it is one when that is opened, as the browser keeps it. */
  const takeOver = async (dataset: string, { files, reason }: TrainingOutcome): Promise<void> => {
    if (reason)
      notify(store, 'error', reason, files ? 'The best weights before that are kept.' : 'There are no weights.');
    if (!files) return;
    const { session, training } = store.getState();
    if (session?.datasetId !== dataset) {
      const title = training?.offers.title ?? dataset;
      notify(store, 'note', `The training on ${title} has ended.`, 'Its network is there when that scene is opened.');
      return;
    }
    try {
      await adopt(files);
    } catch (cause) {
      tell(cause);
    }
  };

  /** Opens the dataset that the panel is about, where another is open. */
  const openOwnScene = async ({ offers }: TrainingState): Promise<void> => {
    if (store.getState().session?.datasetId !== offers.dataset) await effects.openDataset(offers.dataset);
  };

  const takeIn = async (training: TrainingState, files: readonly ModelFiles[]): Promise<void> => {
    try {
      await openOwnScene(training);
      const facts = await adopt(files);
      change((state) => ({ ...ownNetwork(state, { files, ...facts }), outcome: null }));
      await showOwn(null);
    } catch (cause) {
      tell(cause);
    }
  };

  const askAndRun = async (resume: boolean): Promise<void> => {
    const { training } = store.getState();
    if (!training || isUnderWay(training)) return;
    if (training.offers.own) change((state) => ({ ...state, replacing: { by: 'training', resume } }));
    else await run(resume);
  };

  const onHide = (): void => {
    const { training } = store.getState();
    if (document.visibilityState === 'hidden' && training && isUnderWay(training)) steer({ kind: 'keep' });
  };
  if (typeof document !== 'undefined') document.addEventListener('visibilitychange', onHide);

  const look = async (): Promise<void> => {
    const { session, training } = store.getState();
    if (!session || (training && isUnderWay(training))) return;
    if (session.datasetId === null) {
      store.setState({ training: null });
      return;
    }
    if (training?.offers.dataset === session.datasetId) return;
    try {
      const offers = await needTrainer().offers(session.datasetId);
      const now = store.getState();
      if (now.session?.datasetId !== offers.dataset) return;
      // Somebody else may have asked meanwhile, and gone on with a training.
      if (now.training && (isUnderWay(now.training) || now.training.offers.dataset === offers.dataset)) return;
      store.setState({
        training: idleTraining(offers, offers.unavailable ? NO_CHOICES : firstChoices(offers)),
      });
      if (!offers.kept?.wasRunning) return;
      if (now.room !== 'training') {
        const message = `The training on ${offers.title} goes on from step ${offers.kept.step}, where the page was closed on it.`;
        notify(store, 'note', message, '“Train” shows it, and stops it.');
      }
      await run(true);
    } catch (cause) {
      tell(cause);
    }
  };

  return {
    look,
    async wake() {
      const dataset = store.getState().session?.datasetId ?? null;
      if (dataset === null || !(await effects.wasTraining(dataset))) return;
      if (store.getState().session?.datasetId === dataset) await look();
    },
    choose: (changes) => change((state) => ({ ...state, choices: { ...state.choices, ...changes } })),
    start: () => askAndRun(false),
    async replace() {
      const { training } = store.getState();
      if (!training?.replacing) return;
      const { replacing } = training;
      change((state) => ({ ...state, replacing: null }));
      if (replacing.by === 'training') await run(replacing.resume);
      else await takeIn(training, replacing.files);
    },
    spare: () => change((state) => ({ ...state, replacing: null })),
    goOn: () => askAndRun(true),
    async forget() {
      const { training } = store.getState();
      if (!training) return;
      await needTrainer().forget(training.offers.dataset).catch(tell);
      change((state) => ({ ...state, offers: { ...state.offers, kept: null } }));
    },
    pause: () => steer({ kind: 'pause' }),
    resume: () => steer({ kind: 'resume' }),
    stop() {
      if (store.getState().training?.phase === 'preparing') {
        waiting?.abort();
        return;
      }
      change((state) => ({ ...state, phase: 'ending' }));
      steer({ kind: 'stop' });
    },
    setRate(learningRate) {
      change((state) => ({ ...state, choices: { ...state.choices, learningRate } }));
      const { training } = store.getState();
      if (training && isUnderWay(training)) steer({ kind: 'rate', learningRate });
    },
    async compare() {
      const { training } = store.getState();
      const own = training?.offers.own;
      if (!own) return;
      try {
        await openOwnScene(training);
        // The browser may not have kept it: what the panel speaks of is what is shown.
        await adopt(own.files);
        await showOwn(own.estimator);
      } catch (cause) {
        tell(cause);
      }
    },
    async bring(files) {
      const { training } = store.getState();
      if (files.length === 0) {
        tell(new LabError('bad-file', 'There is no model among these files.', 'Choose model.json and its shards.'));
        return;
      }
      // The training that is under way would take its place without a word.
      if (!training || isUnderWay(training)) return;
      if (training.offers.own) change((state) => ({ ...state, replacing: { by: 'files', files } }));
      else await takeIn(training, files);
    },
    dispose() {
      if (typeof document !== 'undefined') document.removeEventListener('visibilitychange', onHide);
      trainer?.dispose();
    },
  };
}

/** Of a dataset on which nothing can be trained. */
const NO_CHOICES: TrainingChoices = { estimator: 'pe-msrn', width: 1, learningRate: 1e-3, passes: 1, draws: 1 };
