/** `wavefix evaluate`: errors of an estimator on users it never saw, as JSON. Writes nothing, unless it is told to. */
import { LabError } from '../errors/lab-error.ts';
import { isDatasetId } from '../datasets/registry.ts';
import type { Estimator, EstimatorInput } from '../estimators/estimator.ts';
import { checkNeeds, findEstimator, weightsPlace } from '../estimators/registry.ts';
import type { EstimatorEntry } from '../estimators/registry.ts';
import { DEFAULT_REFINE } from '../estimators/twin/refine.ts';
import { KNOWLEDGE_STAGES } from '../estimators/twin/twin.ts';
import { folderWeights } from '../estimators/weights/folder.ts';
import { checkTrainedOn } from '../estimators/weights/trained-on.ts';
import type { InputKind } from '../estimators/site-inputs/weights-name.ts';
import { INPUT_KINDS, weightsName } from '../estimators/site-inputs/weights-name.ts';
import { calibrationOf } from '../evaluation/calibration.ts';
import { GRID_DRAWS, GRID_SNRS_DB, gridReport } from '../evaluation/grid-report.ts';
import type { GridReport, SnrFixes } from '../evaluation/grid-report.ts';
import { evaluationReport } from '../evaluation/report.ts';
import type { BeliefReport, EvaluationReport } from '../evaluation/report.ts';
import type { ChannelSource } from '../measurement/channel-source.ts';
import { parseArguments } from './arguments.ts';
import { openSubject } from './evaluation-subject.ts';
import type { EvaluationSubject } from './evaluation-subject.ts';
import { createProgressLine } from './progress-line.ts';
import { saveReport } from './saved-reports.ts';
import { startComputing } from './start-computing.ts';

const OPTIONS = {
  model: { kind: 'text', shape: '<estimator id>', required: true },
  dataset: { kind: 'text', shape: '<dataset id or path>', required: true },
  split: { kind: 'text', choices: ['training', 'validation', 'test'] },
  weights: { kind: 'text', shape: 'FOLDER' },
  protocol: { kind: 'text', choices: ['held-out', 'grid'] },
  input: { kind: 'text', choices: INPUT_KINDS },
  from: { kind: 'text', shape: '<estimator id>' },
  until: { kind: 'text', choices: KNOWLEDGE_STAGES },
  sites: { kind: 'numbers', shape: '1,2,…' },
  prior: { kind: 'flag' },
  snr: { kind: 'number', shape: 'decibels' },
  seed: { kind: 'integer' },
  count: { kind: 'integer' },
  save: { kind: 'flag' },
  backend: { kind: 'text', choices: ['auto', 'webgpu', 'wasm', 'cpu'] },
} as const;

/** Fixes of some users, and what became of the estimator's belief, where it has one. */
type Found = Omit<SnrFixes, 'snrDb'> & { readonly belief?: BeliefReport };

/** The estimator whose fixes are refined where no other is named. */
const DEFAULT_START = 'site-product';

/** Folder of an estimator's trained weights. */
export function weightsFolder(estimator: string, dataset: string, input?: InputKind): string {
  return `models/${estimator}/${weightsName(dataset, input)}`;
}

/**
 * Evaluates one estimator.
 *
 * @param args what follows `evaluate` on the command line
 * @returns the report of the design's contracts
 * @throws LabError for bad options, unknown ids, missing weights, weights of another dataset, and estimators that do not fit
 */
