/**
 * Changing the world by hand: its sites, and what the tracer is asked for. The map follows at once; the engine is asked
 * when a change rests, for the newest state alone, and what it refuses is said and taken back.
 */
import type { Engine, EstimatorView, Progress, Tracing } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import type { Point } from '../map/ray-plane.ts';
import { addSite, changeSite, removeSite, type Site, type SiteChange } from './site-edits.ts';
import { notifyError, type LabStore } from './store.ts';
import { chooseEstimators } from './url-codec.ts';

/** A change that rests this long is meant, milliseconds. */
const REST_MILLISECONDS = 160;

/** Said until the engine has more to say. */
const STARTING: Progress = { stage: 'sites and paths', done: 0, total: 1, unit: 'steps' };

/** What can be done to the world. Every change is followed by new fixes for everybody. */
export interface WorldEditing {
  /** Selects a site and shows it in the panel, or no site. */
  select(site: number | null): void;
  /** Changes a site: where it is, where it looks, what antenna it has. */
  changeSite(site: number, change: SiteChange): void;
  /** Moves a site by a step [x, y, z], metres. */
  stepSite(site: number, by: Point): void;
  /** Puts a new site over a place on the ground, metres, and selects it. */
  addSite(x: number, y: number): void;
  /** Takes a site away; the last one stays. */
  removeSite(site: number): void;
  /** Puts the scene's own sites back. */
  resetSites(): void;
  /** Switches interactions. */
  setTracing(change: Partial<Tracing>): void;
  /** Asks for the interactions again that the scene came with. */
  resetTracing(): void;
  /**
   * Brings sites and interactions into the same world that was opened anew.
   *
   * @returns kept when everybody is found; false where there was nothing to bring, or the engine refused it
   */
  carryOver(sites: readonly Site[], tracing: Tracing): Promise<boolean>;
  /** How far a change on its way to the engine is; null where there is none. */
  progress(): Progress | null;
  /** Gives up what is on its way: sites and interactions are again what the engine has. */
  cancel(): void;
  /** Forgets what has not reached the engine; for another scene. */
  clear(): void;
}

/** What the rest of the page does about a change. */
export interface WorldEvents {
  /** `progress` has changed. */
  readonly onProgress: () => void;
  /** The engine has the new world: everybody is to be found anew. Kept when that is done or has been said to have failed. */
  readonly onArranged: () => Promise<void>;
}

/** Joins an engine's `arrange` and a store. */
export function createWorldEditing(
  engine: Engine,
  store: LabStore,
  { onProgress, onArranged }: WorldEvents,
): WorldEditing {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends what the engine is working on, or null. */
  let working: AbortController | null = null;
  let progress: Progress | null = null;

  const isWaiting = (): boolean => timer !== undefined;

  const tell = (next: Progress | null): void => {
    progress = next;
    onProgress();
  };

  /** Takes over what the engine has; what has been changed since stays as it is wanted. */
  const adopt = (sites: readonly Site[], tracing: Tracing, estimators: readonly EstimatorView[]): void => {
    store.setState((state) => {
      const { session } = state;
      if (!session) return {};
      const isOtherCount = sites.length !== session.scene.sites.length;
      return {
        session: { ...session, scene: { ...session.scene, sites }, tracing, estimators },
        estimators: chooseEstimators(state.wantedEstimators, estimators),
        // Links are counted by sites: those of other sites mean nothing any more.
        ...(isOtherCount ? { located: null, inspection: null, highlightedPath: null, shownSite: null } : {}),
      };
    });
  };

  const apply = async (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    if (working) {
      // The work that is going on ends only when nothing else is wanted, and what it was asked for is not wanted any more.
      working.abort();
      return false;
    }
    tell(STARTING);
    let isArranged = false;
    for (;;) {
      const { session, sites, tracing } = store.getState();
      if (!session || (sites === session.scene.sites && tracing === session.tracing)) break;
      // What has not rested yet is taken up with the rest: once it rests it must not end the very work on it.
      clearTimeout(timer);
      timer = undefined;
      const isCurrent = (): boolean => store.getState().session === session;
      const controller = new AbortController();
      working = controller;
      try {
        const { estimators } = await engine.arrange(
          { sites, tracing },
          { signal: controller.signal, onProgress: (next) => working === controller && tell(next) },
        );
        isArranged = isCurrent();
        if (!isArranged) continue;
        adopt(sites, tracing, estimators);
      } catch (cause) {
        if (!isCurrent()) continue;
        const state = store.getState();
        // A newer wish is asked for on its own merits.
        if (state.sites !== sites || state.tracing !== tracing) continue;
        notifyError(store, toLabError(cause));
        store.setState({
          sites: session.scene.sites,
          tracing: session.tracing,
          selectedSite: withinSites(state.selectedSite, session.scene.sites),
        });
      }
    }
    working = null;
    tell(isWaiting() ? STARTING : null);
    if (isArranged) await onArranged();
    return isArranged;
  };

  const want = (change: { readonly sites?: readonly Site[]; readonly tracing?: Tracing }): void => {
    store.setState(change);
    clearTimeout(timer);
    timer = setTimeout(() => void apply(), REST_MILLISECONDS);
    tell(progress ?? STARTING);
  };

  const edit = (
    change: (sites: readonly Site[], bounds: Parameters<typeof changeSite>[3]) => readonly Site[],
  ): void => {
    const { session, sites } = store.getState();
    if (session) want({ sites: change(sites, session.scene.bounds) });
  };

  return {
    select(site) {
      store.setState({
        selectedSite: site,
        isPlacingSite: false,
        ...(site === null ? {} : { worldPanel: 'sites' as const }),
      });
    },
    changeSite: (site, change) => edit((sites, bounds) => changeSite(sites, site, change, bounds)),
    stepSite(site, by) {
      edit((sites, bounds) => {
        const [x, y, z] = sites[site].position;
        return changeSite(sites, site, { position: [x + by[0], y + by[1], z + by[2]] }, bounds);
      });
    },
    addSite(x, y) {
      edit((sites, bounds) => addSite(sites, x, y, bounds));
      store.setState(({ sites }) => ({ selectedSite: sites.length - 1, isPlacingSite: false }));
    },
    removeSite(site) {
      if (store.getState().sites.length < 2) return;
      edit((sites) => removeSite(sites, site));
      store.setState({ selectedSite: null });
    },
    resetSites() {
      const { ownSites, selectedSite } = store.getState();
      store.setState({ selectedSite: withinSites(selectedSite, ownSites) });
      want({ sites: ownSites });
    },
    setTracing(change) {
      want({ tracing: { ...store.getState().tracing, ...change } });
    },
    resetTracing() {
      want({ tracing: store.getState().ownTracing });
    },
    carryOver(sites, tracing) {
      store.setState({ sites, tracing });
      return apply();
    },
    progress: () => progress,
    cancel() {
      const { session, selectedSite } = store.getState();
      if (!session) return;
      clearTimeout(timer);
      timer = undefined;
      const { sites } = session.scene;
      store.setState({ sites, tracing: session.tracing, selectedSite: withinSites(selectedSite, sites) });
      if (working) working.abort();
      else tell(null);
    },
    clear() {
      clearTimeout(timer);
      timer = undefined;
      working?.abort();
      if (!working) progress = null;
    },
  };
}

function withinSites(site: number | null, sites: readonly Site[]): number | null {
  return site !== null && site < sites.length ? site : null;
}
