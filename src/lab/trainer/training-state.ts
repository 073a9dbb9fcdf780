/** What the page knows of its training, and how each thing that the worker tells changes it. Plain data, no clock. */
import type {
  BegunTraining,
  KeptTraining,
  ModelFiles,
  OwnModel,
  Progress,
  TrainingChoices,
  TrainingEvent,
  TrainingOffers,
  TrainingOutcome,
  ValidationPoint,
} from '../../engine/frontend.ts';

/** How far a training is. `ending` waits for the step that is under way. */
export type TrainingPhase = 'idle' | 'preparing' | 'running' | 'paused' | 'ending' | 'done';

/** Errors of the validation users at one step. */
export interface ValidationErrors {
  readonly step: number;
  /** Metres; NaN without a fix. */
  readonly errors: Float64Array;
}

/** What is about to take the place of the own network, of which a browser keeps one for each dataset. */
export type Replacement =
  | { readonly by: 'training'; readonly resume: boolean }
  | { readonly by: 'files'; readonly files: readonly ModelFiles[] };

/** See the file's head. */
export interface TrainingState {
  /** What can be trained on the dataset, and on which. */
  readonly offers: TrainingOffers;
  readonly choices: TrainingChoices;
  readonly phase: TrainingPhase;
  /** What is waited for while `preparing`. */
  readonly progress: Progress | null;
  readonly begun: BegunTraining | null;
  /** Steps that are done. */
  readonly step: number;
  /** Step of the first loss below. */
  readonly firstStep: number;
  /** Loss of every step since then. */
  readonly losses: readonly number[];
  /** Learning rate of the latest step; NaN before the first. */
  readonly rate: number;
  /** Milliseconds of the latest steps, each on average; NaN before the first. */
  readonly stepMilliseconds: number;
  /** Fewest and most tensors held between two steps; NaN before the first. */
  readonly tensors: readonly [fewest: number, most: number];
  readonly validations: readonly ValidationPoint[];
  /** The distributions of the validation errors that this page has seen, oldest first. */
  readonly errors: readonly ValidationErrors[];
  readonly outcome: TrainingOutcome | null;
  /** Waits for the reader's word. */
  readonly replacing: Replacement | null;
  /** What the reader has to know, a sentence or two each. */
  readonly notes: readonly string[];
}

/** Share that the newest steps have in the mean time of a step. */
const PACE_SHARE = 0.25;

/** A dataset of which nothing is being trained. */
export function idleTraining(offers: TrainingOffers, choices: TrainingChoices): TrainingState {
  return {
    ...{ offers, choices, phase: 'idle', progress: null, begun: null, step: 0, firstStep: 0, losses: [] },
    ...{ rate: NaN, stepMilliseconds: NaN, tensors: [NaN, NaN], validations: [], errors: [], outcome: null },
    ...{ replacing: null, notes: [] },
  };
}

/** The choices that a panel shows first: those of the unfinished training, or the standard ones of the first network. */
export function firstChoices({ kept, networks }: TrainingOffers): TrainingChoices {
  return kept?.choices ?? networks[0].standard;
}

/** A training that has been asked for. */
export function beginTraining({ offers }: TrainingState, choices: TrainingChoices): TrainingState {
  return { ...idleTraining({ ...offers, kept: null }, choices), phase: 'preparing' };
}

/** What an event changes. */
export function hearTraining(state: TrainingState, event: TrainingEvent): TrainingState {
  switch (event.kind) {
    case 'progress':
      return { ...state, progress: event.progress };
    case 'begun': {
      const { begun } = event;
      return {
        ...state,
        phase: state.phase === 'preparing' ? 'running' : state.phase,
        ...{ begun, step: begun.step, firstStep: begun.step, losses: [], validations: begun.history, progress: null },
      };
    }
    case 'steps': {
      const { step, losses, rate, milliseconds, tensors } = event;
      const each = milliseconds / Math.max(1, losses.length);
      const before = state.stepMilliseconds;
      const [fewest, most] = state.tensors;
      return {
        ...state,
        ...{ step, rate, losses: [...state.losses, ...losses] },
        tensors: Number.isNaN(fewest) ? [tensors, tensors] : [Math.min(fewest, tensors), Math.max(most, tensors)],
        stepMilliseconds: Number.isNaN(before) ? each : before + PACE_SHARE * (each - before),
      };
    }
    case 'validation': {
      const { point, errors } = event;
      return {
        ...state,
        validations: [...state.validations, point],
        errors: [...state.errors, { step: point.step, errors }],
      };
    }
    case 'paused':
      return { ...state, phase: event.isPaused ? 'paused' : state.phase === 'paused' ? 'running' : state.phase };
    case 'note':
      return { ...state, notes: [...state.notes, `${event.message} ${event.hint}`] };
    default:
      return event satisfies never;
  }
}

/** A training that has ended; what came out of it, if anything did, is the own network now. */
export function endTraining(state: TrainingState, outcome: TrainingOutcome): TrainingState {
  const { files, best, curve } = outcome;
  const ended: TrainingState = { ...state, phase: 'done', outcome, step: outcome.step, progress: null };
  if (!files) return ended;
  return ownNetwork(ended, {
    files,
    estimator: curve.model,
    best: best && { step: best.step, mean_m: best.score },
  });
}

/** Another own network. */
export function ownNetwork(state: TrainingState, own: OwnModel): TrainingState {
  return { ...state, offers: { ...state.offers, own }, replacing: null };
}

/** An unfinished training as it could be gone on with. */
export function keptOf({ choices, step, begun }: TrainingState): KeptTraining | null {
  return begun && { choices, step, totalSteps: begun.totalSteps, wasRunning: false };
}

/** Whether something is being trained. */
export function isUnderWay({ phase }: TrainingState): boolean {
  return phase !== 'idle' && phase !== 'done';
}

/** Seconds until the schedule ends, at the latest pace; NaN while that is not known. */
export function secondsLeft({ begun, step, stepMilliseconds }: TrainingState): number {
  return begun ? ((begun.totalSteps - step) * stepMilliseconds) / 1000 : NaN;
}

/** Seconds that a pass over the training positions takes, at the latest pace; NaN while that is not known. */
export function secondsPerPass({ begun, stepMilliseconds }: TrainingState): number {
  return begun ? (begun.stepsPerPass * stepMilliseconds) / 1000 : NaN;
}
