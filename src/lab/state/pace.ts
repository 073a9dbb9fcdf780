/** Work that is asked for often and done seldom: at once after a pause, else when the pause is over. */

/** Paced work. */
export interface Pace {
  /** Asks for the work: it is done now, or once when the interval since the last time is over. */
  request(): void;
  /** Does the work now, whatever the pace. */
  now(): void;
  /** Forgets what was asked for. */
  cancel(): void;
}

/**
 * @param work what is done
 * @param interval least time between two requests that are granted, milliseconds
 * @param clock milliseconds on any clock that timers keep
 */
export function createPace(work: () => void, interval: number, clock: () => number = () => performance.now()): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const now = (): void => {
    cancel();
    last = clock();
    work();
  };
  return {
    now,
    cancel,
    request() {
      if (timer !== undefined) return;
      const wait = last + interval - clock();
      if (wait <= 0) now();
      else timer = setTimeout(now, wait);
    },
  };
}
