/** The model card: what the weights are for, how they came about, and what they reach; generated from the run itself. */
import type { PositionsDefinition } from '../datasets/definition.ts';
import type { ErrorMetrics } from '../evaluation/metrics.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import type { ValidationPoint } from './checkpoint.ts';
import type { Experiment } from './experiment.ts';

/** Everything that the card says. */
export interface CardInput {
  readonly experiment: Experiment;
  readonly definition: PositionsDefinition;
  readonly datasetHash: string;
  readonly trainingPositions: number;
  readonly reports: number;
  readonly parameterCount: number;
  readonly flopCount: number;
  readonly steps: number;
  readonly history: readonly ValidationPoint[];
  readonly report: EvaluationReport;
}

/** The card as Markdown. */
export function writeCard(input: CardInput): string {
  const { experiment, definition, report } = input;
  const { loop, architecture, encoding, move } = experiment;
  const samples = input.steps * loop.batchSize;
  const best = input.history.at(-1);
  return `# ${experiment.estimator} on ${experiment.dataset}

What it is for: finding one user in the scene "${definition.title}" from the five values that one site measures (SNR,
azimuth, elevation, delay, power). It was trained for this scene, this site and this radio alone, and means nothing
anywhere else. The scene is synthetic.

## Result

\`wavefix evaluate --model ${experiment.estimator} --dataset ${experiment.dataset} --json\`: ${report.count} unseen positions, SNR uniform in
${definition.snrDb[0]} … ${definition.snrDb[1]} dB, seed ${report.seed}, dataset hash \`${report.dataset_hash}\`, ${report.with_fix} users with a fix.

| | mean | median | 80 % | 90 % | 95 % | max | < 1 m | < 0.5 m |
|---|---|---|---|---|---|---|---|---|
${row('in space', report)}
${row('horizontal', report.horizontal)}
${row('vertical', report.vertical)}

The paper's table 10 (its own hall, which is not published): mean 0.5728 m, 90 % 1.0854 m, < 1 m 90.04 %.

## Network

${input.parameterCount.toLocaleString('en')} parameters, ${(input.flopCount / 1e6).toFixed(1)} MFLOP a fix. Stem 3×3; three residual blocks (64→128→256→512 times
${architecture.baseWidth}/64); channel attention, ratio 16, at least four units; multi-scale block 1×1, 3×3, 3×3∘3×3; global average; dense
512, 256, 128; three coordinates. LeakyReLU 0.01, batch normalisation, post-activation. Input: ${16 + 4 * encoding.order} features, ${encoding.kind}
encoding with K = ${encoding.order}, as an image. Kernels are stored in half precision.

## Training

${input.trainingPositions} positions on the ${definition.grid.spacing} m grid at heights ${definition.grid.heights.join(', ')} m, ${experiment.draws} noise draws each (${input.reports.toLocaleString('en')} reports);
${definition.validation.count} validation and ${definition.test.count} test positions are random, and no position is in two sets. ${input.steps.toLocaleString('en')} steps of ${loop.batchSize}
(${Math.round(samples / input.trainingPositions)} passes over the positions), Adam, peak learning rate ${loop.schedule.peak}, ${loop.schedule.kind} schedule, L2 ${loop.adam.l2.toExponential(0)}, loss
"${loop.loss}", moving average ${loop.adam.averageDecay}, seed ${loop.seed}; reports moved by up to ${move.horizontalReach} m horizontally and
${move.verticalReach} m vertically. Validation mean at the end: ${best ? `${best.score.toFixed(3)} m` : 'not run'}.

Departures from the printed recipe:
${experiment.departures.map((departure) => `- ${departure}`).join('\n')}

${trials(experiment)}`;
}

function row(name: string, metrics: ErrorMetrics): string {
  const metres = (value: number | null): string => (value === null ? '–' : `${value.toFixed(3)} m`);
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const { mean_m, median_m, p80_m, p90_m, p95_m, max_m, below_1m, below_0_5m } = metrics;
  const lengths = [mean_m, median_m, p80_m, p90_m, p95_m, max_m].map(metres);
  return `| ${[name, ...lengths, share(below_1m), share(below_0_5m)].join(' | ')} |`;
}

function trials({ trials: rows }: Experiment): string {
  if (rows.length === 0) return '';
  const lines = rows.map(({ settings, result }) => `| ${settings} | ${result} |`);
  return `## What was tried\n\nOn the validation split.\n\n| settings | result |\n|---|---|\n${lines.join('\n')}\n`;
}
