/** The features of the links of many users, kept block by block. Node only. */
import { createLinkReader, LINK_FEATURE_WIDTH } from '../features/taps/link-features.ts';
import { TAP_COUNT } from '../features/taps/tapered-taps.ts';
import type { BlockCache } from './block-cache.ts';
import type { OpenDataset, Split, TrajectoriesDefinition } from './definition.ts';
import type { RowReader } from './noisy-taps.ts';
import { createNoisyTapReader } from './noisy-taps.ts';
import { openUserBlocks } from './user-blocks.ts';
import type { DatasetUsers } from './users.ts';
import { datasetUsers, joinUsers } from './users.ts';

/** Raised when the features change: blocks of another revision are not read. */
const REVISION = 2;
const USERS_PER_BLOCK = 1000;

/** Users of one split and what the sites see of them. */
export interface LinkFeatures {
  readonly users: DatasetUsers;
  readonly sites: number;
  /** [users, sites, LINK_FEATURE_WIDTH]; see `LinkReader`. */
  readonly rows: Float32Array;
}

/** See `openLinkCache`. */
export interface LinkCache extends BlockCache {
  /** The features of all users, once every block is there. */
  read(this: void): LinkFeatures;
}

const READER: RowReader = {
  width: LINK_FEATURE_WIDTH,
  stream: [REVISION],
  prepare(site, radio) {
    const reader = createLinkReader(site, radio, TAP_COUNT);
    return (taps, row) => reader.read(taps, row);
  },
};

/**
 * Opens the kept features of a split.
 *
 * @param folder cache folder, created where it does not exist
 */
export function openLinkCache(dataset: OpenDataset<TrajectoriesDefinition>, folder: string, split: Split): LinkCache {
  const users = datasetUsers(dataset, split);
  const width = dataset.sites.length * LINK_FEATURE_WIDTH;
  const blocks = openUserBlocks({
    ...{
      dataset,
      split,
      folder,
      name: `links-r${REVISION}`,
      users: users.count,
      usersPerBlock: USERS_PER_BLOCK,
      width,
    },
    values: Float32Array,
    createRows: () => createNoisyTapReader(dataset, users, split, READER),
  });
  return {
    ...blocks,
    read() {
      const rows = new Float32Array(users.count * width);
      for (let block = 0; block < blocks.count; block++) rows.set(blocks.read(block), block * USERS_PER_BLOCK * width);
      return { users, sites: dataset.sites.length, rows };
    },
  };
}

/** The users of two sets before the same sites as one, in that order. */
export function joinLinkFeatures(a: LinkFeatures, b: LinkFeatures): LinkFeatures {
  const rows = new Float32Array(a.rows.length + b.rows.length);
  rows.set(a.rows);
  rows.set(b.rows, a.rows.length);
  return { users: joinUsers([a.users, b.users]), sites: a.sites, rows };
}
