/**
 * One training in the page: the same loop as the terminal's, between whose steps messages are heard, and whose checkpoints the
 * browser keeps. A graphics processor that fails gives way to the next backend, from the latest checkpoint on.
 */
import { startBackend, type WasmPaths } from '../compute/backend.ts';
import type { BackendChoice } from '../compute/choice.ts';
import { installWasmGradients } from '../compute/wasm-gradients.ts';
import type { OpenDataset } from '../datasets/definition.ts';
import type { LabError } from '../errors/lab-error.ts';
import { toLabError } from '../errors/lab-error.ts';
import { countFlops, countParameters } from '../estimators/blocks/cost.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import { bestPoint } from '../training/checkpoint.ts';
import { writeCurve } from '../training/curve.ts';
import type { Experiment } from '../training/experiment.ts';
import { trainNetwork } from '../training/loop.ts';
import { judgeErrors, prepareExperiment } from '../training/prepare.ts';
import { learningRate } from '../training/schedule.ts';
import { countTensors } from '../training/tensor-count.ts';
import type { BrowserStore } from './browser-store.ts';
import { keepRun, type KeptRun } from './kept-training.ts';
import { keepOwnModel, withCurve } from './own-model.ts';
import type { TrainingSet } from './training-set.ts';
import type { Steering, TrainingEvent, TrainingOutcome, TrainingRequest } from './training-view.ts';
import type { Turns } from './turns.ts';

/** What a run works with. */
export interface TrainingRunInput {
  readonly dataset: OpenDataset;
  readonly experiment: Experiment;
  readonly choices: TrainingRequest['choices'];
  readonly backend: TrainingRequest['backend'];
  readonly set: TrainingSet;
  readonly kept: KeptRun | null;
  readonly store: BrowserStore;
  readonly turns: Pick<Turns, 'breathe'>;
  readonly wasmPaths: WasmPaths | undefined;
  readonly emit: (event: TrainingEvent) => void;
  readonly signal: AbortSignal;
}

/** A run that is under way. */
export interface TrainingRun {
  steer(this: void, steering: Steering): void;
  readonly outcome: Promise<TrainingOutcome>;
}

/** Losses are told at most so often, milliseconds. */
const TELL_MILLISECONDS = 120;
/** A checkpoint is kept at least so often, milliseconds. */
const KEEP_MILLISECONDS = 10_000;

