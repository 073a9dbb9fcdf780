/**
 * The store as panels see it: what changes with every step of a moving user or a run reaches them a few times a second,
 * everything else at once. Redrawing text and pictures for every pointer event would keep the pointer waiting.
 */
import { createPace } from './pace.ts';
import type { LabState, LabStore } from './store.ts';

/** Least time between two redrawings of what keeps changing, milliseconds. */
export const CALM_MILLISECONDS = 400;

/** What changes many times a second. */
const LIVELY: ReadonlySet<string> = new Set<keyof LabState>([
  'truthVersion',
  'fixesVersion',
  'crowdVersion',
  'located',
  'denoising',
  'progress',
]);

/** The part of a store that reading needs. */
export type ReadableStore = Pick<LabStore, 'getState' | 'getInitialState' | 'subscribe'>;

/** A calmer view of a store, for as long as the store lives. */
export function createCalmView(store: LabStore, interval = CALM_MILLISECONDS): ReadableStore {
  const listeners = new Set<Parameters<LabStore['subscribe']>[0]>();
  let shown = store.getState();
  const pace = createPace(() => {
    const before = shown;
    shown = store.getState();
    if (shown !== before) for (const listener of listeners) listener(shown, before);
  }, interval);
  store.subscribe((state) => {
    const entries = Object.entries(state) as [keyof LabState, unknown][];
    if (entries.some(([key, value]) => value !== shown[key] && !LIVELY.has(key))) pace.now();
    else pace.request();
  });
  return {
    getState: () => shown,
    getInitialState: store.getInitialState,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
