import { describe, expect, it, vi } from 'vitest';
import type {
  Adoption,
  ModelFiles,
  OwnModel,
  SessionView,
  Steering,
  Trainer,
  TrainingChoices,
  TrainingEvent,
  TrainingOffers,
  TrainingOutcome,
} from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { createLabStore } from '../state/store.ts';
import { createTrainings } from './trainings.ts';

const standard: TrainingChoices = { estimator: 'pe-msrn', width: 4, learningRate: 1e-3, passes: 10, draws: 1 };
const offers: TrainingOffers = {
  ...{ dataset: 's3-3d', title: 'Hall', unavailable: '', positions: 640, passes: [10], draws: [1], rates: [1e-5, 1] },
  ...{ networks: [{ standard, published: standard, widths: [4] }], kept: null, own: null },
};
const files: readonly ModelFiles[] = [{ name: 'model.json', bytes: Uint8Array.of(1) }];
/** What the files of a brought model say. */
const facts = { estimator: 'cnn', best: null };
/** What the browser keeps of a training before. */
const own: OwnModel = { files: [...files, ...files], estimator: 'pe-msrn', best: { step: 7, mean_m: 0.5 } };
const outcome: TrainingOutcome = {
  ...{ ended: 'complete', reason: '', step: 9, files, best: { step: 9, trainingLoss: 0.1, score: 1 } },
  curve: { model: 'pe-msrn', dataset: 's3-3d', seed: 1, loss: 'distance', points: [] },
};

/** A page with a scripted worker. */
function prepare(
  given: Partial<TrainingOffers> = {},
  end: () => Promise<TrainingOutcome> = () => Promise.resolve(outcome),
) {
  const store = createLabStore();
  const said: string[] = [];
  let started = 0;
  const views = ['pe-msrn', 'toa-aoa', 'own'].map((id) => ({ id, unavailable: '' }));
  store.setState({
    session: { datasetId: 's3-3d', estimators: views } as unknown as SessionView,
    estimators: ['toa-aoa'],
  });
  let hear: (event: TrainingEvent) => void = () => undefined;
  const trainer: Trainer = {
    offers: () => Promise.resolve({ ...offers, ...given }),
    train: ({ resume, choices }, { onEvent, signal }) => {
      said.push(`train ${choices.width}${resume ? ' resumed' : ''}`);
      hear = onEvent;
      return Promise.race([
        end(),
        new Promise<never>((_, reject) =>
          signal?.addEventListener('abort', () => reject(new LabError('cancelled', 'Cancelled.', ''))),
        ),
      ]);
    },
    steer: (steering: Steering) => Promise.resolve(void said.push(steering.kind)),
    forget: () => Promise.resolve(void said.push('forget')),
    dispose: () => undefined,
  };
  const trainings = createTrainings(
    {
      adoptModel: ({ files: adopted }): Promise<Adoption> => {
        said.push(`adopt ${adopted.length}`);
        return Promise.resolve({ estimators: views as unknown as Adoption['estimators'], facts, notKept: '' });
      },
    },
    store,
    {
      openDataset: (id) => Promise.resolve(void said.push(`open ${id}`)),
      setEstimators: (ids) => Promise.resolve(void said.push(`compare ${ids.join()}`)),
      wasTraining: () => Promise.resolve(given.kept?.wasRunning ?? false),
    },
    () => {
      started++;
      return trainer;
    },
  );
  return { store, said, trainings, started: () => started, hear: (event: TrainingEvent) => hear(event) };
}

