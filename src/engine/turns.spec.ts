import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

const never = new AbortController().signal;

describe('turns', () => {
  it('lets messages be handled between the steps of long work', async () => {
    const turns = createTurns();
    const { port1, port2 } = new MessageChannel();
    let handled = false;
    port1.onmessage = () => (handled = true);
    port2.postMessage(null);
    // Work that never lets go of the thread would never see it.
    for (let step = 0; step < 1000 && !handled; step++) await turns.next(never);
    port1.close();
    expect(handled).toBe(true);
  });

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

  it('stops long work that was cancelled', async () => {
    await expect(createTurns().next(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});
