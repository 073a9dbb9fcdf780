/** `wavefix train tokyo-streets/path-wknn`: nothing is iterated; the paths that the sites see of known places become a database. */
import { writeFileSync } from 'node:fs';
import { openDataset } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import { joinLinkFeatures } from '../datasets/link-features.ts';
import { TOKYO_DRIVES } from '../datasets/tokyo-drives.ts';
import { TOKYO_PRACTICE } from '../datasets/tokyo-practice.ts';
import { TOKYO_STREETS } from '../datasets/tokyo-streets.ts';
import { encodePathDatabase } from '../estimators/known-places/database.ts';
import { seenPaths } from '../estimators/known-places/seen-paths.ts';
import { writeModel } from '../estimators/weights/folder.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import { evaluate, weightsFolder } from './evaluate.ts';
import { CACHE } from './evaluation-subject.ts';
import { readLinkFeatures } from './kept-links.ts';

/**
 * Builds, saves and evaluates the database of the town.
 *
 * @returns what `wavefix evaluate` says of it
 */
export async function trainPathWknn(): Promise<EvaluationReport> {
  const dataset = openDataset(TOKYO_STREETS);
  const { id, title } = dataset.definition;
  // The users that networks train on come first: places and users then have the same numbers, see `recallOthers`.
  const { users, sites, rows } = joinLinkFeatures(
    joinLinkFeatures(
      await readLinkFeatures(dataset, CACHE, 'training'),
      await readLinkFeatures(openDataset(TOKYO_PRACTICE), CACHE, 'training'),
    ),
    await readLinkFeatures(openDataset(TOKYO_DRIVES), CACHE, 'training'),
  );
  const hash = hashDataset(dataset);
  const folder = weightsFolder('path-wknn', id);
  const positions = Float32Array.from({ length: 2 * users.count }, (_, i) => users.positions[3 * (i >> 1) + (i & 1)]);
  const places = seenPaths(rows, sites);
  const files = encodePathDatabase({ trainedOn: { dataset: id, hash }, positions, places });
  await writeModel(folder, files);
  const report = await evaluate(['--model', 'path-wknn', '--dataset', id, '--save']);
  if ('protocol' in report) throw new Error('unseen users are not evaluated on the grid');
  const metres = (value: number | null): string => value?.toFixed(3) ?? '–';
  const megabytes = (files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6).toFixed(1);
  writeFileSync(
    `${folder}/card.md`,
    `# path-wknn on ${id}

What it is for: finding one user of "${title}" by the paths that its sites see, among known places of which they see the same. It
knows this town, these sites and this radio alone, and streets where nobody was measured not at all. The town is synthetic.

The database holds ${users.count} places on the training routes of \`${id}\` and on all of \`${TOKYO_PRACTICE.id}\` and
\`${TOKYO_DRIVES.id}\`, each measured once with noise, ${megabytes} MB. No test or validation trajectory is among them, but those go through the same streets: it is
as good as its places are near.

\`wavefix evaluate --model path-wknn --dataset ${id}\`: mean ${metres(report.mean_m)} m, median ${metres(report.median_m)} m, 90 % within
${metres(report.p90_m)} m over ${report.with_fix} of ${report.count} unseen users; the rest is in report.json. Dataset hash \`${hash}\`.
`,
  );
  return report;
}
