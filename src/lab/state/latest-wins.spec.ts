import { describe, expect, it } from 'vitest';
import { createLatestWins } from './latest-wins.ts';

/** Work that ends when told, and remembers what it was given. */
function controlledWork(): {
  seen: number[];
  work: (request: number) => Promise<void>;
  end: (failure?: Error) => Promise<void>;
} {
  const seen: number[] = [];
  let finish: ((failure?: Error) => void) | undefined;
  return {
    seen,
    work: (request) => {
      seen.push(request);
      return new Promise((resolve, reject) => {
        finish = (failure) => (failure ? reject(failure) : resolve());
      });
    },
    end: async (failure) => {
      finish?.(failure);
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

describe('createLatestWins', () => {
  it('keeps one request in flight and drops all but the newest that wait', async () => {
    const { seen, work, end } = controlledWork();
    const door = createLatestWins(work);
    for (let i = 1; i <= 5; i++) door.request(i);
    expect(seen).toEqual([1]);
    await end();
    expect(seen).toEqual([1, 5]);
    await end();
    expect(door.busy).toBe(false);
    door.request(6);
    expect(seen).toEqual([1, 5, 6]);
  });

  it('goes on after a failure', async () => {
    const { seen, work, end } = controlledWork();
    const door = createLatestWins(work);
    door.request(1);
    door.request(2);
    await end(new Error('gone'));
    expect(seen).toEqual([1, 2]);
  });

  it('forgets the waiting request when cleared', async () => {
    const { seen, work, end } = controlledWork();
    const door = createLatestWins(work);
    door.request(1);
    door.request(2);
    door.clear();
    await end();
    expect(seen).toEqual([1]);
  });
});
