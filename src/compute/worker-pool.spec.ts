import { afterAll, describe, expect, it } from 'vitest';
import { spawnNodeWorker } from './node-workers.ts';
import type { EchoTask } from './testing/echo-worker.ts';
import { createWorkerPool } from './worker-pool.ts';

const entry = new URL('./testing/echo-worker.ts', import.meta.url);
const createPool = (size: number): ReturnType<typeof createWorkerPool<number, EchoTask, Float64Array>> =>
  createWorkerPool<number, EchoTask, Float64Array>(() => spawnNodeWorker(entry), size, 10);
const task = (value: number, milliseconds = 0, behaviour: EchoTask['behaviour'] = 'answer'): EchoTask => ({
  value,
  milliseconds,
  behaviour,
});

describe('a pool of workers', () => {
  const pool = createPool(3);
  afterAll(pool.close);

  it('gives results in the order of the tasks, though later ones are ready first', async () => {
    const results: number[] = [];
    const progress: number[] = [];
    const tasks = Array.from({ length: 12 }, (_, i) => task(i, i % 3 === 0 ? 40 : 1));
    await pool.run(tasks, {
      onResult: async (result, index) => {
        await Promise.resolve();
        results[index] = result[0];
      },
      onProgress: (done) => progress.push(done),
    });
    expect(results).toEqual(tasks.map(({ value }) => 10 * value));
    expect(progress).toEqual(tasks.map((_, i) => i + 1));
  });

  it('runs ahead of a slow taker by no more than a few tasks', async () => {
    let most = 0;
    let taken = 0;
    const tasks = new Proxy(
      Array.from({ length: 30 }, (_, i) => task(i)),
      {
        get(list, key) {
          if (typeof key === 'string' && /^\d+$/.test(key)) most = Math.max(most, Number(key) - taken);
          return Reflect.get(list, key) as unknown;
        },
      },
    );
    await pool.run(tasks, {
      onResult: async () => {
        await new Promise((resolve) => setTimeout(resolve, 3));
        taken++;
      },
    });
    expect(taken).toBe(30);
    expect(most).toBeLessThanOrEqual(2 * pool.size);
  });

  it('passes on what a task threw, and goes on with the next run', async () => {
    const seen: number[] = [];
    await expect(
      pool.run([task(0), task(1, 0, 'refuse'), task(2)], { onResult: (result) => void seen.push(result[0]) }),
    ).rejects.toMatchObject({ name: 'LabError', code: 'bad-argument', message: 'No 1.' });
    expect(seen).toEqual([0]);
    await pool.run([task(7)], { onResult: (result) => void seen.push(result[0]) });
    expect(seen).toEqual([0, 70]);
  });

  it('stops when told to, and can be used again', async () => {
    const controller = new AbortController();
    let seen = 0;
    const tasks = Array.from({ length: 50 }, (_, i) => task(i, 5));
    await expect(
      pool.run(tasks, {
        signal: controller.signal,
        onResult: () => {
          if (++seen === 4) controller.abort(new Error('enough'));
        },
      }),
    ).rejects.toThrow('enough');
    expect(seen).toBe(4);
    await pool.run([task(1)], { onResult: () => void seen++ });
    expect(seen).toBe(5);
  });

  it('tells how far the slowest worker is with its preparation', async () => {
    const shares: number[] = [];
    const told = createWorkerPool<number, EchoTask, Float64Array>(
      () => spawnNodeWorker(entry),
      2,
      10,
      (share) => void shares.push(share),
    );
    await told.run([task(1, 20), task(2, 20)], { onResult: () => undefined });
    told.close();
    expect(shares).toHaveLength(4);
    expect(shares[0]).toBe(0);
    expect(shares).toEqual(shares.toSorted());
    expect(shares.at(-1)).toBe(1);
  });

  it('says that a worker died instead of waiting for it', async () => {
    const doomed = createPool(1);
    await expect(doomed.run([task(0, 0, 'crash')], { onResult: () => undefined })).rejects.toThrow('status 3');
    await expect(doomed.run([task(0)], { onResult: () => undefined })).rejects.toThrow('status 3');
    doomed.close();
  });
});
