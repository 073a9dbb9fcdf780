/** A worker for the tests of the pool: waits as long as it is told, multiplies, or fails. */
import { LabError } from '../../errors/lab-error.ts';
import { nodeTaskPort } from '../node-workers.ts';
import { serveTasks } from '../task-server.ts';

/** What it is asked to do. */
export interface EchoTask {
  readonly value: number;
  readonly milliseconds: number;
  readonly behaviour: 'answer' | 'refuse' | 'crash';
}

serveTasks<number, EchoTask, Float64Array>(
  nodeTaskPort(),
  (factor, tell) => {
    for (const share of [0.5, 1]) tell(share);
    return ({ value, milliseconds, behaviour }) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
      if (behaviour === 'refuse') throw new LabError('bad-argument', `No ${value}.`, 'Another.');
      if (behaviour === 'crash') process.exit(3);
      return Float64Array.of(factor * value);
    };
  },
  ({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []),
);
