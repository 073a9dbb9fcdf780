/** What of the page's state the address holds: only what differs from the default. */
import type { BackendRequest } from '../../engine/frontend.ts';

/** The part of the state that a link carries. */
export interface LinkState {
  readonly scene: string;
  readonly estimators: readonly string[];
  /** Selected user, counted from 0; null where nobody is selected. */
  readonly user: number | null;
  readonly snrDb: number;
  readonly backend: BackendRequest;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly mode: 'explore' | 'analyse';
}

/** Range and step of the SNR slider, decibels. */
export const SNR_RANGE = { minimum: -10, maximum: 30, step: 1 } as const;

/** At most so many estimators are compared at once. */
export const MAXIMUM_ESTIMATORS = 5;

/** State of a page that was opened without an address of its own. */
export const DEFAULT_LINK: LinkState = {
  scene: 's3',
  estimators: ['pe-msrn', 'toa-aoa'],
  // Stands in the middle of the hall, in sight of the site.
  user: 20,
  snrDb: 6,
  backend: 'auto',
  theme: 'auto',
  mode: 'analyse',
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
  say('user', userText(state.user), userText(defaults.user));
  say('snr', String(state.snrDb), String(defaults.snrDb));
  say('backend', state.backend, defaults.backend);
  say('theme', state.theme, defaults.theme);
  say('mode', state.mode, defaults.mode);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

function userText(user: number | null): string {
  return user === null ? 'none' : String(user);
}

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
  return {
    state: {
      scene: read('scene', defaults.scene, (text) => text.trim().slice(0, 40) || undefined, 'which names no scene.'),
      estimators: read(
        'estimators',
        defaults.estimators,
        (text) => [...new Set(text.split(',').filter(Boolean))].slice(0, MAXIMUM_ESTIMATORS),
        '',
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
          return value >= SNR_RANGE.minimum && value <= SNR_RANGE.maximum ? value : undefined;
        },
        `which is outside −10 to 30 dB; ${defaults.snrDb} dB is used.`,
      ),
      backend: read(
        'backend',
        defaults.backend,
        oneOf('auto', 'webgpu', 'wasm', 'cpu'),
        'which does not exist; the page chooses one itself.',
      ),
      theme: read('theme', defaults.theme, oneOf('auto', 'light', 'dark'), 'which does not exist.'),
      mode: read('mode', defaults.mode, oneOf('explore', 'analyse'), 'which does not exist.'),
    },
    complaints,
  };
}

function parseUser(text: string): number | null | undefined {
  if (text === 'none') return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/**
 * Checks a link against an open scene.
 *
 * @param link what the address asked for
 * @param session estimators that exist with the reason why one is unavailable (or an empty string), and number of users
 */
export function checkLink(
  link: LinkState,
  session: {
    readonly estimators: readonly { readonly id: string; readonly title: string; readonly unavailable: string }[];
    readonly users: number;
  },
  defaults: LinkState = DEFAULT_LINK,
): DecodedLink {
  const complaints: string[] = [];
  const usable = (id: string): boolean => session.estimators.some((one) => one.id === id && one.unavailable === '');
  const estimators = link.estimators.filter((id) => {
    if (usable(id)) return true;
    const known = session.estimators.find((one) => one.id === id);
    // A default that this scene lacks is no mistake of the reader.
    if (!defaults.estimators.includes(id)) {
      complaints.push(
        known
          ? `${known.title} cannot run here: ${known.unavailable}`
          : `The address asks for estimator “${id.slice(0, 40)}”, which does not exist.`,
      );
    }
    return false;
  });
  if (estimators.length === 0) {
    estimators.push(...defaults.estimators.filter(usable));
    const first = session.estimators.find((one) => one.unavailable === '');
    if (estimators.length === 0 && first) estimators.push(first.id);
  }
  let user = link.user;
  if (user !== null && user >= session.users) {
    if (user !== defaults.user) {
      complaints.push(`The address asks for user ${user}, but there are ${session.users}; the default is shown.`);
    }
    user = session.users > 0 ? Math.min(defaults.user ?? 0, session.users - 1) : null;
  }
  return { state: { ...link, estimators, user }, complaints };
}
