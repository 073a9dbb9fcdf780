/** Reports of evaluations as they are kept: one beside each estimator's weights, and one page with all of them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import type { EvaluationReport } from '../evaluation/report.ts';

/** Where reports lie, and the page that shows them side by side. */
const MODELS = 'models';
const PAGE = 'docs/evaluations.md';

const length = v.nullable(v.number());
const metrics = v.object({
  mean_m: length,
  rmse_m: length,
  median_m: length,
  p67_m: length,
  p80_m: length,
  p90_m: length,
  p95_m: length,
  max_m: length,
  below_1m: v.number(),
});
const savedReport = v.object({
  model: v.string(),
  dataset: v.string(),
  dataset_hash: v.string(),
  count: v.number(),
  with_fix: v.number(),
  ...metrics.entries,
});

type SavedReport = v.InferOutput<typeof savedReport>;

/** Writes `models/<estimator>/<dataset>/report.json` and renews the page of all reports. */
export function saveReport(report: EvaluationReport): void {
  const folder = `${MODELS}/${report.model}/${report.dataset}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/report.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(PAGE, formatReports(readReports()));
}

function readReports(): SavedReport[] {
  return readdirSync(MODELS).flatMap((model) =>
    readdirSync(`${MODELS}/${model}`).flatMap((dataset) => {
      const file = `${MODELS}/${model}/${dataset}/report.json`;
      if (!existsSync(file)) return [];
      return [v.parse(savedReport, JSON.parse(readFileSync(file, 'utf8')))];
    }),
  );
}

/** The page: a table for every dataset, the smallest median first. */
export function formatReports(reports: readonly SavedReport[]): string {
  const datasets = [...new Set(reports.map(({ dataset }) => dataset))].sort();
  const sections = datasets.map((dataset) => {
    const rows = reports.filter((report) => report.dataset === dataset);
    const order = (value: number | null): number => value ?? Infinity;
    rows.sort((a, b) => order(a.median_m) - order(b.median_m) || a.model.localeCompare(b.model));
    return [
      `## ${dataset}`,
      '',
      '| estimator | fixes | mean | RMSE | median | 67 % | 80 % | 90 % | 95 % | max | below 1 m | dataset hash |',
      '|---|---|---|---|---|---|---|---|---|---|---|---|',
      ...rows.map(formatRow),
    ].join('\n');
  });
  return `# Evaluations

Written by \`wavefix evaluate --model <estimator id> --dataset <dataset id> --save\` from the reports in \`${MODELS}/\`. Lengths in
metres. Test users whom no estimator saw; one without a fix is infinitely wrong in quantiles (∞) and shares, while mean, RMSE and
maximum are over those with a fix.

${sections.join('\n\n')}
`;
}

function formatRow(report: SavedReport): string {
  const metres = (value: number | null): string => (value === null ? '∞' : value.toFixed(value < 10 ? 3 : 1));
  const { mean_m, rmse_m, median_m, p67_m, p80_m, p90_m, p95_m, max_m } = report;
  const cells = [
    report.model,
    `${report.with_fix} of ${report.count}`,
    ...[mean_m, rmse_m, median_m, p67_m, p80_m, p90_m, p95_m, max_m].map(metres),
    `${(100 * report.below_1m).toFixed(1)} %`,
    `\`${report.dataset_hash}\``,
  ];
  return `| ${cells.join(' | ')} |`;
}
