/** Work that is asked for often and done seldom: at once after a pause, else when the pause is over or nobody asks any more. */

/** Paced work. */
export interface Pace {
  /** Asks for the work: it is done now, or once when the interval since the last time is over, or the asking rests. */
  request(): void;
  /** Does the work now, whatever the pace. */
  now(): void;
  /** Forgets what was asked for. */
  cancel(): void;
}

/**
 * @param work what is done
 * @param interval least time between two requests that are granted while they keep coming, milliseconds
 * @param rest time without a request after which the last one is granted, milliseconds
 * @param clock milliseconds on any clock that timers keep
 */
export function createPace(
  work: () => void,
  interval: number,
  rest = Infinity,
  clock: () => number = () => performance.now(),
): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Infinity;
  let last = -Infinity;
  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
    due = Infinity;
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
      const time = clock();
      const latest = last + interval;
      if (latest <= time) {
        now();
        return;
      }
      const next = Math.min(latest, time + rest);
      if (timer !== undefined && next === due) return;
      clearTimeout(timer);
      due = next;
      timer = setTimeout(now, next - time);
    },
  };
}
