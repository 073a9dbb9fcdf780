/** The kept computations that datasets have, by name: what a worker is told so that it can help to fill one. Node only. */
import type { BlockCache } from './block-cache.ts';
import type { DatasetId, Split } from './definition.ts';
import { openDataset } from './definition.ts';
import { LabError } from '../errors/lab-error.ts';
import { openLinkCache } from './link-features.ts';
import { openFingerprintCache } from './link-fingerprints.ts';
import { findDataset, findPositionsDataset } from './registry.ts';
import { openTrainingCache } from './training-cache.ts';

/** Which one: the features of the links of a split, or the training set of scattered positions. */
export type CacheSetup = { readonly dataset: DatasetId; readonly folder: string } & (
  | { readonly kind: 'link-features' | 'link-fingerprints'; readonly split: Split }
  | { readonly kind: 'training-reports'; readonly draws: number }
);

/**
 * Opens it.
 *
 * @throws LabError 'unsupported' for a dataset of the other kind, 'bad-argument' as `openTrainingCache`
 */
export function openCache(setup: CacheSetup): BlockCache {
  switch (setup.kind) {
    case 'link-features':
    case 'link-fingerprints': {
      const definition = findDataset(setup.dataset);
      if (definition.kind === 'trajectories') {
        const open = setup.kind === 'link-features' ? openLinkCache : openFingerprintCache;
        return open(openDataset(definition), setup.folder, setup.split);
      }
      throw new LabError('unsupported', `Dataset "${definition.id}" has one site.`, 'Choose one of trajectories.');
    }
    case 'training-reports':
      return openTrainingCache(openDataset(findPositionsDataset(setup.dataset)), setup.folder, setup.draws);
    default:
      return setup satisfies never;
  }
}

/**
 * Prepares for filling blocks.
 *
 * @returns from a block's number to its size, once it is kept
 */
export function createBlockFiller(setup: CacheSetup): (block: number) => number {
  const cache = openCache(setup);
  return (block) => {
    cache.fill(block);
    return cache.sizeOf(block);
  };
}
