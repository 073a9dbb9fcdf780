/**
 * The fingerprints of the links of some users of a split, straight from their paths and kept in half precision, block by block.
 * A user of `tokyo-streets` fills 61 kB, so not every position of a trajectory is kept. Node only.
 */
import { join } from 'node:path';
import { antennaCount } from '../channel/array.ts';
import { linkBudgetSnr } from '../channel/link-budget.ts';
import { meanPathPower } from '../channel/mean-path-power.ts';
import { pilotToneCount } from '../channel/radio.ts';
import { createFingerprintReader, fingerprintWidth } from '../features/tap-fingerprint.ts';
import { addTapNoise, synthesizeTaperedTaps, TAP_COUNT } from '../features/taps/tapered-taps.ts';
import { toHalf } from '../numerics/half-float.ts';
import { createRandom } from '../numerics/random.ts';
import type { BlockCache } from './block-cache.ts';
import { keepFile, keptBytes } from './block-cache.ts';
import type { OpenDataset, Split, TrajectoriesDefinition } from './definition.ts';
import { SPLITS } from './definition.ts';
import { hashDataset } from './hash.ts';
import { tracedLinks } from './traced-links.ts';
import type { DatasetUsers } from './users.ts';
import { datasetUsers, pickUsers } from './users.ts';

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
  const home = join(folder, `${dataset.definition.id}-${hashDataset(dataset)}-fingerprints-r${REVISION}`);
  const fileOf = (block: number): string => join(home, `${split}-user${block * USERS_PER_BLOCK}.bin`);
  const sizeOf = (block: number): number => Math.min(USERS_PER_BLOCK, users.count - block * USERS_PER_BLOCK);
  const read = (block: number): Uint16Array | null => {
    const bytes = keptBytes(fileOf(block));
    return bytes?.byteLength === 2 * row * sizeOf(block) ? new Uint16Array(bytes) : null;
  };
  const count = Math.ceil(users.count / USERS_PER_BLOCK);
  let reader: ((user: number) => Float32Array) | undefined;
  return {
    count,
    sizeOf,
    has: (block) => read(block) !== null,
    fill(block, onPart) {
      reader ??= createReader(dataset, users, split, width);
      const bits = new Uint16Array(sizeOf(block) * row);
      for (let user = 0; user < sizeOf(block); user++) {
        bits.set(Uint16Array.from(reader(block * USERS_PER_BLOCK + user), toHalf), user * row);
        onPart?.(user + 1);
      }
      keepFile(fileOf(block), bits);
    },
    read() {
      const blocks = Array.from({ length: count }, (_, block) => {
        const bits = read(block);
        if (!bits) throw new Error(`${fileOf(block)} is not whole.`);
        return bits;
      });
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

/** From a user's number to its fingerprints at all sites [sites, width]; a new noise for every link. */
function createReader(
  dataset: OpenDataset<TrajectoriesDefinition>,
  users: DatasetUsers,
  split: Split,
  width: number,
): (user: number) => Float32Array {
  const { radio, linkBudget, noiseSeed } = dataset.definition;
  const source = tracedLinks(dataset, users);
  const tones = pilotToneCount(radio);
  const sites = dataset.sites.map((site) => {
    const antennas = antennaCount(site.panel);
    return {
      ...{ site, antennas, reader: createFingerprintReader(site.panel) },
      taps: new Float32Array(2 * antennas * TAP_COUNT),
      scratch: new Float32Array(2 * antennas * (TAP_COUNT + 2)),
    };
  });
  return (user) => {
    const fingerprints = new Float32Array(sites.length * width).fill(NaN);
    for (const [number, { site, antennas, reader, taps, scratch }] of sites.entries()) {
      const paths = source.paths(user, number);
      const power = meanPathPower(paths, site, radio);
      const snr = linkBudgetSnr(power, linkBudget, radio);
      if (!(snr > 0)) continue;
      synthesizeTaperedTaps(paths, site, radio, taps);
      const random = createRandom(noiseSeed, SPLITS.indexOf(split), user, number, STREAM, REVISION);
      addTapNoise(taps, { antennas, tones }, power / snr / radio.symbols, random, scratch);
      reader.read(taps, fingerprints.subarray(number * width, (number + 1) * width));
    }
    return fingerprints;
  };
}
