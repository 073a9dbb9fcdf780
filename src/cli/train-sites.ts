/** `wavefix train tokyo-streets/<estimator id>` for networks that read the features of links. */
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { BackendName } from '../compute/choice.ts';
import { installWasmGradients } from '../compute/wasm-gradients.ts';
import { openDataset } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import type { LinkFeatures } from '../datasets/link-features.ts';
import { loadLinkFeatures } from '../datasets/link-features.ts';
import { findDataset } from '../datasets/registry.ts';
import { LabError } from '../errors/lab-error.ts';
import { countParameters } from '../estimators/blocks/cost.ts';
import { folderWeights, writeModel } from '../estimators/weights/folder.ts';
import { isEstimatorId } from '../estimators/registry.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import type { Validation } from '../training/checkpoint.ts';
import { writeCurve } from '../training/curve.ts';
import { fingerprintRun } from '../training/fingerprint.ts';
import { trainNetwork } from '../training/loop.ts';
import { prepareSiteExperiment } from '../training/prepare-sites.ts';
import { startFrom } from '../training/start-from.ts';
import { writeSiteCard } from '../training/site-card.ts';
import type { SiteExperiment } from '../training/site-experiment.ts';
import { continueFrom, writeCheckpoint } from './checkpoint-file.ts';
import { evaluate, weightsFolder } from './evaluate.ts';
import { fillCache } from './fill-cache.ts';
import { writeModelFile } from './model-files.ts';
import { createProgressLine } from './progress-line.ts';
import { startComputing } from './start-computing.ts';

/** How to train. */
export interface TrainSitesOptions {
  readonly cache: string;
  readonly resume: boolean;
  /** Writes what the latest checkpoint holds without training on. */
  readonly export: boolean;
  readonly backend: BackendName | 'auto';
}

/**
 * Trains, saves the weights, evaluates them, and writes the card.
 *
 * @returns what the evaluation says of the weights that are kept, or the validation of an estimator that is not in the table
 * @throws LabError for a dataset of scattered positions and for unusable checkpoints
 */
export async function trainSites(
  experiment: SiteExperiment,
  options: TrainSitesOptions,
): Promise<EvaluationReport | Validation> {
  const definition = findDataset(experiment.dataset);
  if (definition.kind !== 'trajectories') {
    throw new LabError('unsupported', `Dataset "${definition.id}" has one site.`, 'Choose one of trajectories.');
  }
  const dataset = openDataset(definition);
  const kept = `${options.cache}/datasets`;
  const links = async (split: 'training' | 'validation'): Promise<LinkFeatures> => {
    await fillCache({ kind: 'link-features', dataset: definition.id, folder: kept, split }, `${split} users`);
    return loadLinkFeatures(dataset, kept, split);
  };
  const training = await links('training');
  const validation = await links('validation');
  const backend = await startComputing(options.backend);
  process.stderr.write(`${backend.reason}\n`);
  if (backend.name === 'wasm') installWasmGradients();
  const prepared = prepareSiteExperiment(experiment, dataset, training, validation);
  const file = `${options.cache}/training/${experiment.dataset}-${experiment.estimator}.checkpoint`;
  const fingerprint = fingerprintRun(experiment, hashDataset(dataset));
  const resume = continueFrom(file, fingerprint, options);
  if ('startsFrom' in experiment && !resume) {
    const { startsFrom } = experiment;
    const source = folderWeights(weightsFolder(startsFrom, experiment.dataset));
    const taken = await startFrom(prepared.model, source, startsFrom);
    process.stderr.write(`${taken} layers start as those of ${startsFrom}.\n`);
  }
  process.stderr.write(`${countParameters(prepared.model)} parameters, ${prepared.users} training users.\n`);
  const { schedule, loss } = experiment.loop;
  const progress = createProgressLine('steps');
  const start = performance.now();
  const { history, checkpoint, divergence } = await trainNetwork({
    model: prepared.model,
    configuration: experiment.loop,
    nextBatch: prepared.nextBatch,
    validate: prepared.validate,
    resume,
    stopAt: options.export ? resume?.step : undefined,
    onStep: (step, value) => progress.update(step, schedule.totalSteps, `${loss} ${value.toFixed(3)}`),
    onCheckpoint: ({ step, trainingLoss, score, metrics }, state) => {
      writeCheckpoint(file, state, fingerprint);
      const seconds = ((performance.now() - start) / 1000).toFixed(0);
      process.stderr.write(
        `step ${step} after ${seconds} s: training ${trainingLoss.toFixed(3)}, validation mean ${score.toFixed(3)} m, ` +
          `median ${metrics?.median_m?.toFixed(3)} m, 90 % ${metrics?.p90_m?.toFixed(3)} m\n`,
      );
    },
  });
  progress.end();
  if (divergence) throw divergence;
  const { estimator, dataset: id } = experiment;
  const folder = weightsFolder(estimator, id);
  await writeModel(folder, await prepared.encode());
  writeModelFile('models', estimator, id, 'training.json', writeCurve(experiment, prepared.users, history));
  // One that the table does not list yet has no evaluation: the validation has to speak for it.
  if (!isEstimatorId(estimator)) return prepared.validate();
  const report = await evaluate(['--model', estimator, '--dataset', id, '--backend', backend.name, '--save']);
  if ('protocol' in report) throw new Error('unseen users are not evaluated on the grid');
  const { users, model } = prepared;
  const parameterCount = countParameters(model);
  const card = writeSiteCard({
    ...{ experiment, definition, users, parameterCount, steps: checkpoint.step, history, report },
  });
  writeFileSync(`${folder}/card.md`, card);
  return report;
}
