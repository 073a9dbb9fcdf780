/** The side of the worker that trains: one training at a time, steered by messages between its steps. */
import type { WasmPaths } from '../compute/backend.ts';
import { fromWebWorker } from '../compute/web-workers.ts';
import { createWorkerPool } from '../compute/worker-pool.ts';
import { openDataset, type OpenDataset } from '../datasets/definition.ts';
import { findDataset, findPositionsDataset } from '../datasets/registry.ts';
import { datasetUsers } from '../datasets/users.ts';
import { LabError } from '../errors/lab-error.ts';
import {
  chosenExperiment,
  DRAW_CHOICES,
  offerTraining,
  PASS_CHOICES,
  RATE_RANGE,
  trainableOn,
} from '../training/choices.ts';
import { validationRequest } from '../training/prepare.ts';
import { openBrowserStore } from './browser-store.ts';
import { readKept } from './kept-training.ts';
import { readOwnFiles } from './own-model.ts';
import type { Handlers } from './rpc.ts';
import { alone } from './training-lock.ts';
import { startTraining, type TrainingRun } from './training-run.ts';
import { loadTrainingSet, type TrainingSetControl } from './training-set.ts';
import type { SoundingsResult, SoundingsSetup, SoundingsTask } from './training-soundings.ts';
import type { TrainingCalls, TrainingOffers } from './training-view.ts';
import { createTurns } from './turns.ts';

/**
 * The handlers of the worker that trains.
 *
 * @param wasmPaths where the wasm binaries lie, from the bundler
 */
export function createTrainingBackend(wasmPaths: WasmPaths | undefined): Handlers<TrainingCalls> {
  const store = openBrowserStore();
  const turns = createTurns();
  let running: TrainingRun | null = null;
  let isBusy = false;

  return {
    async offers({ dataset: id }) {
      const definition = findDataset(id);
      const { title } = definition;
      const common = { dataset: id, title, passes: PASS_CHOICES, draws: DRAW_CHOICES, rates: RATE_RANGE };
      const none = (unavailable: string): TrainingOffers => ({
        ...common,
        ...{ unavailable, positions: 0, networks: [], kept: null, own: null },
      });
      if (definition.kind !== 'positions') {
        return none(
          `The networks of ${title} read all sites at once and train for days: wavefix train does it in a terminal.`,
        );
      }
      const dataset = openDataset(definition);
      const positions = countPositions(dataset);
      const networks = trainableOn(definition.id).map((estimator) =>
        offerTraining(definition.id, estimator, positions),
      );
      if (networks.length === 0) return none(`Nothing is trained on ${title}.`);
      const kept = await readKept(await store, dataset, positions);
      return {
        ...common,
        ...{ unavailable: '', positions, networks },
        kept: kept && {
          choices: kept.choices,
          step: kept.checkpoint.step,
          totalSteps: kept.experiment.loop.schedule.totalSteps,
          wasRunning: kept.wasRunning,
        },
        own: await readOwnFiles(await store, id),
      };
    },

    async train({ dataset: id, choices, backend, resume }, { emit, signal }) {
      if (isBusy) {
        throw new LabError('bad-argument', 'A training is under way already.', 'Stop it before another begins.');
      }
      isBusy = true;
      try {
        return await alone(id, async () => {
          const opened = await store;
          const dataset = openDataset(findPositionsDataset(id));
          const positions = countPositions(dataset);
          const kept = resume ? await readKept(opened, dataset, positions) : null;
          const wanted = kept?.choices ?? choices;
          const experiment = kept?.experiment ?? chosenExperiment(dataset.definition.id, choices, positions);
          const validation = validationRequest(experiment);
          const set = await loadTrainingSet(dataset, wanted.draws, validation, {
            store: opened,
            startPool: () => startPool({ dataset: id, validation }),
            emit: (progress) => emit({ kind: 'progress', progress }),
            onRefusal: (message, hint) => emit({ kind: 'note', message, hint }),
            signal,
          });
          running = startTraining({
            ...{ dataset, experiment, choices: wanted, backend, set, kept },
            ...{ store: opened, turns, wasmPaths, emit, signal },
          });
          return await running.outcome;
        });
      } finally {
        running = null;
        isBusy = false;
      }
    },

    steer(steering) {
      running?.steer(steering);
      return Promise.resolve(null);
    },

    async forget({ dataset: id }) {
      await (await store).delete('trainings', id);
      return null;
    },
  };
}

function countPositions(dataset: OpenDataset): number {
  return datasetUsers(dataset, 'training').count;
}

function startPool(setup: SoundingsSetup): ReturnType<TrainingSetControl['startPool']> {
  return createWorkerPool<SoundingsSetup, SoundingsTask, SoundingsResult>(
    () => fromWebWorker(new Worker(new URL('./training-soundings-worker.ts', import.meta.url), { type: 'module' })),
    Math.max(1, navigator.hardwareConcurrency),
    setup,
  );
}
