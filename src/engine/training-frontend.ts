/** The page's side of the worker that trains. It is started when a training is first asked about, and stays. */
import { LabError } from '../errors/lab-error.ts';
import { openBrowserStore } from './browser-store.ts';
import { connect } from './rpc.ts';
import { alone } from './training-lock.ts';
import type {
  Steering,
  TrainingCalls,
  TrainingEvent,
  TrainingOffers,
  TrainingOutcome,
  TrainingRequest,
} from './training-view.ts';

/** Trains networks beside the spine, which stays free meanwhile. */
export interface Trainer {
  /**
   * What can be trained on a dataset, and which training of it was not finished.
   *
   * @throws LabError 'unknown-id' for a dataset that does not exist
   */
  offers(dataset: string): Promise<TrainingOffers>;
  /**
   * Trains until the schedule ends or it is stopped; one training at a time, and one of a dataset over all tabs.
   *
   * @throws LabError 'cancelled' once the signal is aborted: blocks of the training set that are measured, and the latest
   *   checkpoint, stay in the browser; 'bad-argument' for choices that make no training
   */
  train(
    request: TrainingRequest,
    options: { onEvent: (event: TrainingEvent) => void; signal?: AbortSignal },
  ): Promise<TrainingOutcome>;
  /** Pauses, resumes, stops or changes the training that is under way, before its next step. */
  steer(steering: Steering): Promise<void>;
  /** Throws away the unfinished training of a dataset. */
  forget(dataset: string): Promise<void>;
  /** Ends the worker. */
  dispose(): void;
}

/** Whether the page was closed on a training of a dataset, and no other tab goes on with it. It asks the browser's storage alone, and starts no worker. */
export async function wasTraining(dataset: string): Promise<boolean> {
  const kept = await (await openBrowserStore()).get('trainings', dataset);
  if (!(typeof kept === 'object' && kept !== null && 'wasRunning' in kept && kept.wasRunning === true)) return false;
  return alone(dataset, () => Promise.resolve(true)).catch(() => false);
}

/** Starts the worker. */
export function createTrainer(): Trainer {
  const worker = new Worker(new URL('./training-worker.ts', import.meta.url), { type: 'module' });
  const client = connect<TrainingCalls>(worker);
  worker.addEventListener('error', (event) => {
    client.fail(
      new LabError(
        'device',
        `The worker that trains stopped: ${event.message || 'its script did not load'}.`,
        'Reload the page; the training goes on from its latest checkpoint.',
      ),
    );
  });
  return {
    offers: (dataset) => client.call('offers', { dataset }),
    train: (request, { onEvent, signal }) => client.call('train', request, { onEvent, signal }),
    async steer(steering) {
      await client.call('steer', steering);
    },
    async forget(dataset) {
      await client.call('forget', { dataset });
    },
    dispose: () => {
      worker.terminate();
      client.fail(new LabError('cancelled', 'The training was shut down.', 'Reload the page to go on.'));
    },
  };
}
