/** Coverage maps: worked out once for a world while a map is wanted, and kept until the world is another one. */
import type { CoverageRequest, Engine, SessionView } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { addCoverage, chooseSpacing, createCoverageGrid, finishCoverage } from '../map/coverage-grid.ts';
import { limitDimensions } from '../comparison/follow-limits.ts';
import { notifyError, type LabState, type LabStore } from './store.ts';

/** Height of a user's device, metres (3GPP TR 38.901, table 7.2-1). */
const DEVICE_HEIGHT = 1.5;
/** A map that is on its way is drawn anew no more often than this, milliseconds. */
const REDRAW_MILLISECONDS = 250;

/** One map on its way, or kept. */
interface Job {
  readonly session: SessionView;
  /** The limit that is worked out beside, or null. */
  readonly limit: CoverageRequest['limit'];
  readonly controller: AbortController;
  isComplete: boolean;
}

/** The limit that a map is wanted of, or null for the maps that need none. */
function wantedLimit({ overlay, overlaySite, session, estimators, gains, snrDb }: LabState): CoverageRequest['limit'] {
  if (overlay !== 'limit' || !session) return null;
  const { length } = session.scene.sites;
  const site = length > 1 && overlaySite !== null && overlaySite < length ? overlaySite : null;
  return { gains, dimensions: limitDimensions(session, estimators), site, snrDb };
}

/** Whether a map that was worked out with one limit answers who wants another; who wants none is answered by any. */
function answers(limit: CoverageRequest['limit'], wanted: CoverageRequest['limit']): boolean {
  if (!wanted) return true;
  return (
    limit?.gains === wanted.gains &&
    limit.dimensions === wanted.dimensions &&
    limit.site === wanted.site &&
    limit.snrDb === wanted.snrDb
  );
}

/**
 * Works a map out whenever the store wants one (`overlay`) and the page has nothing else to do; stops it when it is no
 * longer wanted or the world has changed.
 *
 * @returns a function that ends it
 */
export function followCoverage(engine: Engine, store: LabStore): () => void {
  let job: Job | null = null;

  const drop = (): void => {
    job?.controller.abort();
    job = null;
    store.setState({ coverage: null, coverageProgress: null });
  };

  const compute = async (mine: Job): Promise<void> => {
    const { bounds, sites } = mine.session.scene;
    const spacing = chooseSpacing(bounds);
    const height = Math.min(DEVICE_HEIGHT, (bounds.maximum[2] - bounds.minimum[2]) / 2);
    const coverage = createCoverageGrid(bounds, spacing, sites.length);
    let drawn = -Infinity;
    store.setState(({ overlaySite }) => ({
      coverage,
      coverageProgress: { prepared: 0, done: 0, total: 0 },
      overlaySite: overlaySite !== null && overlaySite < sites.length ? overlaySite : null,
    }));
    try {
      await engine.cover(
        { spacing, height, limit: mine.limit },
        {
          signal: mine.controller.signal,
          onPreparation: (prepared) => {
            if (job === mine) store.setState({ coverageProgress: { prepared, done: 0, total: 0 } });
          },
          onBatch: ({ batch, done, total }) => {
            if (job !== mine) return;
            addCoverage(coverage, batch);
            const now = performance.now();
            if (now - drawn < REDRAW_MILLISECONDS) return;
            drawn = now;
            store.setState(({ coverageVersion }) => ({
              coverageVersion: coverageVersion + 1,
              coverageProgress: { prepared: 1, done, total },
            }));
          },
        },
      );
      if (job !== mine) return;
      mine.isComplete = true;
      finishCoverage(coverage);
      store.setState(({ coverageVersion }) => ({ coverageVersion: coverageVersion + 1, coverageProgress: null }));
    } catch (cause) {
      if (job !== mine) return;
      notifyError(store, toLabError(cause));
      store.setState({ overlay: 'none' });
    }
  };

  const follow = (): void => {
    const state = store.getState();
    const { overlay, session, phase } = state;
    const limit = wantedLimit(state);
    if (
      job &&
      (!session ||
        !isSameWorld(job.session, session) ||
        (overlay === 'none' && !job.isComplete) ||
        !answers(job.limit, limit))
    ) {
      drop();
    }
    if (job || !session || overlay === 'none' || phase !== 'ready') return;
    job = { session, limit, controller: new AbortController(), isComplete: false };
    void compute(job);
  };

  const unsubscribe = store.subscribe(follow);
  return () => {
    unsubscribe();
    job?.controller.abort();
    job = null;
  };
}

/** Whether users hear the same in two sessions. */
export function isSameWorld(a: SessionView, b: SessionView): boolean {
  return a.scene.positions === b.scene.positions && a.scene.sites === b.scene.sites && a.tracing === b.tracing;
}
