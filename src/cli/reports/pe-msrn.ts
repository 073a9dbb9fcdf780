/** Everything that `wavefix report pe-msrn` says: the paper's tables with ours beside them, read from what training wrote. */
import { openDataset } from '../../datasets/definition.ts';
import { hashDataset } from '../../datasets/hash.ts';
import { findPositionsDataset } from '../../datasets/registry.ts';
import { findEstimator } from '../../estimators/registry.ts';
import type { PaperErrors, PaperReport, PaperRow, PaperSetting, PaperSight } from '../../evaluation/paper-report.ts';
import { FOLDED } from '../../training/experiments/plus.ts';
import { findExperiment } from '../../training/experiments/registry.ts';
import { SETTING_IDS } from '../../training/experiments/settings.ts';
import type { SettingId } from '../../training/experiments/settings.ts';
import type { NetworkId } from '../../training/networks.ts';
import { NETWORK_IDS } from '../../training/networks.ts';
import { datasetUsers } from '../../datasets/users.ts';
import { QUOTED_DISTRIBUTION, QUOTED_LOSSES } from '../../training/published-figures.ts';
import { ablationNotes, complexityNotes, settingNotes, trainingNotes } from '../../training/published-notes.ts';
import {
  PUBLISHED,
  PUBLISHED_ABLATION,
  PUBLISHED_COMPLEXITY,
  PUBLISHED_EPOCHS,
  PUBLISHED_SHARES,
} from '../../training/published.ts';
import { readModelFile } from '../model-files.ts';
import type { KeptCurve } from '../model-files.ts';
import { barsOf } from './bars.ts';
import { costOf, type WideCosts } from './complexity.ts';
import { quotesOf } from './quotes.ts';

/** The rows of a table: the fix that geometry alone gives, which every network has to beat, and the networks. */
const ROWS = ['toa-aoa', ...NETWORK_IDS] as const;
type RowId = (typeof ROWS)[number];

/** The setting of tables 3, 6 and 7. */
export const DETAILED: SettingId = 's3-3d';

/** The figure of the ablation. */
const ABLATION_FIGURE = 6;

/** The networks of the ablation that lack a part each. */
const PARTLESS = ['pe-msn', 'pe-srn', 'msrn'] as const;

/**
 * Collects the report.
 *
 * @param models folder of reports and training curves, <estimator>/<dataset>/
 * @param wide what the networks of table 3 cost at the paper's width
 * @throws LabError 'bad-file' for a file there that was not written by this lab
 */
export function collectPeMsrn(models: string, wide: WideCosts): PaperReport {
  const settings = SETTING_IDS.map((dataset) => settingOf(models, dataset));
  const ahead = aheadNotes(settings);
  return {
    paper: 'pe-msrn',
    citation: 'Shen et al., Sensors 25(17):5578, 2025',
    settings: settings.map((setting) => ({ ...setting, notes: [...setting.notes, ...ahead] })),
    ablation: {
      table: 7,
      figure: ABLATION_FIGURE,
      dataset: DETAILED,
      rows: (['pe-msrn', ...PARTLESS] as const).map((id) => ({
        estimator: id,
        title: findEstimator(id).title,
        published: completeErrors(PUBLISHED_ABLATION[id]),
      })),
      quoted: quotesOf(ABLATION_FIGURE, settings.find(({ dataset }) => dataset === DETAILED)?.rows ?? []),
      notes: [...ablationNotes(), ...costNotes(models)],
    },
    training: {
      table: 6,
      dataset: DETAILED,
      published: PUBLISHED_EPOCHS.map(({ epochs, ...errors }) => ({ epochs, ...completeErrors(errors) })),
      curves: NETWORK_IDS.flatMap((id) => {
        const curve = readModelFile(models, id, DETAILED, 'training.json');
        if (!curve) return [];
        const points = curve.points.map(({ validation, ...point }) => ({
          ...point,
          validation: completeErrors(validation),
        }));
        const { draws } = findExperiment(`${DETAILED}/${id}`);
        const end = curve.points.at(-1)?.validation;
        const p80 = end && 'p80_m' in end ? end.p80_m : null;
        return [{ estimator: id, title: findEstimator(id).title, loss: curve.loss, draws, points, p80_m: p80 }];
      }),
      losses: QUOTED_LOSSES.map(({ network, training, validation }) => ({
        estimator: network,
        title: findEstimator(network).title,
        training,
        validation,
      })),
      distribution: QUOTED_DISTRIBUTION,
      lengths: NETWORK_IDS.filter((id) => isTrained(settings, id)).map(lengthOf),
      notes: [...trainingNotes()],
    },
    complexity: {
      table: 3,
      rows: NETWORK_IDS.map((id) => ({
        estimator: id,
        title: findEstimator(id).title,
        is_trained: isTrained(settings, id),
        printed: PUBLISHED_COMPLEXITY[id]?.operations ?? null,
        printed_epochs: PUBLISHED_COMPLEXITY[id]?.epochs ?? null,
        ...costOf(id, DETAILED),
        at_paper_width: wide.get(id) ?? null,
      })),
      notes: [...complexityNotes(), ...wideNotes(wide)],
    },
  };
}

