/** Workers of a pool in a terminal. Node only. */
import { parentPort, Worker } from 'node:worker_threads';
import type { TaskPort } from './task-server.ts';
import type { PoolWorker, WorkerAnswer, WorkerRequest } from './worker-pool.ts';

/** Node's workers do not inherit the loader that reads TypeScript, so each begins by registering it. */
const BOOTSTRAP = `
const { workerData } = require('node:worker_threads');
import(workerData.loader).then(({ register }) => (register(), import(workerData.entry)));
`;

/**
 * Starts a Node worker.
 *
 * @param entry URL of its TypeScript file
 */
export function spawnNodeWorker<Setup, Task, Result>(entry: URL): PoolWorker<Setup, Task, Result> {
  const loader = import.meta.resolve('tsx/esm/api');
  const worker = new Worker(BOOTSTRAP, { eval: true, workerData: { loader, entry: entry.href } });
  return {
    post: (request) => worker.postMessage(request),
    listen(onAnswer, onCrash) {
      worker.on('message', (answer: WorkerAnswer<Result>) => onAnswer(answer));
      worker.on('error', onCrash);
      worker.on('exit', (code) => {
        if (code !== 0) onCrash(new Error(`A worker ended with status ${code}.`));
      });
    },
    terminate: () => void worker.terminate(),
  };
}

/** The line of a Node worker's own thread to its pool. */
export function nodeTaskPort<Setup, Task, Result>(): TaskPort<Setup, Task, Result> {
  const port = parentPort;
  if (!port) throw new Error('This file is the entry of a worker.');
  return {
    post: (answer, transfer) => port.postMessage(answer, [...transfer]),
    listen(onRequest) {
      port.on('message', (request: WorkerRequest<Setup, Task>) => onRequest(request));
    },
  };
}
