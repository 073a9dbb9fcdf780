import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionView } from '../../engine/frontend.ts';
import { followLink, linkOf } from './link-sync.ts';
import { createLabStore } from './store.ts';
import { SNR_SCALES } from './snr.ts';
import { DEFAULT_LINK } from './url-codec.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('linkOf', () => {
  it('leads back to the dataset that is open, not to another one of its scene', () => {
    const store = createLabStore();
    const session = { scene: { id: 's3' }, datasetId: 's3-2d', opensAs: 's3-2d', snr: 'imposed' };
    store.setState({ session: session as unknown as SessionView });
    expect(linkOf(store.getState()).scene).toBe('s3-2d');
  });
});

describe('followLink', () => {
  it('writes once the state has settled, and nothing before a scene is open', () => {
    const store = createLabStore();
    const written: string[] = [];
    const end = followLink(store, (query) => written.push(query));
    store.setState({ snrDb: 20 });
    vi.runAllTimers();
    expect(written).toEqual([]);
    store.setState({
      session: { scene: { id: 's3' }, datasetId: 's3-3d', opensAs: 's3', snr: 'imposed' } as unknown as SessionView,
      estimators: ['pe-msrn', 'toa-aoa'],
      selectedUser: DEFAULT_LINK.user,
    });
    for (let snrDb = 0; snrDb <= 14; snrDb++) store.setState({ snrDb });
    vi.runAllTimers();
    expect(written).toEqual(['?snr=14']);
    store.setState({ snrDb: SNR_SCALES.imposed.standard });
    vi.runAllTimers();
    expect(written).toEqual(['?snr=14', '']);
    store.setState({ snrDb: 9 });
    for (let version = 0; version < 20; version++) {
      vi.advanceTimersByTime(50);
      store.setState({ fixesVersion: version });
    }
    expect(written).toEqual(['?snr=14', '', '?snr=9']);
    end();
    store.setState({ snrDb: 1 });
    vi.runAllTimers();
    expect(written).toHaveLength(3);
  });
});
