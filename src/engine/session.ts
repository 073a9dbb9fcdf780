/** What is open: a world with its users, the estimators that can run there, and what was asked of them last. */
import type { DatasetDefinition, OpenDataset } from '../datasets/definition.ts';
import { LabError, toLabError } from '../errors/lab-error.ts';
import { fedSentence } from '../estimators/fed.ts';
import { checkNeeds, ESTIMATORS, findEstimator, type EstimatorId } from '../estimators/registry.ts';
import type { Site } from '../scene/sites.ts';
import type { EstimatorView, RouteTable } from './base.ts';
import type { Finding } from './finding.ts';
import type { Downloads, LoadedEstimators } from './loaded-estimators.ts';
import { createPast, type Past } from './past.ts';
import type { Pipeline } from './pipeline.ts';
import type { Preprocessing } from './preprocessing.ts';

/** See the file's head. */
export interface Session {
  /** What the users and the weights belong to; null for a scene that somebody brought. */
  readonly dataset: OpenDataset<DatasetDefinition> | null;
  readonly pipeline: Pipeline;
  readonly preprocessing: Preprocessing;
  readonly loaded: LoadedEstimators;
  /** Changes when weights turn out to be broken. */
  estimators: readonly EstimatorView[];
  /** Where users may be led along, or null where they stand. */
  readonly routes: RouteTable | null;
  /** What was heard of them on their way; null where they stand. */
  readonly past: Past | null;
  /** How often each user was moved, and what was found of it since: a run must not bring back what it was before. */
  readonly moves: Uint32Array;
  readonly newest: Map<number, Finding>;
  /** What the latest run was asked; inspections follow it. */
  snrDb: number;
  inUse: readonly EstimatorId[];
  /** Of the user that was asked for last, so that a look at it after a move finds nothing twice. */
  latest: Finding | null;
}

/** SNR of an inspection that no run came before, decibels. */
const DEFAULT_SNR_DB = 6;

/** A session in which nothing has been asked yet. */
export function createSession(
  parts: Pick<Session, 'dataset' | 'pipeline' | 'preprocessing' | 'loaded' | 'routes'>,
  snrDb = DEFAULT_SNR_DB,
): Session {
  const estimators = viewEstimators(parts);
  return {
    ...parts,
    past: parts.routes && createPast(parts.pipeline, parts.routes),
    estimators,
    moves: new Uint32Array(parts.pipeline.users.count),
    newest: new Map(),
    snrDb,
    inUse: usable(estimators, parts.loaded),
    latest: null,
  };
}

/** Those that can run here and are loaded. */
function usable(estimators: readonly EstimatorView[], loaded: LoadedEstimators): EstimatorId[] {
  return estimators.filter(({ id, unavailable }) => unavailable === '' && loaded.get(id)).map(({ id }) => id);
}

/**
 * Makes estimators of a session ready and puts them to use, and nobody else.
 *
 * @param ids who is wanted; those that cannot run here are left out
 * @param load loads those that were asked for and are not there yet
 * @returns whether anything is to be told of them: somebody turned out to be unusable, or is fed something else than usual
 * @throws LabError where nobody of those who looked usable is
 */
export async function engage(
  session: Session,
  ids: readonly EstimatorId[],
  downloads: Downloads,
  load: () => Promise<void>,
): Promise<boolean> {
  const wanted = session.estimators.filter(({ id, unavailable }) => unavailable === '' && ids.includes(id));
  const refining = wanted.some(({ id }) => findEstimator(id).reads === 'channels-and-fixes');
  session.loaded.ask([...wanted.map(({ id }) => id), ...(refining ? usableStarters(session) : [])], downloads);
  await load();
  const broken = wanted.filter(({ id }) => session.loaded.refusal(id) !== '');
  const before = session.estimators;
  session.estimators = viewEstimators(session);
  if (broken.length > 0 && broken.length === wanted.length) {
    throw new LabError('missing-weights', session.loaded.refusal(broken[0].id), 'Choose another estimator.');
  }
  session.inUse = wanted.filter(({ id }) => session.loaded.get(id)).map(({ id }) => id);
  return session.estimators.some(
    ({ unavailable, fed }, i) => unavailable !== before[i].unavailable || fed !== before[i].fed,
  );
}

/** Whose fixes are refined, the best first; the last of them needs one site and no training. */
const STARTERS = ['site-product', 'toa-aoa'] as const satisfies readonly EstimatorId[];

function usableStarters({ estimators }: Session): EstimatorId[] {
  return STARTERS.filter((id) => estimators.some((one) => one.id === id && one.unavailable === ''));
}

/**
 * The best estimator whose fixes can be refined here.
 *
 * @throws LabError 'unsupported' where none is loaded
 */
export function findStarter(session: Session): EstimatorId {
  const starter = STARTERS.find((id) => session.loaded.get(id));
  if (starter) return starter;
  throw new LabError('unsupported', 'There is no fix here that could be refined.', 'Choose another estimator.');
}

/** Every estimator of the lab; those that cannot run are listed with the reason. */
export function viewEstimators({
  dataset,
  pipeline,
  loaded,
  routes,
}: Pick<Session, 'dataset' | 'pipeline' | 'loaded' | 'routes'>): EstimatorView[] {
  const { sites } = pipeline.world;
  const asTrained =
    dataset !== null &&
    dataset.sites.length === sites.length &&
    dataset.sites.every((site, i) => isSameSite(site, sites[i]));
  return ESTIMATORS.map(({ id, title, summary, dimensions, trained }) => {
    const entry = findEstimator(id);
    return {
      id,
      title,
      summary,
      fed: fedSentence(entry, loaded.get(id)),
      reads: entry.reads ?? 'reports',
      dimensions,
      unavailable: reasonAgainst(),
    };

    function reasonAgainst(): string {
      try {
        checkNeeds(entry, { sites: sites.length, tracks: routes !== null, channels: true, fixes: true });
      } catch (cause) {
        const { message, hint } = toLabError(cause);
        return `${message} ${hint}`;
      }
      if (trained && dataset === null) {
        return `${title} is trained for one scene, and this one was brought along. TOA and AOA need no training.`;
      }
      if (trained && !asTrained) {
        return `${title} was trained with the sites where they were. Put them back, or use what needs no training.`;
      }
      return loaded.refusal(id);
    }
  });
}

/** Whether two sites hear alike; a site that went through the page is a copy of itself. */
export function isSameSite(a: Site, b: Site): boolean {
  return (
    a.position.every((value, axis) => value === b.position[axis]) &&
    a.orientation.azimuth === b.orientation.azimuth &&
    a.orientation.elevation === b.orientation.elevation &&
    a.panel.rows === b.panel.rows &&
    a.panel.columns === b.panel.columns &&
    a.panel.spacing === b.panel.spacing &&
    a.panel.pattern === b.panel.pattern
  );
}

/**
 * Checks the number of a user.
 *
 * @throws LabError 'unknown-id'
 */
export function checkUser({ pipeline }: Session, user: number): void {
  if (Number.isInteger(user) && user >= 0 && user < pipeline.users.count) return;
  throw new LabError('unknown-id', `There is no user ${user}.`, `Choose 0 to ${pipeline.users.count - 1}.`);
}

/**
 * Checks the number of a site.
 *
 * @throws LabError 'unknown-id'
 */
export function checkSite({ pipeline }: Session, site: number): void {
  const { length } = pipeline.world.sites;
  if (Number.isInteger(site) && site >= 0 && site < length) return;
  throw new LabError('unknown-id', `There is no site ${site}.`, `Choose 0 to ${length - 1}.`);
}
