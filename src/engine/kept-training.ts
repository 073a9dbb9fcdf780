/** The unfinished training of each dataset, in the browser's storage: what was chosen, and a checkpoint to go on from. */
import * as v from 'valibot';
import type { OpenDataset } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from '../training/checkpoint.ts';
import { chosenExperiment, type TrainingChoices } from '../training/choices.ts';
import type { Experiment } from '../training/experiment.ts';
import { fingerprintRun } from '../training/fingerprint.ts';
import { NETWORK_IDS } from '../training/networks.ts';
import type { BrowserStore } from './browser-store.ts';

const record = v.object({
  choices: v.object({
    estimator: v.picklist(NETWORK_IDS),
    ...v.entriesFromList(['width', 'learningRate', 'passes', 'draws'] as const, v.number()),
  }),
  /** Learning rate at the end over that of the schedule. */
  rateFactor: v.number(),
  wasRunning: v.boolean(),
  checkpoint: v.instance(Uint8Array),
});

/** See the file's head. */
export interface KeptRun {
  readonly choices: TrainingChoices;
  readonly experiment: Experiment;
  readonly rateFactor: number;
  readonly wasRunning: boolean;
  readonly checkpoint: Checkpoint;
}

/** What is kept of a run. */
export type RunToKeep = Pick<KeptRun, 'choices' | 'rateFactor' | 'wasRunning' | 'checkpoint'>;

/** The unfinished training of a dataset, or null; one of other data or of an earlier form of the training is thrown away. */
export async function readKept(store: BrowserStore, dataset: OpenDataset, positions: number): Promise<KeptRun | null> {
  const { id } = dataset.definition;
  const parsed = v.safeParse(record, await store.get('trainings', id));
  if (!parsed.success) return null;
  const { choices, checkpoint: bytes, ...rest } = parsed.output;
  try {
    const experiment = chosenExperiment(id, choices, positions);
    const checkpoint = decodeCheckpoint(bytes, fingerprintRun(experiment, hashDataset(dataset)));
    return { choices, experiment, checkpoint, ...rest };
  } catch {
    await store.delete('trainings', id);
    return null;
  }
}

/**
 * Keeps a run.
 *
 * @throws LabError 'unsupported' where the browser does not
 */
export async function keepRun(
  store: BrowserStore,
  dataset: OpenDataset,
  experiment: Experiment,
  { checkpoint, ...rest }: RunToKeep,
): Promise<void> {
  const bytes = encodeCheckpoint(checkpoint, fingerprintRun(experiment, hashDataset(dataset)));
  await store.put('trainings', dataset.definition.id, { ...rest, checkpoint: bytes });
}
