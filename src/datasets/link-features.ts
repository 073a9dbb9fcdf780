/**
 * The features of the links of many users, straight from their paths and cached on disk block by block, so that a run that is
 * killed goes on where it was. Node only.
 */
import { join } from 'node:path';
import { antennaCount } from '../channel/array.ts';
import { linkBudgetSnr } from '../channel/link-budget.ts';
import { meanPathPower } from '../channel/mean-path-power.ts';
import { pilotToneCount } from '../channel/radio.ts';
import { createLinkReader, LINK_FEATURE_WIDTH } from '../features/taps/link-features.ts';
import { addTapNoise, synthesizeTaperedTaps, TAP_COUNT } from '../features/taps/tapered-taps.ts';
import { createRandom } from '../numerics/random.ts';
import type { BlockCache } from './block-cache.ts';
import { fillBlocks, keepFile, keptBytes } from './block-cache.ts';
import type { OpenDataset, Split, TrajectoriesDefinition } from './definition.ts';
import { SPLITS } from './definition.ts';
import { hashDataset } from './hash.ts';
import { tracedLinks } from './traced-links.ts';
import type { DatasetUsers } from './users.ts';
import { datasetUsers } from './users.ts';

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

/**
 * Opens the kept features of a split.
 *
 * @param folder cache folder, created where it does not exist
 */
export function openLinkCache(dataset: OpenDataset<TrajectoriesDefinition>, folder: string, split: Split): LinkCache {
  const users = datasetUsers(dataset, split);
  const width = dataset.sites.length * LINK_FEATURE_WIDTH;
  const home = join(folder, `${dataset.definition.id}-${hashDataset(dataset)}-links-r${REVISION}`);
  const fileOf = (block: number): string => join(home, `${split}-user${block * USERS_PER_BLOCK}.bin`);
  const sizeOf = (block: number): number => Math.min(USERS_PER_BLOCK, users.count - block * USERS_PER_BLOCK);
  const read = (block: number): Float32Array | null => {
    const bytes = keptBytes(fileOf(block));
    return bytes?.byteLength === 4 * width * sizeOf(block) ? new Float32Array(bytes) : null;
  };
  let reader: ((user: number) => Float32Array) | undefined;
  return {
    count: Math.ceil(users.count / USERS_PER_BLOCK),
    sizeOf,
    has: (block) => read(block) !== null,
    fill(block, onPart) {
      reader ??= createFeatureReader(dataset, users, split);
      const values = new Float32Array(sizeOf(block) * width);
      for (let user = 0; user < sizeOf(block); user++) {
        values.set(reader(block * USERS_PER_BLOCK + user), user * width);
        onPart?.(user + 1);
      }
      keepFile(fileOf(block), values);
    },
    read() {
      const rows = new Float32Array(users.count * width);
      for (let from = 0, block = 0; from < users.count; from += sizeOf(block++)) {
        const values = read(block);
        if (!values) throw new Error(`${fileOf(block)} is not whole.`);
        rows.set(values, from * width);
      }
      return { users, sites: dataset.sites.length, rows };
    },
  };
}

/**
 * The features of all users of a split, computed where the cache does not hold them yet.
 *
 * @param folder cache folder, created where it does not exist
 * @param onUsers progress
 */
export function loadLinkFeatures(
  dataset: OpenDataset<TrajectoriesDefinition>,
  folder: string,
  split: Split,
  onUsers?: (done: number, total: number) => void,
): LinkFeatures {
  const cache = openLinkCache(dataset, folder, split);
  fillBlocks(cache, onUsers);
  return cache.read();
}

/** From a user's number to its features at all sites [sites, LINK_FEATURE_WIDTH]; a new noise for every link. */
function createFeatureReader(
  dataset: OpenDataset<TrajectoriesDefinition>,
  users: DatasetUsers,
  split: Split,
): (user: number) => Float32Array {
  const { radio, linkBudget, noiseSeed } = dataset.definition;
  const source = tracedLinks(dataset, users);
  const tones = pilotToneCount(radio);
  const sites = dataset.sites.map((site) => {
    const antennas = antennaCount(site.panel);
    return {
      ...{ site, antennas, reader: createLinkReader(site, radio, TAP_COUNT) },
      taps: new Float32Array(2 * antennas * TAP_COUNT),
      scratch: new Float32Array(2 * antennas * (TAP_COUNT + 2)),
    };
  });
  return (user) => {
    const rows = new Float32Array(sites.length * LINK_FEATURE_WIDTH).fill(NaN);
    for (const [number, { site, antennas, reader, taps, scratch }] of sites.entries()) {
      const paths = source.paths(user, number);
      const power = meanPathPower(paths, site, radio);
      const snr = linkBudgetSnr(power, linkBudget, radio);
      if (!(snr > 0)) continue;
      synthesizeTaperedTaps(paths, site, radio, taps);
      const random = createRandom(noiseSeed, SPLITS.indexOf(split), user, number, REVISION);
      addTapNoise(taps, { antennas, tones }, power / snr / radio.symbols, random, scratch);
      reader.read(taps, rows.subarray(number * LINK_FEATURE_WIDTH, (number + 1) * LINK_FEATURE_WIDTH));
    }
    return rows;
  };
}
