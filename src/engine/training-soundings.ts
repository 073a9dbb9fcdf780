/** What a worker of the pool does for a training set: it measures a few users of the training or the validation split. */
import { evaluationSeeds, evaluationUsers, type EvaluationRequest } from '../datasets/evaluation-set.ts';
import { openDataset, snrRule, type OpenDataset } from '../datasets/definition.ts';
import type { LinkSource } from '../datasets/links.ts';
import { measureUsers } from '../datasets/measure-users.ts';
import { findPositionsDataset } from '../datasets/registry.ts';
import { trainingLinks } from '../datasets/sounding-digest.ts';
import { measureBlock, type TrainingBlock } from '../datasets/training-blocks.ts';
import { tracedLinks } from '../datasets/traced-links.ts';
import type { MeasurementTable } from '../measurement/report.ts';
import { finishSteps } from '../numerics/steps.ts';
import { collectBuffers } from './rpc.ts';

/** What a worker is prepared with. */
export interface SoundingsSetup {
  readonly dataset: string;
  readonly validation: EvaluationRequest;
}

/** A few users to measure. */
export type SoundingsTask =
  | { readonly kind: 'training'; readonly block: TrainingBlock }
  | { readonly kind: 'validation'; readonly from: number; readonly to: number };

/** What was measured of them: raw features of a block, or the reports of validation users. */
export type SoundingsResult =
  | { readonly kind: 'training'; readonly raw: Float64Array }
  | { readonly kind: 'validation'; readonly measurements: MeasurementTable };

/**
 * Prepares a worker.
 *
 * @throws LabError 'unknown-id' for a dataset that does not exist or whose users move
 */
export function createSoundings({ dataset, validation }: SoundingsSetup): (task: SoundingsTask) => SoundingsResult {
  return soundingsOf(openDataset(findPositionsDataset(dataset)), validation);
}

/** What does the tasks of a dataset; its scene is prepared for the tracer when the first of them asks for it. */
export function soundingsOf(
  dataset: OpenDataset,
  validation: EvaluationRequest,
): (task: SoundingsTask) => SoundingsResult {
  let training: LinkSource | undefined;
  let unseen: LinkSource | undefined;
  return (task) => {
    switch (task.kind) {
      case 'training':
        training ??= trainingLinks(dataset);
        return { kind: 'training', raw: finishSteps(measureBlock(dataset, training, task.block)) };
      case 'validation': {
        unseen ??= tracedLinks(dataset, evaluationUsers(dataset, validation));
        const { from, to } = task;
        const seeds = evaluationSeeds(dataset.definition.noiseSeed, validation);
        const job = measureUsers(unseen, { from, to, draws: 1, snr: snrRule(dataset.definition), seeds });
        return { kind: 'validation', measurements: finishSteps(job).links[0].measurements };
      }
      default:
        return task satisfies never;
    }
  };
}

/** Buffers of a result, to be given away. */
export function soundingsBuffers(result: SoundingsResult): readonly ArrayBuffer[] {
  return collectBuffers(result);
}
