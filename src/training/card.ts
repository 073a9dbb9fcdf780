/** The model card: what the weights are for, how they came about, and what they reach; generated from the run itself. */
import type { PositionsDefinition } from '../datasets/definition.ts';
import type { NetworkDefinition } from '../estimators/network/definition.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import type { CardErrors } from './card-tables.ts';
import { errorCells, trialTable } from './card-tables.ts';
import type { ValidationPoint } from './checkpoint.ts';
import { bestPoint } from './checkpoint.ts';
import type { Experiment } from './experiment.ts';
import { PUBLISHED } from './published.ts';

/** Everything that the card says. */
export interface CardInput {
  readonly experiment: Experiment;
  readonly definition: PositionsDefinition;
  readonly datasetHash: string;
  readonly trainingPositions: number;
  readonly reports: number;
  /** How many features it reads, and how they are laid out. */
  readonly features: number;
  readonly layout: NetworkDefinition['layout'];
  readonly parameterCount: number;
  readonly flopCount: number;
  readonly steps: number;
  readonly history: readonly ValidationPoint[];
  readonly report: EvaluationReport;
}

/** The card as Markdown. */
export function writeCard(input: CardInput): string {
  const { experiment, definition, report } = input;
  const { loop, move } = experiment;
  const samples = input.steps * loop.batchSize;
  const best = bestPoint(input.history);
  return `# ${experiment.estimator} on ${experiment.dataset}

What it is for: finding one user in the scene "${definition.title}" from the five values that one site measures (SNR,
azimuth, elevation, delay, power). It was trained for this scene, this site and this radio alone, and means nothing
anywhere else. The scene is synthetic.

## Result

\`wavefix evaluate --model ${experiment.estimator} --dataset ${experiment.dataset} --json\`: ${report.count} unseen positions, SNR uniform in
${definition.snrDb[0]} … ${definition.snrDb[1]} dB, seed ${report.seed}, dataset hash \`${report.dataset_hash}\`, ${report.with_fix} users with a fix.

| | mean | median | 80 % | 90 % | 95 % | max | < 1 m | < 0.5 m |
|---|---|---|---|---|---|---|---|---|
${writeErrors('in space', report)}
${writeErrors('horizontal', report.horizontal)}
${writeErrors('vertical', report.vertical)}

${paperLine(experiment)}

## Network

${input.parameterCount.toLocaleString('en')} parameters, ${(input.flopCount / 1e6).toFixed(1)} MFLOP a fix. ${experiment.description}
Input: ${input.features} features, as ${input.layout === 'image' ? 'an image' : 'they are'}. LeakyReLU 0.01. Kernels are stored in half precision.

## Training

${input.trainingPositions} positions on the ${definition.grid.spacing} m grid at heights ${definition.grid.heights.join(', ')} m, ${experiment.draws} noise draws each (${input.reports.toLocaleString('en')} reports);
${definition.validation.count} validation and ${definition.test.count} test positions are random, and no position is in two sets. ${input.steps.toLocaleString('en')} steps of ${loop.batchSize}
(${Math.round(samples / input.trainingPositions)} passes over the positions), Adam, peak learning rate ${loop.schedule.peak}, ${loop.schedule.kind} schedule, L2 ${loop.adam.l2.toExponential(0)}, loss
"${loop.loss}", moving average ${loop.adam.averageDecay}, seed ${loop.seed}; reports moved by up to ${move.reach.join(', ')} m along x, y, z.
The weights kept are those that the validation users liked best${best ? `: step ${best.step.toLocaleString('en')}, mean ${best.score.toFixed(3)} m` : ''}. How it came about, step by step: \`training.json\`.

Departures from the printed recipe:
${experiment.departures.map((departure) => `- ${departure}`).join('\n')}

${writeTrials(experiment)}`;
}

function paperLine({ dataset, estimator }: Experiment): string {
  const published = PUBLISHED[dataset];
  const own = published?.rows[estimator];
  if (own) {
    return `The paper's table ${published.table} (its own scene, which is not published): mean ${own.mean_m} m, 90 % ${own.p90_m} m, max ${own.max_m} m.`;
  }
  const best = published?.rows['pe-msrn'];
  return best
    ? `The paper has no such network in table ${published.table}; its PE-MSRN there (its own scene, which is not published): mean ${best.mean_m} m, 90 % ${best.p90_m} m.`
    : 'The paper has nothing to stand beside it.';
}

/** A line of the table of results. */
export function writeErrors(name: string, metrics: CardErrors): string {
  return `| ${[name, ...errorCells(metrics)].join(' | ')} |`;
}

/** The section of what else was tried; empty where nothing was. */
export function writeTrials({ trials }: Pick<Experiment, 'trials'>): string {
  return trials.length === 0 ? '' : `## What was tried\n\nOn the validation split.\n\n${trialTable(trials)}\n`;
}