export async function evaluate(args: readonly string[]): Promise<EvaluationReport | GridReport> {
  const { values, positionals } = parseArguments(args, OPTIONS);
  if (positionals.length > 0) {
    throw new LabError('bad-argument', `"${positionals[0]}" belongs to no option.`, 'Write --model and --dataset.');
  }
  if (values.count !== undefined && values.count < 1) {
    throw new LabError('bad-argument', `Option --count cannot be ${values.count}.`, 'Ask for one user or more.');
  }
  for (const option of ['split', 'snr', 'seed', 'count', 'weights', 'sites', 'from', 'until', 'prior'] as const) {
    if (!values.save || values[option] === undefined || values[option] === false) continue;
    throw new LabError('bad-argument', `--save keeps what is asked for without --${option}.`, 'Leave one of them out.');
  }
  if (values.save && !isDatasetId(values.dataset)) {
    throw new LabError(
      'bad-argument',
      '--save keeps the evaluation of a whole dataset by its id, and a file may hold a part of one.',
      'Name the dataset, or leave out --save.',
    );
  }
  const entry = findEstimator(values.model);
  if (values.save && entry.weightsOf) {
    const { id, input } = entry.weightsOf;
    throw new LabError(
      'bad-argument',
      `The evaluation of ${entry.id} is kept as that of ${id}.`,
      `Write --model ${id} --input ${input}.`,
    );
  }
  const dataset = await openSubject(values.dataset);
  if (values.input !== undefined && !entry.inputs?.includes(values.input)) {
    throw unsupported(entry, `--input ${values.input}`);
  }
  if (values.prior && !entry.prior) throw unsupported(entry, '--prior');
  const refined = entry.reads === 'channels-and-fixes' ? findEstimator(values.from ?? DEFAULT_START) : undefined;
  for (const option of ['from', 'until'] as const) {
    if (values[option] !== undefined && !refined) throw unsupported(entry, `--${option}`);
  }
  const listening = values.sites && checkListening(values.sites, dataset.siteCount);
  if (listening && (entry.reads ?? 'reports') === 'reports') throw unsupported(entry, '--sites');
  const circumstances = { sites: dataset.siteCount, tracks: dataset.kind === 'trajectories', channels: true };
  if (refined) checkNeeds(refined, circumstances);
  checkNeeds(entry, { ...circumstances, fixes: dataset.twin !== undefined });
  const seed = values.seed ?? 1;
  const protocol = values.protocol ?? 'held-out';
  const split = protocol === 'grid' ? 'training' : (values.split ?? 'test');
  if (entry.trained || refined?.trained) await startComputing(values.backend);
  const estimator = await loadFor(dataset, entry, values);
  const starter = refined && (await loadFor(dataset, refined, {}));
  const { carrierFrequency } = dataset;
  const { until = DEFAULT_REFINE.until } = values;
  const find = async (snrDb: number | undefined, count: number | undefined): Promise<Found> => {
    const progress = createProgressLine(snrDb === undefined ? 'users' : `users at ${snrDb} dB`);
    const measured = await dataset.measure({ split, protocol, seed, count, snrDb }, progress.update);
    const { users, links } = measured;
    const channels = measured.channels && onlySites(measured.channels, listening);
    progress.end();
    const heights = Float64Array.from({ length: users.count }, (_, i) => users.positions[3 * i + 2]);
    const tracks = { trajectories: users.trajectories, times: users.times };
    const { twin } = dataset;
    const { prior: withoutPrior } = values;
    const known = { carrierFrequency, tracks, channels, twin, until, withoutPrior };
    const input: EstimatorInput = { count: users.count, links, heights, ...known };
    const asked = { ...input, starts: await starter?.estimate(input) };
    const truth = users.positions;
    if (!estimator.believe) return { estimates: await estimator.estimate(asked), truth };
    const { fixes, levelAt, summary } = await estimator.believe(asked);
    const levels = Float64Array.from(heights, (_, i) => levelAt(i, truth[3 * i], truth[3 * i + 1]));
    return { estimates: fixes, truth, belief: { calibration: calibrationOf(levels), summary } };
  };
  const { input } = estimator;
  const subject = {
    ...{ model: entry.id, dataset: dataset.id, split, seed, dataset_hash: dataset.hash, input },
    ...(refined && { from: refined.id, until }),
    ...(values.sites && { sites: values.sites }),
    ...(values.prior && { prior: true as const }),
    ...(protocol === 'held-out' && values.snr !== undefined && { snr_db: values.snr }),
    ...(values.weights !== undefined && { weights: values.weights }),
  };
  const dimensions = dataset.dimensions === 2 ? 2 : entry.dimensions;
  let report: EvaluationReport | GridReport;
  if (protocol === 'grid') {
    const found: SnrFixes[] = [];
    for (const snrDb of values.snr === undefined ? GRID_SNRS_DB : [values.snr]) {
      found.push({ snrDb, ...(await find(snrDb, values.count ?? GRID_DRAWS)) });
    }
    report = gridReport(subject, found, dimensions);
  } else {
    const { estimates, truth, belief } = await find(values.snr, values.count);
    report = evaluationReport(subject, estimates, truth, dimensions, belief);
  }
  estimator.dispose();
  starter?.dispose();
  if (values.save) saveReport(report);
  return report;
}

/** The sites that are asked for by their numbers, from 1 on, as the map shows them. */
function checkListening(numbers: readonly number[], siteCount: number): ReadonlySet<number> {
  const wrong = numbers.find((number) => !Number.isInteger(number) || number < 1 || number > siteCount);
  if (wrong === undefined && numbers.length > 0) return new Set(numbers.map((number) => number - 1));
  throw new LabError('bad-argument', `There is no site ${wrong ?? ''}.`, `Name some of 1 to ${siteCount}.`);
}

/** The same channels with all other sites switched off. */
function onlySites(channels: ChannelSource, listening: ReadonlySet<number> | undefined): ChannelSource {
  if (!listening) return channels;
  return { ...channels, estimate: (user, site) => (listening.has(site) ? channels.estimate(user, site) : null) };
}

/** Loads an estimator with the weights that fit a dataset. */
async function loadFor(
  dataset: EvaluationSubject,
  entry: EstimatorEntry,
  { weights, input }: { readonly weights?: string; readonly input?: InputKind },
): Promise<Estimator> {
  const place = weightsPlace(entry, dataset.trainedOn.id, input);
  const shipped = folderWeights(`models/${place.estimator}/${place.name}`);
  const folder = weights ?? shipped.location;
  // What lies beside weights from elsewhere is not there.
  const source = weights === undefined ? shipped : { ...folderWeights(weights), beside: shipped.beside };
  const estimator = await entry.load(entry.trained ? source : null);
  checkTrainedOn(estimator, dataset.trainedOn, folder);
  if (input === undefined || estimator.input === input) return estimator;
  throw new LabError(
    'bad-file',
    `The weights in ${folder} are fed ${estimator.input} input, not ${input}.`,
    'Leave out --input, or name another folder.',
  );
}

function unsupported({ id }: EstimatorEntry, option: string): LabError {
  return new LabError('unsupported', `${id} knows nothing of ${option}.`, 'Leave it out.');
}
