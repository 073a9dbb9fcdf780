/**
 * `wavefix train <dataset id>/<estimator id>`: trains, saves the weights, evaluates what was saved, and writes the card.
 * A killed run continues with --resume; --export writes what the latest checkpoint holds without training on.
 */
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { installWasmGradients } from '../compute/wasm-gradients.ts';
import { openDataset } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import { findPositionsDataset } from '../datasets/registry.ts';
import { parseShard } from '../datasets/shards.ts';
import { loadTrainingReports } from '../datasets/training-cache.ts';
import { LabError } from '../errors/lab-error.ts';
import { countFlops, countParameters } from '../estimators/blocks/cost.ts';
import { writeModel } from '../estimators/weights/folder.ts';
import { INPUT_KINDS } from '../estimators/site-inputs/weights-name.ts';
import { writeCard } from '../training/card.ts';
import { findExperiment } from '../training/experiments/registry.ts';
import { findSiteExperiment } from '../training/experiments/site-registry.ts';
import { writeCurve } from '../training/curve.ts';
import { fingerprintRun } from '../training/fingerprint.ts';
import { trainNetwork } from '../training/loop.ts';
import { prepareExperiment, validationRequest } from '../training/prepare.ts';
import { parseArguments } from './arguments.ts';
import { continueFrom, tellDivergence, writeCheckpoint } from './checkpoint-file.ts';
import { evaluate, weightsFolder } from './evaluate.ts';
import { fillCache } from './fill-cache.ts';
import { measureSet } from './measure-set.ts';
import { writeModelFile } from './model-files.ts';
import { createProgressLine } from './progress-line.ts';
import { startComputing } from './start-computing.ts';
import { trainPathWknn } from './train-path-wknn.ts';
import { trainSites } from './train-sites.ts';
import { trainWknn } from './train-wknn.ts';

const OPTIONS = {
  resume: { kind: 'flag' },
  export: { kind: 'flag' },
  backend: { kind: 'text', choices: ['auto', 'webgpu', 'wasm', 'cpu'] },
  input: { kind: 'text', choices: INPUT_KINDS },
  shard: { kind: 'text', shape: 'i/n: only measure this share of the training set' },
} as const;

const CACHE = '.cache';

/**
 * Trains one estimator on one dataset.
 *
 * @param args what follows `train` on the command line
 * @returns what `wavefix evaluate` says of the saved weights
 * @throws LabError for unknown names and unusable checkpoints
 */
export async function train(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArguments(args, OPTIONS);
  if (positionals.length !== 1) {
    throw new LabError(
      'bad-argument',
      'Say what to train.',
      'Write <dataset id>/<estimator id>, such as s3-3d/pe-msrn.',
    );
  }
  if (positionals[0] === 'tokyo-streets/path-wknn') return trainPathWknn();
  if (positionals[0].endsWith('/wknn')) return trainWknn(positionals[0].split('/')[0]);
  const ofSites = findSiteExperiment(positionals[0], values.input);
  if (ofSites) {
    const { resume = false, export: exported = false, backend = 'auto' } = values;
    return trainSites(ofSites, { cache: CACHE, resume, export: exported, backend });
  }
  const experiment = findExperiment(positionals[0]);
  const dataset = openDataset(findPositionsDataset(experiment.dataset));
  const shard = values.shard === undefined ? undefined : parseShard(values.shard);
  const { draws } = experiment;
  const kept = `${CACHE}/datasets`;
  await fillCache({ kind: 'training-reports', dataset: experiment.dataset, folder: kept, draws }, 'soundings', shard);
  if (shard) return { measured: `shard ${values.shard} of the training set` };
  const training = loadTrainingReports(dataset, kept, draws);

  const backend = await startComputing(values.backend);
  process.stderr.write(`${backend.reason}\n`);
  if (backend.name === 'wasm') installWasmGradients();
  const validation = await measureSet(dataset, validationRequest(experiment));
  const prepared = prepareExperiment(experiment, dataset, training, validation);
  const checkpointFile = `${CACHE}/training/${experiment.dataset}-${experiment.estimator}.checkpoint`;
  const fingerprint = fingerprintRun(experiment, hashDataset(dataset));
  const resume = continueFrom(checkpointFile, fingerprint, values);

  const { schedule, batchSize, loss } = experiment.loop;
  const flopsPerStep = 3 * countFlops(prepared.model) * batchSize;
  process.stderr.write(
    `${countParameters(prepared.model)} parameters, ${(flopsPerStep / 1e9).toFixed(2)} GFLOP a step.\n`,
  );
  const progress = createProgressLine('steps');
  const start = performance.now();
  const firstStep = resume?.step ?? 0;
  const { history, checkpoint, divergence } = await trainNetwork({
    model: prepared.model,
    configuration: experiment.loop,
    nextBatch: prepared.nextBatch,
    validate: prepared.validate,
    resume,
    stopAt: values.export ? firstStep : undefined,
    onStep: (step, value) => progress.update(step, schedule.totalSteps, `${loss} ${value.toExponential(2)}`),
    onCheckpoint: (point, state) => {
      writeCheckpoint(checkpointFile, state, fingerprint);
      const pace = ((point.step - firstStep) * flopsPerStep) / (performance.now() - start) / 1e6;
      process.stderr.write(
        `step ${point.step}: training ${loss} ${point.trainingLoss.toExponential(3)}, validation mean ` +
          `${point.score.toFixed(3)} m, ${pace.toFixed(1)} GFLOP/s\n`,
      );
    },
  });
  progress.end();
  if (divergence) throw tellDivergence(divergence, checkpointFile, history);
  const folder = weightsFolder(experiment.estimator, experiment.dataset);
  await writeModel(folder, await prepared.encode());
  const report = await evaluate([
    '--model',
    experiment.estimator,
    '--dataset',
    experiment.dataset,
    '--backend',
    backend.name,
    '--save',
  ]);
  const curve = writeCurve(experiment, training.users, history);
  writeModelFile('models', experiment.estimator, experiment.dataset, 'training.json', curve);
  const card = writeCard({
    experiment,
    definition: dataset.definition,
    datasetHash: hashDataset(dataset),
    trainingPositions: training.users,
    reports: prepared.reports,
    features: prepared.features,
    layout: prepared.layout,
    parameterCount: countParameters(prepared.model),
    flopCount: countFlops(prepared.model),
    steps: checkpoint.step,
    history,
    report,
  });
  writeFileSync(`${folder}/card.md`, card);
  return report;
}
