import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine, Inspection, SessionView, UserTrack } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { createLabStore, type LabStore } from '../state/store.ts';
import { followTrack } from './follow-track.ts';

interface Call {
  readonly user: number;
  readonly signal?: AbortSignal;
  readonly resolve: (track: UserTrack) => void;
  readonly reject: (cause: unknown) => void;
}

let store: LabStore;
let calls: Call[];
let end: () => void;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const inspectionOf = (user: number): Inspection => ({ user }) as unknown as Inspection;
const trackOf = (user: number): UserTrack => ({ kind: 'no-track', user, reason: 'Somewhere else.' });

beforeEach(() => {
  store = createLabStore();
  calls = [];
  const engine = {
    track: (user, { signal } = {}) =>
      new Promise((resolve, reject) => {
        calls.push({ user, signal, resolve, reject });
      }),
  } as Pick<Engine, 'track'> as Engine;
  end = followTrack(engine, store);
  store.setState({
    session: { routes: {} } as unknown as SessionView,
    phase: 'ready',
    selectedUser: 3,
    inspection: inspectionOf(3),
  });
});

describe('followTrack', () => {
  it('asks while a track is wanted, again once the user rests elsewhere, and never twice at once', async () => {
    expect(calls).toHaveLength(0);
    store.setState({ isTracking: true });
    expect(calls.map(({ user }) => user)).toEqual([3]);
    store.setState({ inspection: inspectionOf(3) });
    store.setState({ inspection: inspectionOf(3) });
    expect(calls).toHaveLength(1);
    calls[0].resolve(trackOf(3));
    await settle();
    expect(store.getState().track).toEqual(trackOf(3));
    expect(calls).toHaveLength(2);
    calls[1].resolve(trackOf(3));
    await settle();
    expect(calls).toHaveLength(2);
    store.setState({ snrDb: 11 });
    expect(calls).toHaveLength(3);
  });

  it('forgets the track of another user, and all of them where none is wanted', async () => {
    store.setState({ isTracking: true });
    calls[0].resolve(trackOf(3));
    await settle();
    store.setState({ selectedUser: 5, inspection: null });
    expect(store.getState().track).toBeNull();
    store.setState({ inspection: inspectionOf(5) });
    expect(calls.at(-1)?.user).toBe(5);
    store.setState({ isTracking: false });
    expect(calls.at(-1)?.signal?.aborted).toBe(true);
    calls.at(-1)?.resolve(trackOf(5));
    await settle();
    expect(store.getState().track).toBeNull();
  });

  it('asks for nobody who stands, and tells what fails', async () => {
    store.setState({ session: { routes: null } as unknown as SessionView, isTracking: true });
    expect(calls).toHaveLength(0);
    store.setState({ session: { routes: {} } as unknown as SessionView });
    calls[0].reject(new LabError('bad-argument', 'No such user.', 'Choose another.'));
    await settle();
    expect(store.getState().notices.map(({ message }) => message)).toEqual(['No such user.']);
    end();
    store.setState({ inspection: inspectionOf(3) });
    expect(calls).toHaveLength(1);
  });
});
