/** Workers of a pool in a page. */
import type { TaskPort } from './task-server.ts';
import type { PoolWorker, WorkerAnswer, WorkerRequest } from './worker-pool.ts';

/** A web worker as a pool takes it. */
export function fromWebWorker<Setup, Task, Result>(worker: Worker): PoolWorker<Setup, Task, Result> {
  return {
    post: (request) => worker.postMessage(request),
    listen(onAnswer, onCrash) {
      worker.addEventListener('message', (event: MessageEvent<WorkerAnswer<Result>>) => onAnswer(event.data));
      worker.addEventListener('error', (event) => onCrash(new Error(event.message)));
    },
    terminate: () => worker.terminate(),
  };
}

/** The line of a web worker's own thread to its pool. */
export function webTaskPort<Setup, Task, Result>(): TaskPort<Setup, Task, Result> {
  return {
    post: (answer, transfer) => self.postMessage(answer, { transfer: [...transfer] }),
    listen(onRequest) {
      self.addEventListener('message', (event: MessageEvent<WorkerRequest<Setup, Task>>) => onRequest(event.data));
    },
  };
}
