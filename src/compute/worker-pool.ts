/**
 * Many workers on one list of tasks, in a page or in a terminal. The pool knows neither the stages nor the platform: a
 * worker is something that takes a message and answers it (`web-workers.ts`, `node-workers.ts`), and what it does with
 * a task is said in its own entry file (`task-server.ts`). Results come in the order of the tasks, so nothing depends on
 * how many workers there are or which of them is fast.
 */
import { LabError } from '../errors/lab-error.ts';

/** What the pool says to a worker. */
export type WorkerRequest<Setup, Task> =
  | { readonly kind: 'setup'; readonly setup: Setup }
  | { readonly kind: 'task'; readonly id: number; readonly task: Task };

/** What a worker says to the pool. */
export type WorkerAnswer<Result> =
  | { readonly kind: 'setup'; readonly share: number }
  | { readonly kind: 'result'; readonly id: number; readonly result: Result }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: WorkerFailure };

/** An error on its way between threads. */
export interface WorkerFailure {
  readonly message: string;
  /** Present where it was a LabError. */
  readonly lab?: { readonly code: LabError['code']; readonly hint: string };
}

/** One worker, as its platform offers it. */
export interface PoolWorker<Setup, Task, Result> {
  post(this: void, request: WorkerRequest<Setup, Task>): void;
  /** Called once, before anything is posted. */
  listen(this: void, onAnswer: (answer: WorkerAnswer<Result>) => void, onCrash: (error: Error) => void): void;
  terminate(this: void): void;
}

/** How a list of tasks is run. */
export interface RunOptions<Result> {
  /**
   * Takes the results one by one, in the order of the tasks. While it works, workers run ahead by a few tasks and then
   * wait, so memory stays bounded.
   */
  readonly onResult: (result: Result, index: number) => void | Promise<void>;
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops handing out tasks; what is being worked on is thrown away. */
  readonly signal?: AbortSignal;
}

/** See `createWorkerPool`. */
export interface WorkerPool<Task, Result> {
  readonly size: number;
  /**
   * Runs all tasks; several runs share the workers.
   *
   * @throws whatever a task or `onResult` threw, or the signal's reason; the rest of the run is dropped
   */
  run(this: void, tasks: readonly Task[], options: RunOptions<Result>): Promise<void>;
  /** Ends the workers; the pool must not be used afterwards. */
  close(this: void): void;
}

/** Tasks that a worker may be ahead of the oldest undelivered result, per worker. */
const LEAD = 2;

/**
 * Starts workers and sets each of them up.
 *
 * @param spawn starts one worker
 * @param size how many
 * @param setup what each is prepared with; it is copied, not transferred
 * @param onSetup hears which share of its preparation the slowest worker has done, 0 to 1, where its entry tells
 */
export function createWorkerPool<Setup, Task, Result>(
  spawn: () => PoolWorker<Setup, Task, Result>,
  size: number,
  setup: Setup,
  onSetup?: (share: number) => void,
): WorkerPool<Task, Result> {
  const idle: Caller<Task, Result>[] = [];
  const waiting: ((caller: Caller<Task, Result>) => void)[] = [];
  const shares = new Float64Array(size);
  const callers = Array.from({ length: size }, (_, worker) =>
    createCaller(spawn(), setup, (share) => {
      shares[worker] = share;
      onSetup?.(Math.min(...shares));
    }),
  );
  idle.push(...callers);

  /** Does one task on the next worker that is free. */
  const call = async (task: Task): Promise<Result> => {
    const caller = idle.pop() ?? (await new Promise<Caller<Task, Result>>((resolve) => waiting.push(resolve)));
    try {
      return await caller.call(task);
    } finally {
      const next = waiting.shift();
      if (next) next(caller);
      else idle.push(caller);
    }
  };

  return {
    size,
    async run(tasks, { onResult, onProgress, signal }) {
      signal?.throwIfAborted();
      const results = new Map<number, Promise<Result>>();
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(reasonOf(signal)), { once: true });
      });
      aborted.catch(() => undefined); // raced below, and nobody is left to hear it afterwards
      let started = 0;
      for (let index = 0; index < tasks.length; index++) {
        for (; started < Math.min(tasks.length, index + LEAD * size); started++) {
          const result = call(tasks[started]);
          result.catch(() => undefined); // thrown when its turn comes
          results.set(started, result);
        }
        const result = await Promise.race([results.get(index) ?? aborted, aborted]);
        results.delete(index);
        await onResult(result, index);
        signal?.throwIfAborted();
        onProgress?.(index + 1, tasks.length);
      }
    },
    close() {
      for (const caller of callers) caller.close();
    },
  };
}

/** A worker that is asked one thing at a time. */
interface Caller<Task, Result> {
  call(this: void, task: Task): Promise<Result>;
  close(this: void): void;
}

function createCaller<Setup, Task, Result>(
  worker: PoolWorker<Setup, Task, Result>,
  setup: Setup,
  onSetup: (share: number) => void,
): Caller<Task, Result> {
  let nextId = 0;
  let crash: Error | null = null;
  const pending = new Map<number, { resolve: (result: Result) => void; reject: (cause: unknown) => void }>();
  const fail = (error: Error): void => {
    crash = error;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  worker.listen((answer) => {
    if (answer.kind === 'setup') {
      onSetup(answer.share);
      return;
    }
    const waiter = pending.get(answer.id);
    pending.delete(answer.id);
    if (answer.kind === 'result') waiter?.resolve(answer.result);
    else waiter?.reject(reviveFailure(answer.failure));
  }, fail);
  worker.post({ kind: 'setup', setup });
  return {
    call(task) {
      if (crash) return Promise.reject(crash);
      const id = nextId++;
      const answer = new Promise<Result>((resolve, reject) => pending.set(id, { resolve, reject }));
      worker.post({ kind: 'task', id, task });
      return answer;
    },
    close() {
      worker.terminate();
      fail(new LabError('cancelled', 'The workers were stopped.', 'Start the work again when you need it.'));
    },
  };
}

function reviveFailure({ message, lab }: WorkerFailure): Error {
  return lab ? new LabError(lab.code, message, lab.hint) : new Error(message);
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}
