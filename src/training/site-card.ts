/** The model card of a network of link features: what it is for, what it cannot do, how it came about, and what it reaches. */
import type { TrajectoriesDefinition } from '../datasets/definition.ts';
import { markdownTable } from '../evaluation/markdown-table.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import type { InputKind } from '../estimators/site-inputs/weights-name.ts';
import { RECALLED } from '../estimators/known-places/memory.ts';
import { FINGERPRINT_TAPS } from '../features/tap-fingerprint.ts';
import { CLEAN_PATHS } from '../features/taps/link-features.ts';
import { errorCells, trialTable } from './card-tables.ts';
import type { ValidationPoint } from './checkpoint.ts';
import { bestPoint } from './checkpoint.ts';
import type { SiteExperiment } from './site-experiment.ts';

/** Everything that the card says. */
export interface SiteCardInput {
  readonly experiment: SiteExperiment;
  readonly definition: TrajectoriesDefinition;
  /** What else it was trained on. */
  readonly practice: TrajectoriesDefinition;
  /** Training users that a site hears. */
  readonly users: number;
  readonly parameterCount: number;
  /** Steps taken. */
  readonly steps: number;
  readonly history: readonly ValidationPoint[];
  readonly report: EvaluationReport;
}

/** What the networks are fed, in words. */
const FED: Readonly<Record<InputKind, string>> = {
  measured: `what is measured of every site: power, spread, first and strongest peak and up to ${CLEAN_PATHS} paths; and of every
site the known places whose paths look most like the user's, up to ${RECALLED - 1}, out of those of \`path-wknn\`.`,
  fingerprint: `the fingerprint of every site: its first ${FINGERPRINT_TAPS} taps, real and imaginary, as the beams of the panel see them,
in units of their own power; that power and the first tap's number beside.`,
};

/** What becomes of a user where nobody was before. */
const FAR: Readonly<Record<InputKind, string>> = {
  measured: 'It is as good as known places are near:\nin streets where none are, it is left with the paths alone. ',
  fingerprint: '',
};

/** What becomes of a user of whom little is heard. */
const UNSURE: Readonly<Record<SiteExperiment['estimator'], string>> = {
  'site-product': 'its answer is a guess at a street, and its own density is wide.',
  'diffloc-unet':
    'its answer is a guess at a street, and its samples lie closer\ntogether than its errors are large: the sites take their training users for all that there are, and share their errors.',
  'diffloc-ct': 'its answer is a guess at a street, and the fusion weighs\nsites by the spread of their samples alone.',
  regression: 'its answer is a mean over streets, and nothing says how sure it is.',
  'grid-fusion': 'its map has many peaks, and the highest is a guess at a street.',
};

/** How often the regions that it believes in held the truth; empty where it believes in none. */
function calibrationWords({ calibration }: EvaluationReport): string {
  if (!calibration || calibration.region_50 === null || calibration.region_90 === null) return '';
  const [half, most] = [calibration.region_50, calibration.region_90].map((share) => `${(100 * share).toFixed(1)} %`);
  return `
Its 50 % region held the truth of ${half} of the users, its 90 % region that of ${most}.
`;
}

/** What it is not told of in training. */
const OWN_ROUTE: Readonly<Record<InputKind, string>> = {
  measured: ' They are the known places\nas well, and none recalls those of its own route.',
  fingerprint: '',
};

const HEADS = ['mean', 'median', '80 %', '90 %', '95 %', 'max', '< 1 m', '< 0.5 m'];

/** The card as Markdown. */
export function writeSiteCard(card: SiteCardInput): string {
  const { experiment, definition, report, history } = card;
  const { estimator, dataset, loop, input, trials } = experiment;
  const asked = input === 'measured' ? '' : ` --input ${input}`;
  const { schedule } = loop;
  const metres = (value: number | null | undefined): string => (value == null ? '–' : `${value.toFixed(3)} m`);
  const best = bestPoint(history);
  const unfinished =
    card.steps < schedule.totalSteps
      ? `\n**The run is not finished**: ${card.steps.toLocaleString('en')} of ${schedule.totalSteps.toLocaleString('en')} steps; \`wavefix train ${dataset}/${estimator}${asked} --resume\` goes on.\n`
      : '';
  return `# ${estimator} on ${dataset}${input === 'measured' ? '' : `, fed ${input}s`}

What it is for: finding users in the scene "${definition.title}" from the channel that its sites estimate. It is fed
${FED[input]} The user's height is known. The scene is synthetic.

What it cannot do: it knows this scene, these sites in this order and this radio alone, and means nothing anywhere else; a moved
building or site is not noticed. Clocks and arrays are taken to be perfect. ${FAR[input]}Where one weak site hears the user,
${UNSURE[estimator]}
${unfinished}
## Result

\`wavefix evaluate --model ${estimator} --dataset ${dataset}${asked} --json\`: ${report.count} users on unseen trajectories, seed ${report.seed}, dataset hash
\`${report.dataset_hash}\`, ${report.with_fix} users with a fix.

${markdownTable(HEADS, [errorCells(report)])}
${calibrationWords(report)}
## Network

${card.parameterCount.toLocaleString('en')} parameters. ${experiment.description} Kernels are stored in half precision.

## Training

${card.users.toLocaleString('en')} positions that a site hears: of ${(100 * definition.split.training).toFixed(0)} % of the trajectories of \`${dataset}\`, none of which is in two splits, and of the
routes of \`${card.practice.id}\`, which are drawn with a seed of their own. One noise draw each.${OWN_ROUTE[input]}
${card.steps.toLocaleString('en')} steps of ${loop.batchSize}, Adam, peak learning rate ${schedule.peak}, ${schedule.kind} schedule, loss "${loop.loss}", seed ${loop.seed}. The weights kept are those
that the validation users liked best${best ? `: step ${best.step.toLocaleString('en')}, mean ${metres(best.score)}, median ${metres(best.metrics?.median_m)}` : ''}. How it came about: \`training.json\`.
${trials.length > 0 ? `\nWhat was tried, on the validation split where nothing else is said:\n\n${trialTable(trials)}\n` : ''}`;
}
