/** `wavefix study town`: what the networks of the town reach beside what DiffLoc's paper prints, with all sites and with each alone. */
import { openDataset } from '../../datasets/definition.ts';
import { hashDataset } from '../../datasets/hash.ts';
import { TOKYO_STREETS } from '../../datasets/tokyo-streets.ts';
import type { InputKind } from '../../estimators/site-inputs/weights-name.ts';
import { weightsName } from '../../estimators/site-inputs/weights-name.ts';
import type { EvaluationReport } from '../../evaluation/report.ts';
import type { KeptEvaluation } from '../model-files.ts';
import { parseArguments } from '../arguments.ts';
import { evaluate } from '../evaluate.ts';
import { readModelFile } from '../model-files.ts';
import { savePage } from './save-page.ts';
import { townPage } from './town-page.ts';

const OPTIONS = {
  count: { kind: 'integer' },
  models: { kind: 'text', shape: '<folder>' },
  save: { kind: 'flag' },
} as const;

/** What of a report on some of the sites the page says; the median is that of the users with a fix. */
export type TownErrors = Pick<EvaluationReport, 'mean_m' | 'median_m' | 'with_fix'>;

/** An estimator of the table. */
export interface TownSubject {
  readonly model: string;
  readonly input?: InputKind;
  /** What the paper prints of it, in its words. */
  readonly paper?: string;
  /** Whether it is asked for every site alone. */
  readonly isAskedAlone: boolean;
  /** Whether it can take the prior out of the product of its sites. */
  readonly hasPrior?: boolean;
}

/** The table. */
export const TOWN_SUBJECTS: readonly TownSubject[] = [
  { model: 'path-wknn', isAskedAlone: true },
  { model: 'site-product', input: 'measured', isAskedAlone: true },
  { model: 'site-product', input: 'fingerprint', isAskedAlone: true },
  { model: 'diffloc-unet', input: 'measured', paper: '0.116 m', isAskedAlone: true, hasPrior: true },
  { model: 'diffloc-unet', input: 'fingerprint', paper: '0.116 m', isAskedAlone: false },
  { model: 'diffloc-ct', input: 'measured', paper: '0.005 m', isAskedAlone: true },
  { model: 'diffloc-ct', input: 'fingerprint', paper: '0.005 m', isAskedAlone: false },
  { model: 'regression', input: 'measured', paper: '> 10 m', isAskedAlone: false },
  { model: 'regression', input: 'fingerprint', paper: '> 10 m', isAskedAlone: false },
  { model: 'grid-fusion', input: 'measured', paper: '3 m', isAskedAlone: false },
  { model: 'grid-fusion', input: 'fingerprint', paper: '3 m', isAskedAlone: false },
];

/** What is known of one of them. */
export interface TownRow extends TownSubject {
  /** On unseen trajectories, and on those of fast vehicles; null where no evaluation is kept. */
  readonly streets: KeptEvaluation | null;
  readonly fast: KeptEvaluation | null;
  /** With one site at a time, in their order. */
  readonly alone: readonly TownErrors[];
  /** With the prior in the score of every site, and taken out of all but one of them. */
  readonly prior: { readonly kept: TownErrors; readonly takenOut: TownErrors } | null;
}

/** What the study says. */
export interface TownStudy {
  readonly study: 'town';
  readonly dataset: string;
  readonly dataset_hash: string;
  /** Users who were asked for with one site at a time, and about the prior. */
  readonly asked: number;
  readonly rows: readonly TownRow[];
}

/**
 * Reads what is kept of all of them, and asks for what is not: the sites one at a time.
 *
 * @param args what follows the study's name on the command line; `--count` users for the sites alone, `--save` writes its page
 * @throws LabError as `evaluate`
 */
export async function studyTown(args: readonly string[]): Promise<TownStudy> {
  const { count, models = 'models', save } = parseArguments(args, OPTIONS).values;
  const dataset = openDataset(TOKYO_STREETS);
  const { id } = dataset.definition;
  const some = count === undefined ? [] : ['--count', String(count)];
  const ask = async (model: string, ...options: string[]): Promise<TownErrors> => {
    const report = await evaluate(['--model', model, '--dataset', id, ...options, ...some]);
    if ('protocol' in report) throw new Error('unseen users are not evaluated on the grid');
    const { mean_m, median_m, median_of_fixes_m = median_m, with_fix } = report;
    asked = report.count;
    return { mean_m, median_m: median_of_fixes_m, with_fix };
  };
  let asked = 0;
  const rows: TownRow[] = [];
  for (const subject of TOWN_SUBJECTS) {
    const { model, input, isAskedAlone, hasPrior } = subject;
    const kept = (set: string): KeptEvaluation | null =>
      readModelFile(models, model, weightsName(set, input), 'report.json');
    const fed = input ? ['--input', input] : [];
    const alone: TownErrors[] = [];
    for (let site = 1; isAskedAlone && site <= dataset.sites.length; site++) {
      alone.push(await ask(model, ...fed, '--sites', String(site)));
    }
    const prior = hasPrior ? { kept: await ask(model, ...fed), takenOut: await ask(model, ...fed, '--prior') } : null;
    rows.push({ ...subject, streets: kept(id), fast: kept('tokyo-fast'), alone, prior });
  }
  const found: TownStudy = { study: 'town', dataset: id, dataset_hash: hashDataset(dataset), asked, rows };
  if (save) savePage(found.study, townPage(found));
  return found;
}
