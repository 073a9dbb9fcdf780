import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../engine/frontend.ts';
import { adoptSession, tellBrought } from './adopt-session.ts';
import { createLabStore, notify } from './store.ts';
import { DEFAULT_LINK } from './url-codec.ts';

const session = (title: string): SessionView =>
  ({
    scene: { id: title, title, sites: [], notes: [] },
    estimators: [],
    truth: new Float64Array(6),
    snr: 'imposed',
    repairs: ['Left out footprints that cross themselves: 1.'],
  }) as unknown as SessionView;

describe('adoptSession', () => {
  it('takes what was said of the scene before off the page, and nothing else', () => {
    const store = createLabStore();
    const messages = (): string[] => store.getState().notices.map(({ message }) => message);
    const link = { ...DEFAULT_LINK, estimators: [], user: null };
    adoptSession(store, session('Town'), link);
    tellBrought(store, session('Town'));
    notify(store, 'error', 'bad.geojson is no scene.');
    expect(messages()).toEqual(['Town is open.', 'bad.geojson is no scene.']);
    expect(store.getState().notices[0].details).toEqual(['Left out footprints that cross themselves: 1.']);
    adoptSession(store, session('Village'), link);
    tellBrought(store, session('Village'));
    expect(messages()).toEqual(['bad.geojson is no scene.', 'Village is open.']);
  });
});
