/** `wavefix study split-leak`: why users are split by trajectory. */
import { openDataset } from '../../datasets/definition.ts';
import { hashDataset } from '../../datasets/hash.ts';
import { joinLinkFeatures } from '../../datasets/link-features.ts';
import { TOKYO_STREETS } from '../../datasets/tokyo-streets.ts';
import { LabError } from '../../errors/lab-error.ts';
import { parseArguments } from '../arguments.ts';
import { readLinkFeatures } from '../kept-links.ts';
import type { SplitStudy } from './split-leak.ts';
import { savePage } from './save-page.ts';
import { DEALS, NEIGHBOURS, runDeal } from './split-leak.ts';
import { splitPage } from './split-page.ts';

const OPTIONS = {
  count: { kind: 'integer' },
  seed: { kind: 'integer' },
  cache: { kind: 'text', shape: '<folder>' },
  save: { kind: 'flag' },
} as const;

/** Users who are looked for. */
const SOUGHT = 1000;

/**
 * Runs it on the training and validation users, whose features are computed where they are not kept yet; `--save` writes its page.
 *
 * @param args what follows the study's name on the command line
 * @throws LabError 'bad-argument' for options out of range
 */
export async function studySplits(args: readonly string[]): Promise<SplitStudy> {
  const { count = SOUGHT, seed = 1, cache = '.cache', save } = parseArguments(args, OPTIONS).values;
  if (count < 1) throw new LabError('bad-argument', `Option --count cannot be ${count}.`, 'Ask for one user or more.');
  const dataset = openDataset(TOKYO_STREETS);
  const folder = `${cache}/datasets`;
  const features = joinLinkFeatures(
    await readLinkFeatures(dataset, folder, 'training'),
    await readLinkFeatures(dataset, folder, 'validation'),
  );
  const found: SplitStudy = {
    study: 'split-leak',
    dataset: dataset.definition.id,
    dataset_hash: hashDataset(dataset),
    seed,
    neighbours: NEIGHBOURS,
    deals: DEALS.map((deal) => runDeal(features, deal, count, seed)),
  };
  if (save) savePage(found.study, splitPage(found));
  return found;
}
