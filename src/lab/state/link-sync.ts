/** Writes the page's state into the address as it changes. */
import type { LabState, LabStore } from './store.ts';
import { SNR_SCALES } from './snr.ts';
import { DEFAULT_LINK, encodeLink, type LinkState } from './url-codec.ts';

/** What a link to this moment would hold. A scene that somebody brought is in no link, and neither is what belongs to it. */
export function linkOf(state: LabState): LinkState {
  const { session } = state;
  const linked = session?.datasetId ? session : null;
  return {
    scene: linked?.opensAs ?? DEFAULT_LINK.scene,
    estimators: linked ? state.estimators : DEFAULT_LINK.estimators,
    users: linked ? state.askedUsers : DEFAULT_LINK.users,
    user: linked ? state.selectedUser : DEFAULT_LINK.user,
    snrDb: linked && state.snrDb !== SNR_SCALES[linked.snr].standard ? state.snrDb : null,
    backend: state.backendChoice,
    theme: state.themeChoice,
    mode: state.mode,
    isPlaying: state.isShowing,
    compare: state.isComparing ? 'open' : 'closed',
    room: state.room ?? 'none',
  };
}

/** Browsers refuse an address that changes more often than a hundred times in half a minute. */
const SETTLE_MILLISECONDS = 300;

/**
 * Keeps the address up to date, without filling the history.
 *
 * @param replace is given the new query, such as "?snr=14", or an empty string
 * @returns a function that ends it
 */
export function followLink(store: LabStore, replace: (query: string) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted: string | undefined;
  const unsubscribe = store.subscribe((state) => {
    if (!state.session) return;
    // A run changes the store many times a second, but not what a link holds: that must not put the writing off.
    const query = encodeLink(linkOf(state));
    if (query === wanted) return;
    wanted = query;
    clearTimeout(timer);
    timer = setTimeout(() => replace(query), SETTLE_MILLISECONDS);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}
