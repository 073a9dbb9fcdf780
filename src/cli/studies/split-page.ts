/** The page of the study of splits. */
import { markdownTable } from '../../evaluation/markdown-table.ts';
import type { SplitStudy } from './split-leak.ts';

/** Markdown: a row for every deal. */
export function splitPage({ dataset, dataset_hash, seed, neighbours, deals }: SplitStudy): string {
  const metres = (value: number | null): string => (value === null ? '–' : `${value.toFixed(2)} m`);
  const rows = deals.map(({ deal, known, sought, nearest_m, errors }) => [
    ...[deal, known.toLocaleString('en'), sought.toLocaleString('en')],
    ...[nearest_m, errors.mean_m, errors.median_m, errors.p90_m].map(metres),
  ]);
  const heads = ['dealt', 'known places', 'looked for', 'nearest known place, median', 'mean error', 'median', '90 %'];
  return `# What a random split hides

**Warning.** The figures "at random" are not what an estimator reaches: neighbours on the same route, a step away from whoever is
looked for, stand in its database. They are here to be compared with, and nowhere else; all other figures of this lab are of users on
trajectories that nobody was trained on.

Written by \`wavefix study split-leak --save\`: users of \`${dataset}\` (hash \`${dataset_hash}\`), seed ${seed}, four fifths of them known. Everybody else
is looked for at the ${neighbours} known places whose links look most alike (powers, first and strongest peak and paths of all sites,
every feature in its own standard deviation), weighted by the inverse of how unlike they are.

${markdownTable(heads, rows)}
`;
}
