/** Coalescing: while one piece of work is under way, only the newest request waits, and older ones are dropped. */

/** A door that lets one request through at a time. */
export interface LatestWins<Request> {
  /** Starts the work, or replaces the request that waits. */
  request(request: Request): void;
  /** Forgets the request that waits; work under way goes on. */
  clear(): void;
  /** True while work is under way. */
  readonly busy: boolean;
}

/**
 * @param work what to do with a request; it handles its own failures, a rejection is treated as an end
 */
export function createLatestWins<Request>(work: (request: Request) => Promise<void>): LatestWins<Request> {
  let waiting: { request: Request } | null = null;
  let busy = false;

  const begin = (request: Request): void => {
    busy = true;
    const end = (): void => {
      busy = false;
      const next = waiting;
      waiting = null;
      if (next) begin(next.request);
    };
    work(request).then(end, end);
  };

  return {
    request(request) {
      if (busy) waiting = { request };
      else begin(request);
    },
    clear() {
      waiting = null;
    },
    get busy() {
      return busy;
    },
  };
}
