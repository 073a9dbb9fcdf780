/**
 * What limits a setting: which test users the site sees, and what becomes of them and of the others. Means hide it: a few users
 * whom only a mirror shows, a hundred metres from where they are, outweigh all others.
 */
import type { OpenDataset } from '../../datasets/definition.ts';
import { openDataset } from '../../datasets/definition.ts';
import { hashDataset } from '../../datasets/hash.ts';
import { findPositionsDataset } from '../../datasets/registry.ts';
import { checkNeeds, findEstimator } from '../../estimators/registry.ts';
import type { EstimatorId } from '../../estimators/registry.ts';
import { folderWeights } from '../../estimators/weights/folder.ts';
import { checkTrainedOn } from '../../estimators/weights/trained-on.ts';
import { positionErrors } from '../../evaluation/errors.ts';
import { errorMetrics } from '../../evaluation/metrics.ts';
import type { PaperSight } from '../../evaluation/paper-report.ts';
import { openMirrors } from '../../features/mirrors.ts';
import type { Vector3 } from '../../scene/scene.ts';
import type { Site } from '../../scene/sites.ts';
import { weightsFolder } from '../evaluate.ts';
import { measureSet } from '../measure-set.ts';

/** Who is compared: geometry alone, the paper's network, and ours. */
const COMPARED = ['toa-aoa', 'pe-msrn', 'pe-msrn-plus'] as const satisfies readonly EstimatorId[];

/** The same seed as the reports beside it. */
const SEED = 1;

/** Farther from the panel's boresight than this, left and right are one to antennas half a wavelength apart, sines. */
const END_FIRE = Math.sin((75 * Math.PI) / 180);

/** Kinds of users, in the order of {@link sortUsers}. */
export const SIGHTS = ['in sight', 'in sight, along the panel', 'hidden'] as const;

/**
 * Measures the test users of a setting, and judges the compared estimators kind by kind.
 *
 * @param dataset id of a setting
 * @throws LabError where an estimator has no weights of this dataset
 */
export async function measureSight(dataset: string): Promise<PaperSight> {
  const opened = openDataset(findPositionsDataset(dataset));
  const hash = hashDataset(opened);
  const { users, links } = await measureSet(opened, { split: 'test', protocol: 'held-out', seed: SEED });
  const kinds = sortUsers(opened, users.positions);
  const rows: PaperSight['rows'] = [];
  for (const id of COMPARED) {
    const entry = findEstimator(id);
    checkNeeds(entry, { sites: links.length, tracks: false, channels: false });
    const folder = weightsFolder(id, dataset);
    const estimator = await entry.load(entry.trained ? folderWeights(folder) : null);
    checkTrainedOn(estimator, { id: dataset, hash }, folder);
    const estimates = await estimator.estimate({ count: users.count, links });
    estimator.dispose();
    const errors = positionErrors(estimates, users.positions, opened.definition.dimensions);
    const judged = SIGHTS.map((_, kind) => {
      const { mean_m, median_m, p90_m, max_m } = errorMetrics(errors.filter((_, user) => kinds[user] === kind));
      return { mean_m, median_m, p90_m, max_m };
    });
    rows.push({ estimator: id, title: entry.title, kinds: judged });
  }
  const counts = SIGHTS.map((title, kind) => ({ title, users: kinds.filter((one) => one === kind).length }));
  return { dataset_hash: hash, seed: SEED, kinds: counts, rows };
}

/** The kind of each user: index into {@link SIGHTS}. */
export function sortUsers(
  { scene, site }: Pick<OpenDataset, 'scene' | 'site'>,
  positions: ArrayLike<number>,
): number[] {
  const { isClear } = openMirrors(scene.id);
  return Array.from({ length: positions.length / 3 }, (_, user) => {
    const point: Vector3 = [positions[3 * user], positions[3 * user + 1], positions[3 * user + 2]];
    if (!isClear(site.position, point)) return 2;
    return sideways(site, point) > END_FIRE ? 1 : 0;
  });
}

/** Sine of the angle between a point and the plane in which the panel looks straight ahead. */
function sideways({ position, orientation }: Site, point: Vector3): number {
  const [x, y, z] = point.map((value, axis) => value - position[axis]);
  const across = -Math.sin(orientation.azimuth) * x + Math.cos(orientation.azimuth) * y;
  return Math.abs(across) / Math.hypot(x, y, z);
}
