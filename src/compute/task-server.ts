/** The worker's side of a pool: one setup, then task after task. */
import { LabError } from '../errors/lab-error.ts';
import type { WorkerAnswer, WorkerFailure, WorkerRequest } from './worker-pool.ts';

/** The worker's end of its line, as its platform offers it. */
export interface TaskPort<Setup, Task, Result> {
  post(this: void, answer: WorkerAnswer<Result>, transfer: readonly ArrayBuffer[]): void;
  listen(this: void, onRequest: (request: WorkerRequest<Setup, Task>) => void): void;
}

/** Does one task. */
export type TaskHandler<Task, Result> = (task: Task) => Result;

/**
 * Answers the tasks of a pool.
 *
 * @param prepare turns the setup into a handler, and may tell which share of that is done, 0 to 1; what it throws is the
 *   answer to every task
 * @param buffersOf the buffers of a result that are handed over instead of copied
 */
export function serveTasks<Setup, Task, Result>(
  port: TaskPort<Setup, Task, Result>,
  prepare: (setup: Setup, tell: (share: number) => void) => TaskHandler<Task, Result>,
  buffersOf: (result: Result) => readonly ArrayBuffer[],
): void {
  let handle: TaskHandler<Task, Result> = () => {
    throw new Error('A task came before the setup.');
  };
  port.listen((request) => {
    switch (request.kind) {
      case 'setup':
        try {
          handle = prepare(request.setup, (share) => port.post({ kind: 'setup', share }, []));
        } catch (cause) {
          handle = () => {
            throw cause;
          };
        }
        break;
      case 'task':
        try {
          const result = handle(request.task);
          port.post({ kind: 'result', id: request.id, result }, buffersOf(result));
        } catch (cause) {
          port.post({ kind: 'failure', id: request.id, failure: describeFailure(cause) }, []);
        }
        break;
      default:
        request satisfies never;
    }
  });
}

function describeFailure(cause: unknown): WorkerFailure {
  if (cause instanceof LabError) return { message: cause.message, lab: { code: cause.code, hint: cause.hint } };
  return { message: cause instanceof Error ? cause.message : String(cause) };
}
