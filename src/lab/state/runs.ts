/** Finding everybody of the open scene: batches fill the table of fixes, and a newer run takes the place of an older one. */
import type { Engine } from '../../engine/frontend.ts';
import { toLabError, type LabError } from '../../errors/lab-error.ts';
import { applyBatch, createFixTable } from './fix-table.ts';
import type { LabState, LabStore } from './store.ts';

/** Runs of one engine. */
export interface Runs {
  /** Kept when the first batch of fixes is complete; rejected if the first run fails before that, or by `fail`. */
  readonly ready: Promise<void>;
  /** Finds everybody at the SNR and with the estimators of the store; kept when the fixes are complete. */
  run(): Promise<void>;
  /** Rejects `ready`, for nothing will be found. */
  fail(error: LabError): void;
  isRunning(): boolean;
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

/** Joins an engine's `run` and a store. */
export function createRuns(engine: Engine, store: LabStore, { onProgress, onFirstBatch }: RunEvents): Runs {
  let running: AbortController | null = null;
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
    cancel: () => running?.abort(),
    async run() {
      running?.abort();
      const controller = new AbortController();
      running = controller;
      const { snrDb, estimators, truth } = store.getState();
      const fixes = createFixTable(truth.length / 3, estimators);
      store.setState((state) => ({ fixes, ...nextFixes(state) }));
      onProgress();
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
          running = null;
          onProgress();
        }
      }
    },
  };
}
