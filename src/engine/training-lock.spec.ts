import { afterEach, describe, expect, it, vi } from 'vitest';
import { alone } from './training-lock.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** The locks of a browser, of which one is held elsewhere until it is let go. */
function stubLocks(): { readonly letGo: () => void } {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  vi.stubGlobal('navigator', {
    locks: {
      request: (_name: string, { signal }: { signal: AbortSignal }, work: () => Promise<unknown>) =>
        Promise.race([
          held.then(work),
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('timed out')))),
        ]),
    },
  });
  // Timers that a test may turn forward.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), milliseconds);
    return controller.signal;
  });
  return { letGo: () => letGo() };
}

describe('trainings of several tabs', () => {
  it('wait for a tab that is about to go', async () => {
    const { letGo } = stubLocks();
    const work = alone('s3-3d', () => Promise.resolve(7));
    letGo();
    expect(await work).toBe(7);
  });

  it('are refused while another tab trains, and say so', async () => {
    vi.useFakeTimers();
    stubLocks();
    const work = vi.fn(() => Promise.resolve());
    const refused = expect(alone('s3-3d', work)).rejects.toMatchObject({
      message: 'A training on this scene is under way in another tab.',
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
    expect(work).not.toHaveBeenCalled();
  });

  it('hand on what goes wrong in them, and need no locks', async () => {
    const failing = (): Promise<never> => Promise.reject(new Error('the work failed'));
    const { letGo } = stubLocks();
    letGo();
    await expect(alone('s3-3d', failing)).rejects.toThrow('the work failed');
    vi.stubGlobal('navigator', {});
    expect(await alone('s3-3d', () => Promise.resolve(7))).toBe(7);
  });
});
