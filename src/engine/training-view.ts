/** What the page and the worker that trains say to each other. Plain data, typed arrays given away. */
import type { BackendName } from '../compute/choice.ts';
import type { ModelFiles } from '../estimators/weights/format.ts';
import type { TrainingChoices, TrainingOffer } from '../training/choices.ts';
import type { ValidationPoint } from '../training/checkpoint.ts';
import type { TrainingCurve } from '../training/curve.ts';
import type { LossKind } from '../training/losses.ts';
import type { Progress } from './base.ts';
import type { OwnFacts, OwnModel } from './own-model.ts';

export type { OwnFacts, OwnModel, ModelFiles, TrainingChoices, TrainingCurve, TrainingOffer, ValidationPoint };

/** A training that was not finished, as the browser keeps it. */
export interface KeptTraining {
  readonly choices: TrainingChoices;
  readonly step: number;
  readonly totalSteps: number;
  /** False where the reader had paused it. */
  readonly wasRunning: boolean;
}

/** What can be trained on a dataset. */
export interface TrainingOffers {
  readonly dataset: string;
  readonly title: string;
  /** Why nothing can be trained there, or an empty string. */
  readonly unavailable: string;
  readonly positions: number;
  readonly networks: readonly TrainingOffer[];
  readonly passes: readonly number[];
  readonly draws: readonly number[];
  readonly rates: readonly [minimum: number, maximum: number];
  readonly kept: KeptTraining | null;
  /** The network that was trained, or brought along, on this dataset before. */
  readonly own: OwnModel | null;
}

/** What to train, and where. */
export interface TrainingRequest {
  readonly dataset: string;
  readonly choices: TrainingChoices;
  readonly backend: BackendName | 'auto';
  /** Goes on where the browser's checkpoint is. */
  readonly resume: boolean;
}

/** A run that is set up, before its first step. */
export interface BegunTraining {
  /** Steps that are done already. */
  readonly step: number;
  readonly totalSteps: number;
  /** Steps in which as many samples are drawn as there are training positions. */
  readonly stepsPerPass: number;
  readonly loss: LossKind;
  readonly parameters: number;
  /** Floating-point operations of one step. */
  readonly flopsPerStep: number;
  /** Complete reports that samples are drawn from. */
  readonly reports: number;
  readonly validationUsers: number;
  /** Where it is computed, and why. */
  readonly reason: string;
  readonly history: readonly ValidationPoint[];
}

/** What a training streams. */
export type TrainingEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'begun'; readonly begun: BegunTraining }
  | {
      readonly kind: 'steps';
      /** Steps that are done. */
      readonly step: number;
      /** Losses of those since the latest event. */
      readonly losses: Float32Array;
      /** Learning rate of the latest of them. */
      readonly rate: number;
      /** Milliseconds that they took, validation and waiting left out. */
      readonly milliseconds: number;
      /** Tensors that are held between two steps. */
      readonly tensors: number;
    }
  | {
      readonly kind: 'validation';
      readonly point: ValidationPoint;
      /** Errors of the validation users, metres; NaN without a fix. */
      readonly errors: Float64Array;
    }
  | { readonly kind: 'paused'; readonly isPaused: boolean }
  | { readonly kind: 'note'; readonly message: string; readonly hint: string };

/** How a training ended. */
export interface TrainingOutcome {
  readonly ended: 'complete' | 'stopped' | 'diverged';
  /** Why, where it diverged; else an empty string. */
  readonly reason: string;
  readonly step: number;
  /** The averaged weights of the best validation, their curve among the files; null where it diverged before there was one. */
  readonly files: readonly ModelFiles[] | null;
  /** What the validation says of them. */
  readonly best: ValidationPoint | null;
  readonly curve: TrainingCurve;
}

/** What can be asked of a training that is under way. */
export type Steering =
  | { readonly kind: 'pause' | 'resume' | 'stop' }
  /** Keep a checkpoint now: the page may be about to go. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'rate'; readonly learningRate: number };

/** Everything that the worker that trains can be asked. */
export interface TrainingCalls {
  offers: { request: { readonly dataset: string }; event: never; response: TrainingOffers };
  train: { request: TrainingRequest; event: TrainingEvent; response: TrainingOutcome };
  steer: { request: Steering; event: never; response: null };
  /** Throws away the unfinished training of a dataset. */
  forget: { request: { readonly dataset: string }; event: never; response: null };
}
