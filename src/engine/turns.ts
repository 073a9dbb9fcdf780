/** Taking turns on the worker's one thread: a long run lets messages in, and waits while somebody is being answered. */

/** A gate that long work passes between its steps. */
export interface Turns {
  /**
   * Lets waiting messages be handled; returns once nobody is being answered and the work may go on.
   *
   * @param rest how long nobody must have been answered, milliseconds, 0 by default: work that nobody waits for keeps out
   *   of the way of a drag
   */
  next(signal: AbortSignal, rest?: number): Promise<void>;
  /** Lets waiting messages be handled and no more: for what must not wait for long work and is long itself. */
  breathe(): Promise<void>;
  /** Runs something that must not wait for long work; `next` holds until it ends. */
  urgent<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Runs long work that somebody looks at: it waits for the urgent alone, and `next` of everything else holds until it ends.
   *
   * @param work is handed the gate that it passes between its own steps
   */
  foremost<T>(work: (next: (signal: AbortSignal) => Promise<void>) => Promise<T>): Promise<T>;
}

/** Creates a gate. */
export function createTurns(): Turns {
  // A message to oneself comes back after those that already wait, and unlike a timer without a delay of its own.
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  const breathe = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });

  let urgent: Promise<unknown> = Promise.resolve();
  let urgentCount = 0;
  let lastAnswer = -Infinity;
  const foremost = new Set<Promise<unknown>>();
  // What fails for its own caller does not concern the work that waits.
  const waitFor = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

  /** Lets messages in, and then whatever goes first. */
  const letIn = async (isForemost: boolean): Promise<void> => {
    for (;;) {
      await breathe();
      if (urgentCount > 0) await waitFor(urgent);
      else if (!isForemost && foremost.size > 0) await Promise.all([...foremost].map(waitFor));
      else return;
    }
  };

  return {
    breathe,
    async next(signal, rest = 0) {
      for (;;) {
        await letIn(false);
        const wait = lastAnswer + rest - performance.now();
        if (!(wait > 0)) break;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
      signal.throwIfAborted();
    },
    async urgent(work) {
      urgentCount++;
      try {
        const running = work();
        urgent = running;
        return await running;
      } finally {
        urgentCount--;
        lastAnswer = performance.now();
      }
    },
    async foremost(work) {
      const running = work(async (signal) => {
        await letIn(true);
        signal.throwIfAborted();
      });
      foremost.add(running);
      try {
        return await running;
      } finally {
        foremost.delete(running);
      }
    },
  };
}
