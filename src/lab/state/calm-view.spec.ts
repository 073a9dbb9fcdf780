import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CALM_MILLISECONDS, createCalmView } from './calm-view.ts';
import { createLabStore } from './store.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('createCalmView', () => {
  it('hands on what keeps changing a few times a second, and ends with the newest', () => {
    const store = createLabStore();
    const calm = createCalmView(store);
    const seen: number[] = [];
    calm.subscribe((state) => seen.push(state.truthVersion));
    for (let version = 1; version <= 60; version++) {
      store.setState({ truthVersion: version });
      vi.advanceTimersByTime(16);
    }
    expect(seen.length).toBeLessThanOrEqual(2 + (60 * 16) / CALM_MILLISECONDS);
    expect(seen[0]).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(seen.at(-1)).toBe(60);
    expect(calm.getState()).toBe(store.getState());
  });

  it('hands on everything else at once', () => {
    const store = createLabStore();
    const calm = createCalmView(store);
    store.setState({ truthVersion: 1 });
    store.setState({ truthVersion: 2 });
    expect(calm.getState().truthVersion).toBe(1);
    store.setState({ selectedUser: 3 });
    expect(calm.getState()).toMatchObject({ selectedUser: 3, truthVersion: 2 });
  });

  it('calls nobody who has left', () => {
    const store = createLabStore();
    const listener = vi.fn();
    createCalmView(store).subscribe(listener)();
    store.setState({ selectedUser: 3 });
    expect(listener).not.toHaveBeenCalled();
  });
});
