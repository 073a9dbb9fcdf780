import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTurns } from './turns.ts';

const never = new AbortController().signal;

afterEach(() => {
  vi.useRealTimers();
});

describe('turns', () => {
  // That messages are let in between is the browser's own order of tasks: `engine.browser_test.ts` cancels a run.
  it('holds long work while something urgent is under way, even if that fails', async () => {
    const turns = createTurns();
    let finish = (): void => undefined;
    const urgent = turns.urgent(
      () => new Promise<never>((_resolve, reject) => (finish = () => reject(new Error('no')))),
    );
    let passed = false;
    const next = turns.next(never).then(() => (passed = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(passed).toBe(false);
    finish();
    await expect(urgent).rejects.toThrow('no');
    await next;
    expect(passed).toBe(true);
  });

  it('keeps work that nobody waits for out of the way until all have rested', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const turns = createTurns();
    let passed = false;
    /** Time goes by, and whoever waits for its turn gets it. */
    const rest = async (milliseconds: number): Promise<void> => {
      vi.advanceTimersByTime(milliseconds);
      for (let turn = 0; turn < 3; turn++) await turns.breathe();
    };
    await turns.urgent(() => Promise.resolve());
    void turns.next(never, 60).then(() => (passed = true));
    await rest(0);
    await rest(30);
    await turns.urgent(() => Promise.resolve());
    await rest(59);
    expect(passed).toBe(false);
    await rest(1);
    expect(passed).toBe(true);
  });

  it('stops long work that was cancelled', async () => {
    await expect(createTurns().next(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('lets the run go on after something urgent that threw before it began to wait', async () => {
    const turns = createTurns();
    const refused = turns.urgent((): Promise<void> => {
      throw new Error('Too close.');
    });
    await expect(refused).rejects.toThrow('Too close.');
    await expect(turns.next(new AbortController().signal)).resolves.toBeUndefined();
  });

  it('lets what somebody looks at go before other long work, and the urgent before both', async () => {
    const turns = createTurns();
    const log: string[] = [];
    let finish = (): void => undefined;
    const urgent = turns.urgent(() => new Promise<void>((resolve) => (finish = resolve)));
    const shown = turns.foremost(async (next) => {
      for (let step = 0; step < 3; step++) {
        await next(never);
        log.push(`shown ${step}`);
      }
    });
    const crowd = turns.next(never).then(() => log.push('crowd'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log).toEqual([]);
    finish();
    await Promise.all([urgent, shown, crowd]);
    expect(log).toEqual(['shown 0', 'shown 1', 'shown 2', 'crowd']);
  });

  it('lets other work go on once what somebody looked at has failed or was given up', async () => {
    const turns = createTurns();
    await expect(turns.foremost((next) => next(AbortSignal.abort()))).rejects.toMatchObject({ name: 'AbortError' });
    const refused = turns.foremost(() => Promise.reject(new Error('lost')));
    const crowd = turns.next(never);
    await expect(refused).rejects.toThrow('lost');
    await expect(crowd).resolves.toBeUndefined();
  });
});