/** Begins a run, or goes on with the one that was kept. */
export function startTraining(input: TrainingRunInput): TrainingRun {
  const { dataset, experiment, choices, store, turns, emit, signal } = input;
  const { schedule, batchSize } = experiment.loop;
  let latest: Checkpoint | undefined = input.kept?.checkpoint;
  let rateFactor = input.kept?.rateFactor ?? 1;
  let isPaused = false;
  let isStopping = false;
  let mustKeep = false;
  let isStoreRefusing = false;
  let lastKept = performance.now();
  let wake: () => void = () => undefined;
  signal.addEventListener('abort', () => wake(), { once: true });

  const keep = async (checkpoint: Checkpoint): Promise<void> => {
    latest = checkpoint;
    mustKeep = false;
    lastKept = performance.now();
    if (isStoreRefusing) return;
    try {
      await keepRun(store, dataset, experiment, { choices, rateFactor, wasRunning: !isPaused, checkpoint });
    } catch (cause) {
      isStoreRefusing = true;
      const { message } = toLabError(cause);
      emit({
        kind: 'note',
        message: `${message} The training goes on, and no checkpoint of it is kept.`,
        hint: 'Leave this tab open until it is done.',
      });
    }
  };

  /** Lets messages in, and waits for as long as the reader wants. */
  const pass = async (snapshot: () => Promise<Checkpoint>): Promise<boolean> => {
    await turns.breathe();
    signal.throwIfAborted();
    if (mustKeep || performance.now() - lastKept > KEEP_MILLISECONDS) await keep(await snapshot());
    if (!isPaused) return !isStopping;
    await keep(await snapshot());
    emit({ kind: 'paused', isPaused });
    while (isPaused && !isStopping && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
    signal.throwIfAborted();
    emit({ kind: 'paused', isPaused: false });
    return !isStopping;
  };

  const attempt = async (backend: BackendChoice, deviceFailure: () => LabError | null): Promise<TrainingOutcome> => {
    if (backend.name === 'wasm') installWasmGradients();
    const prepared = prepareExperiment(experiment, dataset, input.set.training, input.set.validation);
    try {
      const { model } = prepared;
      const positions = input.set.training.users;
      emit({
        kind: 'begun',
        begun: {
          step: latest?.step ?? 0,
          totalSteps: schedule.totalSteps,
          stepsPerPass: positions / batchSize,
          loss: experiment.loop.loss,
          parameters: countParameters(model),
          // Forward, and backward for activations and for weights.
          flopsPerStep: 3 * countFlops(model) * batchSize,
          reports: prepared.reports,
          validationUsers: input.set.validation.users.count,
          reason: backend.reason,
          history: latest?.history ?? [],
        },
      });
      let errors: Float64Array = new Float64Array(0);
      const validate = async (): Promise<ReturnType<typeof judgeErrors>> => {
        errors = await prepared.errors();
        return judgeErrors(errors);
      };
      let losses: number[] = [];
      let worked = 0;
      let stepStart = 0;
      let lastTold = -Infinity;
      const tell = (step: number): void => {
        if (losses.length === 0) return;
        const rate = learningRate(schedule, step - 1) * rateFactor;
        emit({
          kind: 'steps',
          ...{ step, losses: Float32Array.from(losses), rate, milliseconds: worked, tensors: countTensors() },
        });
        losses = [];
        worked = 0;
        lastTold = performance.now();
      };
      const result = await trainNetwork({
        model,
        configuration: experiment.loop,
        nextBatch: prepared.nextBatch,
        validate,
        resume: latest,
        rateFactor: () => rateFactor,
        async beforeStep(step, snapshot) {
          const failure = deviceFailure();
          if (failure) throw failure;
          const isGoingOn = await pass(snapshot);
          stepStart = performance.now();
          if (!isGoingOn) tell(step);
          return isGoingOn;
        },
        onStep(step, loss) {
          const now = performance.now();
          losses.push(loss);
          worked += now - stepStart;
          if (now - lastTold > TELL_MILLISECONDS) tell(step);
        },
        async onCheckpoint(point, checkpoint) {
          tell(point.step);
          emit({ kind: 'validation', point, errors });
          await keep(checkpoint);
        },
      });
      const { checkpoint, divergence } = result;
      tell(checkpoint.step);
      let { history } = result;
      if (history.length === 0 && !divergence && checkpoint.step > 0) {
        // Stopped early: what is in the model is judged all the same.
        const point = { step: checkpoint.step, trainingLoss: NaN, ...(await validate()) };
        history = [point];
        emit({ kind: 'validation', point, errors });
      }
      const best = bestPoint(history) ?? null;
      const curve = writeCurve(experiment, positions, history);
      return {
        ended: divergence ? 'diverged' : checkpoint.step < schedule.totalSteps ? 'stopped' : 'complete',
        reason: divergence ? `${divergence.message} ${divergence.hint}` : '',
        step: checkpoint.step,
        files: best ? withCurve(await prepared.encode(), curve) : null,
        best,
        curve,
      };
    } finally {
      prepared.model.dispose();
    }
  };

  /** Keeps what came out, whichever scene is open by now, and only then throws the checkpoint away: one of them is always there. */
  const settle = async ({ files }: TrainingOutcome): Promise<void> => {
    const { id } = dataset.definition;
    try {
      if (files) await keepOwnModel(store, id, files);
      await store.delete('trainings', id);
    } catch (cause) {
      const { message } = toLabError(cause);
      emit({
        kind: 'note',
        message: `${message} What was trained is in this page alone.`,
        hint: 'Save it as files before the page is closed.',
      });
    }
  };

  const work = async (): Promise<TrainingOutcome> => {
    for (let requested = input.backend; ;) {
      emit({ kind: 'progress', progress: { stage: 'starting the backend', done: 0, total: 1, unit: 'steps' } });
      let failure: LabError | null = null;
      const backend = await startBackend({
        requested,
        wasmPaths: input.wasmPaths,
        onDeviceError: (error) => (failure ??= error),
      });
      try {
        const outcome = await attempt(backend, () => failure);
        await settle(outcome);
        return outcome;
      } catch (cause) {
        signal.throwIfAborted();
        if (backend.name !== 'webgpu') throw cause;
        const { message } = toLabError(failure ?? cause);
        emit({
          kind: 'note',
          message: `The graphics processor failed: ${message}`,
          hint: `The training goes on with WebAssembly from step ${latest?.step ?? 0}.`,
        });
        requested = 'wasm';
      }
    }
  };

  return {
    steer(steering) {
      switch (steering.kind) {
        case 'pause':
          isPaused = true;
          return;
        case 'resume':
          isPaused = false;
          break;
        case 'stop':
          isStopping = true;
          break;
        case 'keep':
          mustKeep = true;
          break;
        case 'rate':
          rateFactor = steering.learningRate / schedule.peak;
          return;
        default:
          steering satisfies never;
      }
      wake();
    },
    outcome: work(),
  };
}
