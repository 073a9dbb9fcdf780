/** The page of the study of wrong twins. */
import { markdownTable } from '../../evaluation/markdown-table.ts';
import type { MismatchStudy } from './twin-mismatch.ts';

const HEADS = [
  ...['what is wrong', 'start, median', 'median', 'mean', '90 %', 'largest'],
  ...['< 1 cm', 'worse', 'believed', 'stages'],
];

/** Markdown: a row for every case. */
export function mismatchPage({ dataset, dataset_hash, seed, count, start_m, until, cases }: MismatchStudy): string {
  // Three digits, of micrometres as of metres.
  const metres = (value: number | null): string =>
    value === null ? '–' : `${Number((1000 * value).toPrecision(3))} mm`;
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const rows = cases.map(({ title, errors, start, worse_than_start, below_1cm, believed, stages }) => [
    title,
    ...[start.median_m, errors.median_m, errors.mean_m, errors.p90_m, errors.max_m].map(metres),
    ...[below_1cm, worse_than_start, believed].map(percent),
    `${stages.start} / ${stages['per-path']} / ${stages['per-site']} / ${stages.coherent}`,
  ]);
  return `# How much a twin forgives

Written by \`wavefix study twin-mismatch --save\`: ${count} test users, spread over all trajectories of \`${dataset}\` (hash \`${dataset_hash}\`), seed ${seed}, started ${start_m} m off
in x and in y (standard deviation). In every row one thing is wrong; data and twin share one tracer otherwise, which flatters the first
row. "Worse" counts users whose fix is more than a fifth farther from the truth than its start; the stages are start, unknown gain of
every path, of every site, and none; the last that was tried is ${until}. A fix whose sites do not agree goes a part of the way from
its start, and stays there where they differ by more than that way.

${markdownTable(HEADS, rows)}
`;
}
