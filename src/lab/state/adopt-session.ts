/** From one scene to the next: what of the page's state goes along, what begins anew, and what is said of it. */
import type { SessionView } from '../../engine/frontend.ts';
import { linkOf } from './link-sync.ts';
import { notify, type LabState, type LabStore } from './store.ts';
import { checkLink, DEFAULT_LINK, type LinkState } from './url-codec.ts';

/**
 * Shows a scene that has just been opened, as a link wants it; what of the link means nothing there becomes a notice.
 */
export function adoptSession(store: LabStore, session: SessionView, link: LinkState): void {
  const { state, complaints } = checkLink(link, {
    estimators: session.estimators,
    users: session.truth.length / 3,
    snr: session.snr,
  });
  for (const complaint of complaints) notify(store, 'note', complaint);
  const known = session.estimators.map((one) => one.id);
  store.setState((previous) => ({
    session,
    backend: session.backend,
    truth: Float64Array.from(session.truth),
    truthVersion: previous.truthVersion + 1,
    crowdVersion: previous.crowdVersion + 1,
    estimators: known.filter((id) => state.estimators.includes(id)),
    // One that cannot run here is taken up again where it can.
    wantedEstimators: known.filter((id) => link.estimators.includes(id)),
    sites: session.scene.sites,
    ownSites: session.scene.sites,
    tracing: session.tracing,
    ownTracing: session.tracing,
    selectedSite: null,
    isPlacingSite: false,
    shownSite: null,
    snrDb: state.snrDb,
    selectedUser: state.user,
    hoveredUser: null,
    located: null,
    inspection: null,
    highlightedPath: null,
    userLimit: null,
    track: null,
    askedUsers: link.users,
    errorRange: null,
    // What was done to the scene before on its way in concerns nobody any more.
    notices: previous.notices.filter(({ message }) => !previous.session || message !== openWords(previous.session)),
  }));
}

/** The link that carries the page's state into another scene. */
export function linkInto(state: LabState, session: SessionView): LinkState {
  const { session: before, selectedUser, snrDb, wantedEstimators } = state;
  return {
    ...linkOf(state),
    estimators: wantedEstimators.length > 0 ? wantedEstimators : DEFAULT_LINK.estimators,
    scene: session.scene.id,
    users: null,
    user: before && selectedUser === null ? null : 0,
    // 6 dB imposed and 6 dB on top of a link budget have nothing in common.
    snrDb: before?.snr === session.snr ? snrDb : null,
  };
}

/** Tells what was done to a scene on its way in, and that no link leads back to it. */
export function tellBrought(store: LabStore, session: SessionView): void {
  const { repairs, scene } = session;
  notify(
    store,
    'note',
    openWords(session),
    'It stays on this computer and is in no link: when the page is loaded again, bring it again.',
    [...repairs, ...scene.notes],
  );
}

function openWords({ scene }: SessionView): string {
  return `${scene.title} is open.`;
}
