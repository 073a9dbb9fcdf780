/** `wavefix train tokyo-streets/<estimator id>` for networks that read the channels of several sites. */
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { BackendName } from '../compute/choice.ts';
import { installWasmGradients } from '../compute/wasm-gradients.ts';
import type { DatasetId, OpenDataset, TrajectoriesDefinition } from '../datasets/definition.ts';
import { openDataset } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import { joinLinkFeatures } from '../datasets/link-features.ts';
import { joinLinkFingerprints } from '../datasets/link-fingerprints.ts';
import { findDataset } from '../datasets/registry.ts';
import { LabError } from '../errors/lab-error.ts';
import { decodePathDatabase } from '../estimators/known-places/database.ts';
import { createPlaceMemory } from '../estimators/known-places/memory.ts';
import { countFlops, countParameters } from '../estimators/blocks/cost.ts';
import { folderWeights, writeModel } from '../estimators/weights/folder.ts';
import { weightsName } from '../estimators/site-inputs/weights-name.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import { writeCurve } from '../training/curve.ts';
import type { TrainingLinks } from '../training/fed-users.ts';
import { fingerprintRun } from '../training/fingerprint.ts';
import { trainNetwork } from '../training/loop.ts';
import { prepareSiteExperiment } from '../training/prepare-sites.ts';
import { recallOthers, recallPlaces } from '../training/recalled-links.ts';
import { startFrom } from '../training/start-from.ts';
import { writeSiteCard } from '../training/site-card.ts';
import type { SiteExperiment } from '../training/site-experiment.ts';
import { continueFrom, tellDivergence, writeCheckpoint } from './checkpoint-file.ts';
import { evaluate, weightsFolder } from './evaluate.ts';
import { readLinkFeatures, readLinkFingerprints } from './kept-links.ts';
import { readRecollections } from './kept-recollections.ts';
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
 * @returns what the evaluation says of the weights that are kept
 * @throws LabError for a dataset of scattered positions and for unusable checkpoints
 */
export async function trainSites(experiment: SiteExperiment, options: TrainSitesOptions): Promise<EvaluationReport> {
  const dataset = openTrajectories(experiment.dataset);
  const practice = openTrajectories(experiment.practice);
  const links = await openLinks(experiment, dataset, practice, `${options.cache}/datasets`);
  const backend = await startComputing(options.backend);
  process.stderr.write(`${backend.reason}\n`);
  if (backend.name === 'wasm') installWasmGradients();
  const prepared = prepareSiteExperiment(experiment, dataset, links);
  const { estimator, input, dataset: id } = experiment;
  const file = `${options.cache}/training/${weightsName(`${id}-${estimator}`, input)}.checkpoint`;
  const fingerprint = fingerprintRun(experiment, hashDataset(dataset) + hashDataset(practice));
  const resume = continueFrom(file, fingerprint, options);
  if ('startsFrom' in experiment && !resume) {
    const { startsFrom } = experiment;
    const source = folderWeights(weightsFolder(startsFrom, experiment.dataset, experiment.input));
    const taken = await startFrom(prepared.model, source, startsFrom);
    process.stderr.write(`${taken} layers start as those of ${startsFrom}.\n`);
  }
  const { schedule, loss, batchSize } = experiment.loop;
  const flopsPerStep = 3 * countFlops(prepared.model) * batchSize;
  process.stderr.write(
    `${countParameters(prepared.model)} parameters, ${(flopsPerStep / 1e9).toFixed(2)} GFLOP a step, ` +
      `${prepared.users} training users.\n`,
  );
  const progress = createProgressLine('steps');
  const start = performance.now();
  const { history, checkpoint, divergence } = await trainNetwork({
    model: prepared.model,
    learning: prepared.learning,
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
  if (divergence) throw tellDivergence(divergence, file, history);
  const folder = weightsFolder(estimator, id, input);
  await writeModel(folder, await prepared.encode());
  const curve = writeCurve(experiment, prepared.users, history);
  writeModelFile('models', estimator, weightsName(id, input), 'training.json', curve);
  const asked = ['--model', estimator, '--dataset', id, '--backend', backend.name, '--save'];
  const report = await evaluate(input === 'measured' ? asked : [...asked, '--input', input]);
  if ('protocol' in report) throw new Error('unseen users are not evaluated on the grid');
  const { users, model } = prepared;
  const parameterCount = countParameters(model);
  const card = writeSiteCard({
    ...{ experiment, definition: dataset.definition, practice: practice.definition },
    ...{ users, parameterCount, steps: checkpoint.step, history, report },
  });
  writeFileSync(`${folder}/card.md`, card);
  return report;
}

/** @throws LabError 'unsupported' for a dataset of scattered positions */
function openTrajectories(id: DatasetId): OpenDataset<TrajectoriesDefinition> {
  const definition = findDataset(id);
  if (definition.kind === 'trajectories') return openDataset(definition);
  throw new LabError('unsupported', `Dataset "${definition.id}" has one site.`, 'Choose one of trajectories.');
}

/** What the experiment's network is fed of the training and the validation users, computed where it is not kept yet. */
async function openLinks(
  { input }: SiteExperiment,
  dataset: OpenDataset<TrajectoriesDefinition>,
  practice: OpenDataset<TrajectoriesDefinition>,
  folder: string,
): Promise<TrainingLinks> {
  switch (input) {
    case 'measured': {
      const places = folderWeights(weightsFolder('path-wknn', dataset.definition.id));
      const memory = createPlaceMemory(await decodePathDatabase(places));
      const known = joinLinkFeatures(
        await readLinkFeatures(dataset, folder, 'training'),
        await readLinkFeatures(practice, folder, 'training'),
      );
      const unknown = await readLinkFeatures(dataset, folder, 'validation');
      return {
        input,
        training: await readRecollections(recallOthers, memory, known, places, folder),
        validation: await readRecollections(recallPlaces, memory, unknown, places, folder),
      };
    }
    case 'fingerprint': {
      const training = joinLinkFingerprints(
        await readLinkFingerprints(dataset, folder, 'training'),
        await readLinkFingerprints(practice, folder, 'training'),
      );
      return { input, training, validation: await readLinkFingerprints(dataset, folder, 'validation') };
    }
    default:
      return input satisfies never;
  }
}
