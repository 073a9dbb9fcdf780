/** Users as networks are fed what is measured of them. */
import type { OpenDataset, TrajectoriesDefinition } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import { coordinateFrame } from '../estimators/coordinates.ts';
import type { LinkEncoding } from '../estimators/per-site/encoding.ts';
import { encodeLinks, fitLinkStatistics, isHeard } from '../estimators/per-site/encoding.ts';
import type { SiteMetadata } from '../estimators/per-site/metadata.ts';
import type { Bounds } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import type { RecalledLinks } from './recalled-links.ts';
import { RECALLED_LINK_WIDTH } from '../estimators/known-places/memory.ts';

/** Users whom a site hears. */
export interface HeardUsers {
  readonly count: number;
  /** Which sites hear each of them [count][sites]. */
  readonly heard: readonly (readonly boolean[])[];
  /** What a network is fed of them [count, sites, SITE_INPUT_WIDTH]. */
  readonly inputs: Float32Array;
  /** [count, 3], metres. */
  readonly positions: Float64Array;
}

/** See the file's head. */
export interface SiteData {
  /** What goes with the weights, but for the estimator's name. */
  readonly metadata: Omit<SiteMetadata, 'estimator'>;
  readonly known: HeardUsers;
  /** Validation users. */
  readonly seen: HeardUsers;
}

/**
 * Chooses the users, fits the statistics, and encodes.
 *
 * @param stride every how-manieth validation user is looked at along the way
 */
export function prepareSiteData(
  dataset: OpenDataset<TrajectoriesDefinition>,
  training: RecalledLinks,
  validation: RecalledLinks,
  stride: number,
): SiteData {
  const { sites, definition } = dataset;
  const coordinates = coordinateFrame(extentOf(training.users.positions));
  const statistics = fitLinkStatistics(training.rows, RECALLED_LINK_WIDTH);
  const metadata = {
    dataset: definition.id,
    datasetHash: hashDataset(dataset),
    sites: sites.length,
    statistics: { mean: [...statistics.mean], standardDeviation: [...statistics.standardDeviation] },
    coordinates: { centre: [...coordinates.centre] as const, scale: coordinates.scale },
  };
  return {
    metadata,
    known: heardUsers(training, sites, 1, metadata),
    seen: heardUsers(validation, sites, stride, metadata),
  };
}

/** Users that a site hears, every `stride`-th of them. */
function heardUsers(
  { users, rows }: RecalledLinks,
  sites: readonly Site[],
  stride: number,
  encoding: LinkEncoding,
): HeardUsers {
  const heard = heardBy(rows, sites.length);
  const chosen = Array.from({ length: users.count }, (_, user) => user)
    .filter((user) => heard[user].some(Boolean))
    .filter((_, i) => i % stride === 0);
  const width = sites.length * RECALLED_LINK_WIDTH;
  const kept = new Float32Array(chosen.length * width);
  chosen.forEach((user, i) => kept.set(rows.subarray(user * width, (user + 1) * width), i * width));
  const heights = Float64Array.from(chosen, (user) => users.positions[3 * user + 2]);
  return {
    count: chosen.length,
    heard: chosen.map((user) => heard[user]),
    inputs: encodeLinks(kept, sites, heights, encoding),
    positions: Float64Array.from(
      chosen.flatMap((user) => Array.from(users.positions.subarray(3 * user, 3 * user + 3))),
    ),
  };
}

/** Which sites hear which user. */
function heardBy(rows: Float32Array, sites: number): boolean[][] {
  const users = rows.length / sites / RECALLED_LINK_WIDTH;
  return Array.from({ length: users }, (_, user) =>
    Array.from({ length: sites }, (__, site) => isHeard(rows.subarray((user * sites + site) * RECALLED_LINK_WIDTH))),
  );
}

/** The box that positions [count, 3] fill. */
export function extentOf(positions: Float64Array): Bounds {
  const minimum: [number, number, number] = [Infinity, Infinity, Infinity];
  const maximum: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  positions.forEach((value, i) => {
    minimum[i % 3] = Math.min(minimum[i % 3], value);
    maximum[i % 3] = Math.max(maximum[i % 3], value);
  });
  return { minimum, maximum };
}
