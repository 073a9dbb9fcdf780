/** The page of the study of the town's networks. */
import { markdownTable } from '../../evaluation/markdown-table.ts';
import type { TownErrors, TownStudy } from './town-study.ts';

/** Markdown: all sites, then each alone. */
export function townPage({ dataset, dataset_hash, asked: users, rows }: TownStudy): string {
  const named = rows.map((row) => ({ ...row, name: row.input ? `${row.model}, ${row.input}` : row.model }));
  const all = named.map(({ name, streets, fast, paper }) => [
    name,
    ...[streets?.mean_m, streets?.median_m, streets?.p90_m].map(metres),
    regions(streets),
    ...[fast?.mean_m, fast?.median_m].map(metres),
    ratio(fast?.mean_m, streets?.mean_m),
    paper ?? '–',
  ]);
  const heads = [
    ...['estimator', 'mean', 'median', '90 %', 'in the 50 / 90 % region'],
    ...['fast vehicles, mean', 'median', 'times the mean before', 'the paper, mean'],
  ];
  const asked = named.filter(({ alone }) => alone.length > 0);
  const alone = asked.map(({ name, alone: each }) => [name, ...each.map(heard), metres(middle(each))]);
  const sites = Array.from({ length: asked[0]?.alone.length ?? 0 }, (_, site) => `site ${site + 1} alone`);
  const prior = named.flatMap(({ name, prior: both }) =>
    both === null
      ? []
      : [
          `${name}, the same users: mean ${metres(both.kept.mean_m)}, and ${metres(both.takenOut.mean_m)} with the prior, which every site's score holds, taken out of all but one of them (\`--prior\`).`,
        ],
  );
  return `# The networks of the town beside their paper

Written by \`wavefix study town --save\` from the evaluations in \`models/\` of \`${dataset}\` (hash \`${dataset_hash}\`) and of \`tokyo-fast\`: users on
unseen trajectories, five sites. The paper's figures are of a town that it does not publish, so that they say what is to be hoped for
and not who is better; its networks are fed fingerprints, real and imaginary, as ours are in the rows of that name.

${markdownTable(heads, all)}

One site at a time: of ${users} test users the median of those whom it hears, and how many those are; last the middle of the five medians.

${markdownTable(['estimator', ...sites, 'middle'], alone)}

${prior.join('\n')}
`;
}

function metres(value: number | null | undefined): string {
  return value == null ? '–' : `${value.toFixed(value < 10 ? 3 : 1)} m`;
}

function heard({ median_m, with_fix }: TownErrors): string {
  return `${metres(median_m)} of ${with_fix}`;
}

/** Middle of the medians. */
function middle(each: readonly TownErrors[]): number | null {
  const medians = each.flatMap(({ median_m }) => median_m ?? []).sort((a, b) => a - b);
  return medians.length > 0 ? medians[Math.floor(medians.length / 2)] : null;
}

function ratio(value: number | null | undefined, before: number | null | undefined): string {
  return value == null || before == null ? '–' : `${(value / before).toFixed(2)}×`;
}

function regions(report: TownStudy['rows'][number]['streets']): string {
  const { region_50, region_90 } = report?.calibration ?? {};
  if (region_50 == null || region_90 == null) return '–';
  return [region_50, region_90].map((share) => `${(100 * share).toFixed(0)} %`).join(' / ');
}
