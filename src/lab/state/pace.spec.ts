import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPace } from './pace.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const INTERVAL = 100;

/** Times at which the work was done, milliseconds from the start. */
function paced(rest?: number): { pace: ReturnType<typeof createPace>; times: number[] } {
  const start = Date.now();
  const times: number[] = [];
  const pace = createPace(
    () => times.push(Date.now() - start),
    INTERVAL,
    rest,
    () => Date.now(),
  );
  return { pace, times };
}

describe('createPace', () => {
  it('works at once after a pause, and once more when the interval is over', () => {
    const { pace, times } = paced();
    for (let i = 0; i < 12; i++) {
      pace.request();
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1000);
    expect(times).toEqual([0, 100, 200]);
    pace.request();
    expect(times.at(-1)).toBe(1120);
  });

  it('does not wait for the interval once the asking rests', () => {
    const { pace, times } = paced(25);
    for (let i = 0; i < 13; i++) {
      pace.request();
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1000);
    expect(times).toEqual([0, 100, 145]);
  });

  it('does what cannot wait, and counts the interval from there', () => {
    const { pace, times } = paced();
    pace.request();
    vi.advanceTimersByTime(50);
    pace.request();
    pace.now();
    pace.request();
    vi.advanceTimersByTime(1000);
    expect(times).toEqual([0, 50, 150]);
  });

  it('forgets a request that is cancelled', () => {
    const { pace, times } = paced();
    pace.now();
    pace.request();
    pace.cancel();
    vi.advanceTimersByTime(1000);
    expect(times).toEqual([0]);
  });
});
