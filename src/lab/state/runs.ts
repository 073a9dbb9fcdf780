/** Finding everybody of the open scene: batches fill the table of fixes, and a newer run takes the place of an older one. */
import type { Engine, EstimatorView, Progress } from '../../engine/frontend.ts';
import { toLabError, type LabError } from '../../errors/lab-error.ts';
import { applyBatch, createFixTable } from './fix-table.ts';
import { notify, type LabState, type LabStore } from './store.ts';

/** Runs of one engine. */
export interface Runs {
  /** Kept when the first batch of fixes is complete; rejected if the first run fails before that, or by `fail`. */
  readonly ready: Promise<void>;
  /** Finds everybody at the SNR and with the estimators of the store; kept when the fixes are complete. */
  run(): Promise<void>;
  /** Rejects `ready`, for nothing will be found. */
  fail(error: LabError): void;
  isRunning(): boolean;
  /** Weights that a run waits for, or null. */
  awaited(): Progress | null;
  cancel(): void;
}

/** What the rest of the page does about a run. */
export interface RunEvents {
  /** More is known, or `isRunning` has changed. */
  readonly onProgress: () => void;
  /** The first batch of a run is there. */
  readonly onFirstBatch: () => void;
}

/** The versions after a change to everybody's fixes. */
function nextFixes({ fixesVersion, crowdVersion }: LabState): Pick<LabState, 'fixesVersion' | 'crowdVersion'> {
  return { fixesVersion: fixesVersion + 1, crowdVersion: crowdVersion + 1 };
}

/**
 * How much a crowd has to grow before it is drawn anew, part of what was drawn last. To draw it takes time in proportion to its
 * number: drawn with every batch, ten thousand users would cost as much as the square of their number says.
 */
const GROWTH = 0.02;

/** Whether enough users were answered since the crowd was drawn last. */
export function isWorthDrawing(answered: number, drawn: number): boolean {
  return answered >= drawn * (1 + GROWTH);
}

/** Takes estimators whose weights turned out to be broken out of the comparison, and says so. */
function leaveOut(store: LabStore, list: readonly EstimatorView[]): void {
  const { session, estimators } = store.getState();
  if (!session) return;
  const broken = list.filter(({ id, unavailable }) => unavailable !== '' && estimators.includes(id));
  store.setState({
    session: { ...session, estimators: list },
    estimators: estimators.filter((id) => !broken.some((one) => one.id === id)),
  });
  for (const { title, unavailable } of broken) notify(store, 'error', `${title} is left out: ${unavailable}`);
}

/** Joins an engine's `run` and a store. */
export function createRuns(engine: Engine, store: LabStore, { onProgress, onFirstBatch }: RunEvents): Runs {
  let running: AbortController | null = null;
  let awaited: Progress | null = null;
  let resolveReady: () => void = () => undefined;
  let rejectReady: (error: LabError) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    resolveReady = resolve;
    rejectReady = reject;
  });
  // Whoever embeds the page may or may not listen; nobody listening is no defect.
  ready.catch(() => undefined);

  return {
    ready,
    fail: (error) => rejectReady(error),
    isRunning: () => running !== null,
    awaited: () => awaited,
    cancel: () => running?.abort(),
    async run() {
      running?.abort();
      const controller = new AbortController();
      running = controller;
      awaited = null;
      const { snrDb, estimators, truth } = store.getState();
      const fixes = createFixTable(truth.length / 3, estimators);
      store.setState((state) => ({ fixes, ...nextFixes(state) }));
      onProgress();
      let first = true;
      let drawn = 0;
      const draw = (): void => {
        drawn = fixes.answered;
        store.setState(nextFixes);
      };
      try {
        await engine.run(
          { snrDb, estimators },
          {
            signal: controller.signal,
            onProgress: (progress) => {
              if (running !== controller) return;
              awaited = progress;
              onProgress();
            },
            onEstimators: (list) => {
              if (running === controller) leaveOut(store, list);
            },
            onBatch: (batch) => {
              if (running !== controller) return;
              awaited = null;
              applyBatch(fixes, batch);
              if (isWorthDrawing(fixes.answered, drawn)) draw();
              onProgress();
              if (!first) return;
              first = false;
              resolveReady();
              onFirstBatch();
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
          if (fixes.answered > drawn) draw();
          running = null;
          awaited = null;
          onProgress();
        }
      }
    },
  };
}
