/**
 * The fingerprints of the links of some users of a split, kept in half precision, block by block. A user of `tokyo-streets` fills
 * 61 kB, so not every position of a trajectory is kept. Node only.
 */
import { createFingerprintReader, fingerprintWidth } from '../features/tap-fingerprint.ts';
import { toHalf } from '../numerics/half-float.ts';
import type { BlockCache } from './block-cache.ts';
import type { OpenDataset, Split, TrajectoriesDefinition } from './definition.ts';
import type { RowReader } from './noisy-taps.ts';
import { createNoisyTapReader } from './noisy-taps.ts';
import { openUserBlocks } from './user-blocks.ts';
import type { DatasetUsers } from './users.ts';
import { datasetUsers, joinUsers, pickUsers } from './users.ts';

/** Raised when the fingerprints change: blocks of another revision are not read. */
const REVISION = 1;
const USERS_PER_BLOCK = 500;

/** Apart from the streams of the other features, whose users are numbered otherwise. */
const STREAM = 0xf1;

/** Every how-manieth position of a split is kept: along a trajectory of `tokyo-streets` that is one in 3.4 m, and in 13 m. */
const STRIDE: Readonly<Record<Split, number>> = { training: 4, validation: 16, test: 16 };

/** Users and their fingerprints. */
export interface LinkFingerprints {
  readonly users: DatasetUsers;
  readonly sites: number;
  /** Values of one link; see `createFingerprintReader`. */
  readonly width: number;
  /** Half-precision bits of one user's links [sites, width]; NaN for a link that nothing stands out of. */
  bitsOf(this: void, user: number): Uint16Array;
}

/** See `openFingerprintCache`. */
export interface FingerprintCache extends BlockCache {
  /** The fingerprints of all users, once every block is there. */
  read(this: void): LinkFingerprints;
}

/**
 * Opens the kept fingerprints of a split.
 *
 * @param folder cache folder, created where it does not exist
 */
export function openFingerprintCache(
  dataset: OpenDataset<TrajectoriesDefinition>,
  folder: string,
  split: Split,
): FingerprintCache {
  const all = datasetUsers(dataset, split);
  const stride = STRIDE[split];
  const users = pickUsers(
    all,
    Uint32Array.from({ length: Math.floor(all.count / stride) }, (_, i) => i * stride),
  );
  const width = fingerprintWidth(dataset.site.panel);
  const row = dataset.sites.length * width;
  const reader: RowReader = {
    ...{ width, stream: [STREAM, REVISION] },
    prepare({ panel }) {
      const fingerprints = createFingerprintReader(panel);
      return (taps, values) => fingerprints.read(taps, values);
    },
  };
  const cache = openUserBlocks({
    ...{ dataset, split, folder, name: `fingerprints-r${REVISION}`, users: users.count },
    ...{ usersPerBlock: USERS_PER_BLOCK, width: row, values: Uint16Array },
    createRows() {
      const read = createNoisyTapReader(dataset, users, split, reader);
      return (user) => Uint16Array.from(read(user), toHalf);
    },
  });
  return {
    ...cache,
    read() {
      const blocks = Array.from({ length: cache.count }, (_, block) => cache.read(block));
      return {
        ...{ users, sites: dataset.sites.length, width },
        bitsOf(user) {
          const at = (user % USERS_PER_BLOCK) * row;
          return blocks[Math.floor(user / USERS_PER_BLOCK)].subarray(at, at + row);
        },
      };
    },
  };
}

/** The users of two sets before the same sites as one, in that order. */
export function joinLinkFingerprints(a: LinkFingerprints, b: LinkFingerprints): LinkFingerprints {
  return {
    ...a,
    users: joinUsers([a.users, b.users]),
    bitsOf: (user) => (user < a.users.count ? a.bitsOf(user) : b.bitsOf(user - a.users.count)),
  };
}