function settingOf(models: string, dataset: SettingId): PaperSetting {
  const definition = findPositionsDataset(dataset);
  const published = PUBLISHED[dataset];
  const hash = hashDataset(openDataset(definition));
  const rows = ROWS.map((id) => rowOf(models, id, dataset, hash));
  const sight = sightOf(models, dataset, hash);
  return {
    dataset,
    scene: definition.sceneId,
    title: definition.title,
    table: published.table,
    figure: published.figure,
    dimensions: definition.dimensions,
    snr_db: [...definition.snrDb],
    need_m: published.need_m,
    rows,
    sight,
    quoted: quotesOf(published.figure, rows),
    bars: barsOf(dataset, rows, sight, (id) => readModelFile(models, id, dataset, 'training.json')),
    notes: [
      ...settingNotes(dataset),
      ...orderNotes(rows),
      ...dropoutNotes(dataset, rows),
      ...gainNotes(models, dataset, rows),
    ],
  };
}

/** Whether a network is trained in the setting of the tables that look at one alone. */
function isTrained(settings: readonly PaperSetting[], id: NetworkId): boolean {
  const rows = settings.find(({ dataset }) => dataset === DETAILED)?.rows ?? [];
  return rows.some(({ estimator, ours }) => estimator === id && ours !== null);
}

/** The paper's networks that have a lower mean than PE-MSRN in every setting, where all of them are trained there. */
function aheadNotes(settings: readonly PaperSetting[]): string[] {
  const meansOf = (id: string): number[] =>
    settings.map(({ rows }) => rows.find(({ estimator }) => estimator === id)?.ours?.mean_m ?? NaN);
  const whole = meansOf('pe-msrn');
  const others = NETWORK_IDS.filter(
    (id) => id !== 'pe-msrn' && SETTING_IDS.every((dataset) => PUBLISHED[dataset].rows[id]),
  );
  const ahead = others.filter((id) => meansOf(id).every((mean, k) => mean < whole[k]));
  return ahead.map((id) => {
    const isAhead = (dataset: SettingId): boolean => {
      const { [id]: other, 'pe-msrn': first } = PUBLISHED[dataset].rows;
      return other !== undefined && other.mean_m < first.mean_m;
    };
    const inPaper = SETTING_IDS.filter(isAhead).length;
    return `Of ours, ${findEstimator(id).title} has a lower mean than PE-MSRN as printed in all ${settings.length} settings; in the paper it has in ${inPaper === 0 ? 'none' : inPaper}.`;
  });
}

/** Which of the paper's networks are trained here with dropout, where not all of them are. */
function dropoutNotes(dataset: SettingId, rows: readonly PaperRow[]): string[] {
  const printed = rows.filter(({ published }) => published !== null);
  const dropping = printed.flatMap(({ estimator, title }) => {
    const { dropout } = findExperiment(`${dataset}/${estimator}`).architecture;
    return dropout > 0 ? [`${title} (${dropout})`] : [];
  });
  if (dropping.length === 0 || dropping.length === printed.length) return [];
  return [
    `Of ours, ${dropping.join(' and ')} alone ${dropping.length === 1 ? 'has' : 'have'} dropout; the paper gives 0.2–0.3 to all, and most to PE-FCNet.`,
  ];
}

/** The paper's networks in the order of ours, the best first, where the table is complete; nothing before. */
function orderNotes(rows: readonly PaperRow[]): string[] {
  const networks = rows.filter(({ published }) => published !== null);
  const trained = networks.flatMap(({ title, ours, published }) =>
    ours?.mean_m == null || published?.mean_m == null ? [] : [{ title, ours: ours.mean_m, paper: published.mean_m }],
  );
  if (trained.length < networks.length) {
    const missing = networks.length - trained.length;
    return [`${missing} of the table’s ${networks.length} networks are not trained here yet, so ours have no order.`];
  }
  const order = (by: 'ours' | 'paper'): string =>
    [...trained]
      .sort((a, b) => a[by] - b[by])
      .map((one) => `${one.title} ${one[by].toFixed(3)} m`)
      .join(', ');
  return [`By the means, the best first, ours: ${order('ours')}. The paper’s: ${order('paper')}.`];
}

