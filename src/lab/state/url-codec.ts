/** What of the page's state the address holds: only what differs from the default. */
import type { BackendRequest, EstimatorView } from '../../engine/frontend.ts';
import { isOnScale, SNR_SCALES, snrSentence, type SnrKind } from './snr.ts';

/** The part of the state that a link carries. */
export interface LinkState {
  readonly scene: string;
  readonly estimators: readonly string[];
  /** How many users are found; null for as many as the scene shows by itself. */
  readonly users: number | null;
  /** Selected user, counted from 0; null where nobody is selected. */
  readonly user: number | null;
  /** Decibels, in the meaning that the scene gives them (see `SNR_SCALES`); null for that scene's own. */
  readonly snrDb: number | null;
  readonly backend: BackendRequest;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly mode: 'explore' | 'analyse';
  /** Whether the estimators are compared in large. */
  readonly compare: 'open' | 'closed';
  /** Whether the page goes through telling users by itself. */
  readonly isPlaying: boolean;
  /** What lies open beside the map in place of the comparison. */
  readonly room: 'none' | 'paper' | 'training' | 'denoising';
}

/** At most so many estimators are compared at once. */
export const MAXIMUM_ESTIMATORS = 5;

/** Most users that the page can be asked for: a quarter of an hour of work where there is no graphics processor. */
export const MAXIMUM_USERS = 50_000;

/** State of a page that was opened without an address of its own. */
export const DEFAULT_LINK: LinkState = {
  scene: 's3',
  estimators: ['pe-msrn', 'toa-aoa'],
  users: null,
  // Stands in the middle of the hall, in sight of the site.
  user: 20,
  snrDb: null,
  backend: 'auto',
  theme: 'auto',
  mode: 'analyse',
  compare: 'closed',
  isPlaying: false,
  room: 'none',
};

/**
 * The query of a link, beginning with "?", or an empty string for the default state.
 *
 * @param state what to hold
 * @param defaults what goes without saying
 */