describe('trainings', () => {
  it('are chosen, run, taken over, and compared with the shipped network of their kind', async () => {
    const { store, said, trainings } = prepare();
    await trainings.look();
    expect(store.getState().training).toMatchObject({ phase: 'idle', choices: standard });
    trainings.choose({ width: 8 });
    await trainings.start();
    expect(store.getState().training).toMatchObject({ phase: 'done', outcome: { step: 9 } });
    await trainings.compare();
    expect(said).toEqual(['train 8', 'adopt 1', 'adopt 1', 'compare pe-msrn,toa-aoa,own']);
  });

  it('that the page was closed on go on by themselves, those that were paused do not', async () => {
    const kept = { choices: { ...standard, width: 2 }, step: 3, totalSteps: 9, wasRunning: true };
    const running = prepare({ kept });
    await running.trainings.look();
    expect(running.said[0]).toBe('train 2 resumed');
    const paused = prepare({ kept: { ...kept, wasRunning: false } });
    await paused.trainings.look();
    expect(paused.said).toEqual([]);
    await paused.trainings.forget();
    expect(paused.store.getState().training?.offers.kept).toBeNull();
  });

  it('that the page was closed on go on although nobody looks at them, once, and say so', async () => {
    const kept = { choices: { ...standard, width: 2 }, step: 3, totalSteps: 9, wasRunning: true };
    const { store, said, trainings } = prepare({ kept }, () => new Promise(() => undefined));
    // The page and the panel ask at the same time.
    void trainings.wake();
    void trainings.look();
    await vi.waitFor(() => expect(said).toEqual(['train 2 resumed']));
    await new Promise((resolve) => setTimeout(resolve));
    expect(store.getState().training?.phase).toBe('preparing');
    expect(said).toEqual(['train 2 resumed']);
    expect(store.getState().notices.map(({ message }) => message)).toEqual([
      'The training on Hall goes on from step 3, where the page was closed on it.',
    ]);
  });

  it('that the page was not closed on start no worker before somebody asks', async () => {
    const { trainings, started, store } = prepare();
    await trainings.wake();
    expect(started()).toBe(0);
    expect(store.getState().training).toBeNull();
  });

  it('keep a checkpoint when their tab is hidden, and only while they are under way', async () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    vi.stubGlobal('document', page);
    const { trainings, said, hear } = prepare({}, () => new Promise(() => undefined));
    const turn = (visibilityState: string): void => {
      page.visibilityState = visibilityState;
      page.dispatchEvent(new Event('visibilitychange'));
    };
    await trainings.look();
    turn('hidden');
    expect(said).toEqual([]);
    void trainings.start();
    hear({ kind: 'paused', isPaused: false });
    turn('visible');
    turn('hidden');
    expect(said.filter((word) => word === 'keep')).toEqual(['keep']);
    trainings.dispose();
    turn('hidden');
    expect(said.filter((word) => word === 'keep')).toEqual(['keep']);
    vi.unstubAllGlobals();
  });

  it('are cancelled while their set is measured, and stopped afterwards', async () => {
    const { store, said, trainings } = prepare({}, () => new Promise(() => undefined));
    await trainings.look();
    const measuring = trainings.start();
    trainings.stop();
    await measuring;
    expect(store.getState().training?.phase).toBe('idle');
    expect(store.getState().notices).toEqual([]);
    expect(said).toEqual(['train 4']);
  });

  it('that diverge say so and leave the best weights, if there are any', async () => {
    const reason = 'Training diverged at step 7: the loss is NaN.';
    const { store, said, trainings } = prepare({}, () =>
      Promise.resolve({ ...outcome, ended: 'diverged', reason, files: null, best: null }),
    );
    await trainings.look();
    await trainings.start();
    expect(store.getState().notices.map(({ message }) => message)).toEqual([reason]);
    expect(said).toEqual(['train 4']);
  });

  it('hear of another rate while they go on', async () => {
    const { store, said, trainings, hear } = prepare({}, () => new Promise(() => undefined));
    await trainings.look();
    trainings.setRate(0.01);
    expect(said).toEqual([]);
    void trainings.start();
    hear({ kind: 'note', message: 'The storage is full.', hint: 'Free some room.' });
    trainings.setRate(0.02);
    expect(said).toEqual(['train 4', 'rate']);
    expect(store.getState().training?.notes).toEqual(['The storage is full. Free some room.']);
  });

  it('are offered after a reload as the browser keeps them', async () => {
    const { store, said, trainings } = prepare({ own });
    await trainings.look();
    expect(store.getState().training).toMatchObject({ phase: 'idle', outcome: null, offers: { own } });
    await trainings.compare();
    expect(said).toEqual(['adopt 2', 'compare pe-msrn,toa-aoa,own']);
  });

  it('that end while another scene is open say so, and are compared in theirs', async () => {
    const { store, said, trainings } = prepare();
    await trainings.look();
    const { session } = store.getState();
    const running = trainings.start();
    store.setState({ session: session && { ...session, datasetId: 's2-2d' } });
    await running;
    expect(said).toEqual(['train 4']);
    expect(store.getState().notices.map(({ message }) => message)).toEqual(['The training on Hall has ended.']);
    expect(store.getState().training?.offers.own).toEqual({
      ...{ files, estimator: 'pe-msrn', best: { step: 9, mean_m: 1 } },
    });
    await trainings.compare();
    expect(said.slice(1)).toEqual(['open s3-3d', 'adopt 1', 'compare pe-msrn,toa-aoa,own']);
  });

  it('ask before they take the place of a network, and do not where they are told to keep it', async () => {
    const kept = { choices: { ...standard, width: 2 }, step: 3, totalSteps: 9, wasRunning: false };
    const { store, said, trainings } = prepare({ own, kept });
    await trainings.look();
    await trainings.start();
    expect(store.getState().training).toMatchObject({ phase: 'idle', replacing: { by: 'training' }, offers: { own } });
    trainings.spare();
    await trainings.replace();
    expect(said).toEqual([]);
    await trainings.goOn();
    expect(said).toEqual([]);
    await trainings.replace();
    expect(said).toEqual(['train 2 resumed', 'adopt 1']);
    expect(store.getState().training).toMatchObject({ replacing: null, offers: { own: { files } } });
  });

  it('ask before files that are brought take the place of a network, and refuse them while they go on', async () => {
    const { store, said, trainings } = prepare({ own });
    await trainings.look();
    await trainings.bring(files);
    expect(said).toEqual([]);
    expect(store.getState().training?.replacing).toEqual({ by: 'files', files });
    await trainings.replace();
    expect(said).toEqual(['adopt 1', 'compare toa-aoa,own']);
    expect(store.getState().training).toMatchObject({ replacing: null, outcome: null, offers: { own: facts } });
    const busy = prepare({}, () => new Promise(() => undefined));
    await busy.trainings.look();
    void busy.trainings.start();
    await busy.trainings.bring(files);
    expect(busy.said).toEqual(['train 4']);
  });

  it('refuse files that are none', async () => {
    const { store, said, trainings } = prepare();
    await trainings.bring([]);
    expect(said).toEqual([]);
    expect(store.getState().notices[0].message).toContain('no model');
  });
});
