/** What networks are fed of the links of a dataset's users, computed on all cores where it is not kept yet. */
import type { CacheSetup } from '../datasets/cache-setup.ts';
import type { OpenDataset, Split, TrajectoriesDefinition } from '../datasets/definition.ts';
import type { LinkFeatures } from '../datasets/link-features.ts';
import { openLinkCache } from '../datasets/link-features.ts';
import type { LinkFingerprints } from '../datasets/link-fingerprints.ts';
import { openFingerprintCache } from '../datasets/link-fingerprints.ts';
import { fillCache } from './fill-cache.ts';

/**
 * Features of all links.
 *
 * @param folder where they are kept
 */
export async function readLinkFeatures(
  dataset: OpenDataset<TrajectoriesDefinition>,
  folder: string,
  split: Split,
): Promise<LinkFeatures> {
  await fillLinks('link-features', dataset, folder, split);
  return openLinkCache(dataset, folder, split).read();
}

/**
 * Fingerprints of all links.
 *
 * @param folder where they are kept
 */
export async function readLinkFingerprints(
  dataset: OpenDataset<TrajectoriesDefinition>,
  folder: string,
  split: Split,
): Promise<LinkFingerprints> {
  await fillLinks('link-fingerprints', dataset, folder, split);
  return openFingerprintCache(dataset, folder, split).read();
}

function fillLinks(
  kind: Exclude<CacheSetup['kind'], 'training-reports'>,
  { definition: { id } }: OpenDataset<TrajectoriesDefinition>,
  folder: string,
  split: Split,
): Promise<void> {
  return fillCache({ kind, dataset: id, folder, split }, `${split} users of ${id}`);
}