export function encodeLink(state: LinkState, defaults: LinkState = DEFAULT_LINK): string {
  const parts: string[] = [];
  const say = (key: string, value: string, standard: string): void => {
    if (value !== standard) parts.push(`${key}=${value}`);
  };
  say('scene', encodeURIComponent(state.scene), encodeURIComponent(defaults.scene));
  const listed = (ids: readonly string[]): string => ids.map(encodeURIComponent).join(',');
  say('estimators', listed(state.estimators), listed(defaults.estimators));
  if (state.users !== null && state.users !== defaults.users) parts.push(`users=${state.users}`);
  say('user', userText(state.user), userText(defaults.user));
  if (state.snrDb !== null && state.snrDb !== defaults.snrDb) parts.push(`snr=${state.snrDb}`);
  say('backend', state.backend, defaults.backend);
  say('theme', state.theme, defaults.theme);
  say('mode', state.mode, defaults.mode);
  say('compare', state.compare, defaults.compare);
  say('play', state.isPlaying ? '1' : '0', defaults.isPlaying ? '1' : '0');
  say('room', state.room, defaults.room);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

function userText(user: number | null): string {
  return user === null ? 'none' : String(user);
}

/** Where users are shown one after the other. */
const PLAYED_SCENE = 'tokyo';

/** A link that was read, and what in it could not be understood. */
export interface DecodedLink {
  readonly state: LinkState;
  /** One sentence per value that was replaced by its default. */
  readonly complaints: readonly string[];
}

/**
 * Reads the query of a link. A value that makes no sense becomes its default and is complained of; whether the scene
 * exists is known to the engine, and whether an estimator or a user does once the scene is open (`checkLink`).
 *
 * @param query such as "?snr=14", with or without its mark
 */
export function decodeLink(query: string, defaults: LinkState = DEFAULT_LINK): DecodedLink {
  const values = new URLSearchParams(query);
  const complaints: string[] = [];
  const read = <T>(key: string, fallback: T, parse: (text: string) => T | undefined, said: string): T => {
    const text = values.get(key);
    if (text === null) return fallback;
    const value = parse(text);
    if (value !== undefined) return value;
    complaints.push(`The address asks for ${key} “${text.slice(0, 40)}”, ${said}`);
    return fallback;
  };
  const oneOf =
    <T extends string>(...allowed: readonly T[]) =>
    (text: string): T | undefined =>
      allowed.find((value) => value === text);
  const isPlaying = read('play', defaults.isPlaying ? '1' : '0', oneOf('0', '1'), 'which is neither 0 nor 1.') === '1';
  return {
    state: {
      // What plays by itself is at home in the town.
      scene: read(
        'scene',
        isPlaying ? PLAYED_SCENE : defaults.scene,
        (text) => text.trim().slice(0, 40) || undefined,
        'which names no scene.',
      ),
      estimators: read(
        'estimators',
        defaults.estimators,
        (text) => [...new Set(text.split(',').filter(Boolean))].slice(0, MAXIMUM_ESTIMATORS),
        '',
      ),
      users: read(
        'users',
        defaults.users,
        (text) => (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= MAXIMUM_USERS ? Number(text) : undefined),
        `which is no number from 1 to ${MAXIMUM_USERS}; the scene’s own users are shown.`,
      ),
      user: read(
        'user',
        defaults.user,
        parseUser,
        `which is no user number; user ${userText(defaults.user)} is shown.`,
      ),
      snrDb: read(
        'snr',
        defaults.snrDb,
        (text) => {
          const value = text.trim() === '' ? Number.NaN : Number(text);
          return KINDS.some((kind) => isOnScale(kind, value)) ? value : undefined;
        },
        `which is outside of what any scene takes; the scene’s own is used.`,
      ),
      backend: read(
        'backend',
        defaults.backend,
        oneOf('auto', 'webgpu', 'wasm', 'cpu'),
        'which does not exist; the page chooses one itself.',
      ),
      theme: read('theme', defaults.theme, oneOf('auto', 'light', 'dark'), 'which does not exist.'),
      mode: read('mode', defaults.mode, oneOf('explore', 'analyse'), 'which does not exist.'),
      isPlaying,
      compare: read('compare', defaults.compare, oneOf('open', 'closed'), 'which does not exist.'),
      room: read('room', defaults.room, oneOf('none', 'paper', 'training', 'denoising'), 'which does not exist.'),
    },
    complaints,
  };
}

/** What an SNR may mean; which of them it is, the scene says. */
const KINDS = ['imposed', 'link-budget', 'drawn'] as const satisfies readonly SnrKind[];

function parseUser(text: string): number | null | undefined {
  if (text === 'none') return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/**
 * Of the estimators that are wanted those that can run; where none of them can, the usual ones, or any.
 *
 * @param wanted ids that a reader or a link asked for
 * @param estimators those of a session
 * @returns in the order of the session
 */
export function chooseEstimators<Id extends string>(
  wanted: readonly string[],
  estimators: readonly (Pick<EstimatorView, 'unavailable'> & { readonly id: Id })[],
  defaults: LinkState = DEFAULT_LINK,
): Id[] {
  const usable = estimators.filter(({ unavailable }) => unavailable === '').map(({ id }) => id);
  const chosen = usable.filter((id) => wanted.includes(id));
  if (chosen.length > 0) return chosen;
  const usual = usable.filter((id) => defaults.estimators.includes(id));
  return usual.length > 0 ? usual : usable.slice(0, 1);
}

/**
 * Checks a link against an open scene.
 *
 * @param link what the address asked for
 * @param session estimators that exist with the reason why one is unavailable (or an empty string), what an SNR means
 *   there, and number of users
 * @returns `snrDb` is a number on the scene's scale
 */
export function checkLink(
  link: LinkState,
  session: {
    readonly estimators: readonly { readonly id: string; readonly title: string; readonly unavailable: string }[];
    readonly users: number;
    readonly snr: SnrKind;
  },
  defaults: LinkState = DEFAULT_LINK,
): { readonly state: LinkState & { readonly snrDb: number }; readonly complaints: readonly string[] } {
  const complaints: string[] = [];
  for (const id of link.estimators) {
    const known = session.estimators.find((one) => one.id === id);
    // A default that this scene lacks is no mistake of the reader.
    if (known?.unavailable === '' || defaults.estimators.includes(id)) continue;
    complaints.push(
      known
        ? `${known.title} cannot run here: ${known.unavailable}`
        : `The address asks for estimator “${id.slice(0, 40)}”, which does not exist.`,
    );
  }
  const estimators = chooseEstimators(link.estimators, session.estimators, defaults);
  let user = link.user;
  if (user !== null && user >= session.users) {
    if (user !== defaults.user) {
      complaints.push(`The address asks for user ${user}, but there are ${session.users}; the default is shown.`);
    }
    user = session.users > 0 ? Math.min(defaults.user ?? 0, session.users - 1) : null;
  }
  const { standard, minimum, maximum } = SNR_SCALES[session.snr];
  const isUsable = link.snrDb === null || isOnScale(session.snr, link.snrDb);
  if (!isUsable) {
    complaints.push(
      `The address asks for snr ${link.snrDb}, but this scene takes ${minimum} to ${maximum} dB; ${snrSentence(session.snr, standard)} is used.`,
    );
  }
  const snrDb = isUsable ? (link.snrDb ?? standard) : standard;
  return { state: { ...link, estimators, user, snrDb }, complaints };
}
