/** Reports of evaluations as they are kept: beside each estimator's weights, and one page with all of them. */
import { readdirSync, writeFileSync } from 'node:fs';
import type { GridReport, SnrMetrics } from '../evaluation/grid-report.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import { weightsName } from '../estimators/site-inputs/weights-name.ts';
import type { KeptEvaluation } from './model-files.ts';
import { markdownTable } from '../evaluation/markdown-table.ts';
import { readModelFile, writeModelFile } from './model-files.ts';

/** Where reports lie, and the page that shows them side by side. */
const MODELS = 'models';
const PAGE = 'docs/evaluations.md';

/** What the page says of a grid evaluation. */
type GridSummary = KeptEvaluation & { readonly by_snr: readonly Pick<SnrMetrics, 'snr_db' | 'rmse_m'>[] };

/** Writes a report beside the weights, and renews the page of all reports. */
export function saveReport(report: EvaluationReport | GridReport): void {
  const place = weightsName(report.dataset, report.input);
  writeModelFile(MODELS, report.model, place, 'protocol' in report ? 'grid.json' : 'report.json', report);
  const subjects = readdirSync(MODELS).flatMap((model) =>
    readdirSync(`${MODELS}/${model}`).map((dataset) => [model, dataset] as const),
  );
  const heldOut = subjects.flatMap(([model, dataset]) => readModelFile(MODELS, model, dataset, 'report.json') ?? []);
  const grids = subjects.flatMap(([model, dataset]) => readModelFile(MODELS, model, dataset, 'grid.json') ?? []);
  writeFileSync(PAGE, formatReports(heldOut, grids));
}

/** The page: tables for every dataset, the smallest median first. */
export function formatReports(heldOut: readonly KeptEvaluation[], grids: readonly GridSummary[]): string {
  const datasets = [...new Set([...heldOut, ...grids].map(({ dataset }) => dataset))].sort();
  const sections = datasets.map((dataset) => {
    const unseen = heldOut.filter((report) => report.dataset === dataset).sort(byMedian);
    const known = grids.filter((report) => report.dataset === dataset).sort(byMedian);
    return [`## ${dataset}`, heldOutTable(unseen), gridTable(known)].filter((part) => part !== '').join('\n\n');
  });
  return `# Evaluations

Written by \`wavefix evaluate --model <estimator id> --dataset <dataset id> --save\` from the reports in \`${MODELS}/\`. Lengths in
metres, where nothing else is said. Test users whom no estimator saw; one without a fix is infinitely wrong in quantiles (∞) and shares, while mean, RMSE and
maximum are over those with a fix. An estimator that knows a density also says where it believes the user to be: the shares of
users in its 50 and 90 % regions should be 50 and 90 %. The second table of a dataset is another question, asked with \`--protocol grid\`: the
positions of the training grid, sounded again with fresh noise at every SNR.

${sections.join('\n\n')}
`;
}

function byMedian(a: KeptEvaluation, b: KeptEvaluation): number {
  const order = (value: number | null): number => value ?? Infinity;
  return order(a.median_m) - order(b.median_m) || a.model.localeCompare(b.model);
}

function heldOutTable(reports: readonly KeptEvaluation[]): string {
  if (reports.length === 0) return '';
  const rows = reports.map((report) => {
    const { mean_m, rmse_m, median_m, p67_m, p80_m, p90_m, p95_m, max_m } = report;
    return [
      report.input === undefined ? report.model : `${report.model}, ${report.input}`,
      `${report.with_fix} of ${report.count}`,
      ...[mean_m, rmse_m, median_m, p67_m, p80_m, p90_m, p95_m, max_m].map(metres),
      `${(100 * report.below_1m).toFixed(1)} %`,
      beliefWords(report),
      `\`${report.dataset_hash}\``,
    ];
  });
  return markdownTable(
    [
      'estimator',
      'fixes',
      'mean',
      'RMSE',
      'median',
      '67 %',
      '80 %',
      '90 %',
      '95 %',
      'max',
      'below 1 m',
      'in the 50 / 90 % region',
      'dataset hash',
    ],
    rows,
  );
}

function gridTable(reports: readonly GridSummary[]): string {
  if (reports.length === 0) return '';
  const snrs = [...new Set(reports.flatMap(({ by_snr }) => by_snr.map(({ snr_db }) => snr_db)))].sort((a, b) => a - b);
  const rows = reports.map(({ model, by_snr, count, with_fix, dataset_hash }) => [
    model,
    `${with_fix} of ${count}`,
    ...snrs.map((snr) => metres(by_snr.find(({ snr_db }) => snr_db === snr)?.rmse_m ?? null)),
    `\`${dataset_hash}\``,
  ]);
  const heads = ['estimator, known positions', 'fixes', ...snrs.map((snr) => `RMSE at ${snr} dB`), 'dataset hash'];
  return markdownTable(heads, rows);
}

/** Shares in the two regions, and of how many users where not every fix comes with a belief. */
function beliefWords({ calibration, with_fix }: KeptEvaluation): string {
  if (!calibration || calibration.region_50 === null || calibration.region_90 === null) return '–';
  const shares = `${percent(calibration.region_50)} / ${percent(calibration.region_90)}`;
  return calibration.count === with_fix ? shares : `${shares} of ${calibration.count}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function metres(value: number | null): string {
  if (value === null) return '∞';
  // A refined fix is off by micrometres, of which three digits after the point leave nothing.
  if (value > 0 && value < 0.01) return `${Number((1000 * value).toPrecision(2))} mm`;
  return value.toFixed(value < 10 ? 3 : 1);
}