/** What integer harmonics bring, and what PE-MSRN plus does, by the means, where the rows are there. */
function gainNotes(models: string, dataset: SettingId, rows: readonly PaperRow[]): string[] {
  const meanOf = (id: RowId): number | null => rows.find(({ estimator }) => estimator === id)?.ours?.mean_m ?? null;
  const compare = (id: RowId, against: RowId): string | null => {
    const [after, before] = [meanOf(id), meanOf(against)];
    if (after === null || before === null) return null;
    return `mean ${after.toFixed(3)} m (${findEstimator(id).title}) against ${before.toFixed(3)} m (${findEstimator(against).title})`;
  };
  const harmonic = compare('pe-msrn-harmonic', 'pe-msrn');
  const caution = isAlike(dataset, 'pe-msrn-harmonic', 'pe-msrn')
    ? ''
    : ', and the two differ in width or length as well';
  const plus = compare('pe-msrn-plus', 'toa-aoa');
  return [
    ...(harmonic === null ? [] : [`Integer harmonics in the place of the printed encoding: ${harmonic}${caution}.`]),
    ...(plus === null
      ? []
      : [plusNote(dataset, plus, readModelFile(models, 'pe-msrn-plus', dataset, 'training.json'))]),
  ];
}

/**
 * What sets PE-MSRN plus apart from the fix of geometry. Where it starts from a fix that knows the scene, most of it is that
 * knowledge, and what learning adds has to be read off the validation positions.
 *
 * @param gain the two means
 */
function plusNote(dataset: SettingId, gain: string, curve: KeptCurve | null): string {
  const { encoding } = findExperiment(`${dataset}/pe-msrn-plus`);
  const folded = FOLDED[dataset];
  if (encoding.kind !== 'folded' || !folded) {
    return `A correction learnt to the TOA + AOA fix, held to the region of the users: ${gain}. It knows nothing of the scene’s surfaces.`;
  }
  const metres = (mean: number): string => `${mean.toFixed(3)} m`;
  const means = curve?.points.flatMap(({ validation: { mean_m: mean } }) => (mean === null ? [] : [mean])) ?? [];
  const learnt = means.length === 0 ? '' : `, with the correction that is learnt ${metres(Math.min(...means))}`;
  return `The fix folded at the known surfaces of the scene, and a correction learnt to it: ${gain}. The TOA + AOA fix and the networks of the paper are not told of these surfaces, so learning is not all that sets the two apart. On the validation positions the folded fix alone has a mean of ${metres(folded.alone_m)}${learnt}; the same network on the TOA + AOA fix has ${metres(folded.unfolded_m)}.`;
}

/** Whether two networks are of one width and trained for as long. */
function isAlike(dataset: SettingId, a: NetworkId, b: NetworkId): boolean {
  const [one, other] = [a, b].map((id) => sizeOf(dataset, id));
  return one.width === other.width && one.steps === other.steps;
}

function sizeOf(dataset: SettingId, id: NetworkId): { readonly width: number; readonly steps: number } {
  const { architecture, loop } = findExperiment(`${dataset}/${id}`);
  return { width: architecture.baseWidth, steps: loop.schedule.totalSteps };
}

/** What limits a setting, where it was measured of its present form. */
function sightOf(models: string, dataset: SettingId, hash: string): PaperSight | null {
  const found = readModelFile(models, 'toa-aoa', dataset, 'sight.json');
  return found?.dataset_hash === hash ? found : null;
}

function rowOf(models: string, id: RowId, dataset: SettingId, hash: string): PaperRow {
  const found = readModelFile(models, id, dataset, 'report.json');
  const grid = readModelFile(models, id, dataset, 'grid.json');
  const isCurrent = found?.dataset_hash === hash;
  const printed = id === 'toa-aoa' ? undefined : PUBLISHED[dataset].rows[id];
  const shares = id === 'toa-aoa' || dataset !== DETAILED ? undefined : PUBLISHED_SHARES[id];
  return {
    estimator: id,
    title: findEstimator(id).title,
    published: printed ? completeErrors({ ...printed, ...shares }) : null,
    ours: isCurrent
      ? { ...completeErrors(found), count: found.count, with_fix: found.with_fix, seed: found.seed }
      : null,
    missing: isCurrent ? '' : found ? `of another revision of the dataset (${found.dataset_hash})` : 'not trained yet',
    grid:
      grid?.dataset_hash === hash
        ? grid.by_snr.map(({ snr_db, rmse_m, count, with_fix }) => ({ snr_db, rmse_m, count, with_fix }))
        : [],
  };
}

/**
 * What ours loses without each part, by the means, the least first, and whether that is the part's doing: it is where all of
 * them are as wide as the whole and trained for as long. First of the setting that the paper's own ablation is of, then of those
 * that it has none of. Nothing of a setting before all of them are trained in it.
 */
function costNotes(models: string): string[] {
  const others = SETTING_IDS.filter((dataset) => dataset !== DETAILED);
  const [own, ...more] = [DETAILED, ...others].map((dataset) => lossesOf(models, dataset));
  const unequal = inequalityOf(DETAILED);
  const elsewhere = more.flatMap((losses, i) =>
    losses ? [`In ${others[i].toUpperCase()}: ${lossWords(losses, inequalityOf(others[i]) === '')}.`] : [],
  );
  return [
    ...(own ? [`Ours by the means, against PE-MSRN whole: ${lossWords(own, unequal === '')}.`] : []),
    ...(unequal === '' ? [] : [unequal]),
    ...elsewhere,
  ];
}

/** What a network loses without one of its parts. */
interface PartLoss {
  readonly title: string;
  /** Of the mean of the whole, as a share of it. */
  readonly loss: number;
}

/** Losses by the means in one setting, the least first; null before all are trained. */
function lossesOf(models: string, dataset: SettingId): readonly PartLoss[] | null {
  const hash = hashDataset(openDataset(findPositionsDataset(dataset)));
  const meanOf = (id: NetworkId): number => rowOf(models, id, dataset, hash).ours?.mean_m ?? NaN;
  const whole = meanOf('pe-msrn');
  const losses = PARTLESS.map((id) => ({ title: findEstimator(id).title, loss: meanOf(id) / whole - 1 }));
  return losses.some(({ loss }) => Number.isNaN(loss)) ? null : losses.sort((a, b) => a.loss - b.loss);
}

function lossWords(losses: readonly PartLoss[], isEqual: boolean): string {
  const words = losses.map(({ title, loss }) => `${title} ${loss < 0 ? '−' : '+'}${Math.abs(100 * loss).toFixed(0)} %`);
  return `${words.join(', ')}; ${partsVerdict(losses[0].loss, isEqual)}`;
}

function partsVerdict(least: number, isEqual: boolean): string {
  if (least < 0) return 'so PE-MSRN whole is not the best, and not every part pays';
  if (isEqual) return 'so PE-MSRN whole is the best, and every part pays';
  return 'so PE-MSRN whole is the best, but its parts are not all that sets it apart';
}

/** How the networks of a setting's ablation differ in more than their parts, which the paper's do not; empty where they do not. */
function inequalityOf(dataset: SettingId): string {
  const whole = sizeOf(dataset, 'pe-msrn');
  const others = PARTLESS.map((id) => ({ title: findEstimator(id).title, ...sizeOf(dataset, id) })).filter(
    ({ width, steps }) => width !== whole.width || steps !== whole.steps,
  );
  if (others.length === 0) return '';
  const words = ({ width, steps }: { width: number; steps: number }): string =>
    `${width} channels, ${steps.toLocaleString('en')} steps`;
  const names = others.map((other) => `${other.title} ${words(other)}`).join('; ');
  return `Ours are not of one width and length yet: the stem of PE-MSRN has ${words(whole)}; ${names}. What a part brings, and what width and training bring, cannot be told apart until they are.`;
}

/** The errors that a table may print, null for those that it does not. */
function completeErrors(errors: Partial<PaperErrors>): PaperErrors {
  const { mean_m = null, median_m = null, p90_m = null, max_m = null, min_m = null } = errors;
  const { below_1m = null, below_0_5m = null } = errors;
  return { mean_m, median_m, p90_m, max_m, min_m, below_1m, below_0_5m };
}

/** What the paper counts for one image, and what ours as wide as the paper's takes on it and on its own. */
function wideNotes(wide: WideCosts): string[] {
  const millions = (operations: number): string =>
    `${Number((operations / 1e6).toPrecision(3)).toLocaleString('en')} million`;
  return [...wide].flatMap(([id, { flops, image }]) => {
    const printed = PUBLISHED_COMPLEXITY[id]?.operations;
    if (!image || printed === undefined) return [];
    return [
      `As wide as the paper’s, our ${findEstimator(id).title} takes ${millions(flops)} operations a fix on the image that its features fill, and ${millions(image.flops)} on ${image.side}×${image.side} pixels; the paper prints ${millions(printed)} for the latter.`,
    ];
  });
}

/** How long a network was trained, by its experiment. */
function lengthOf(id: NetworkId): PaperReport['training']['lengths'][number] {
  const { loop, draws } = findExperiment(`${DETAILED}/${id}`);
  const positions = datasetUsers(openDataset(findPositionsDataset(DETAILED)), 'training').count;
  const passes = (loop.schedule.totalSteps * loop.batchSize) / positions;
  return { estimator: id, title: findEstimator(id).title, passes: Math.round(passes), epochs: passes / draws };
}
