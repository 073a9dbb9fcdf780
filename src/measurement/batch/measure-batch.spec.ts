import { describe, expect, it } from 'vitest';
import { handPaths, handSite, randomPaths, SMALL_RADIO } from '../../channel/testing/links.ts';
import { createNoiseKey } from '../../numerics/counter-noise.ts';
import { LabError } from '../../errors/lab-error.ts';
import { NO_FIX_REASONS, reasonOfCode } from '../no-fix.ts';
import { createCpuMeasurer } from './cpu-measurer.ts';
import { measureBatch } from './measure-batch.ts';
import type { BatchOptions, BatchRequest, ChunkMeasurer } from './measure-batch.ts';

const site = handSite({ rows: 4, columns: 4 });
const radio = SMALL_RADIO;
const COUNT = 20;
const request: BatchRequest = {
  count: COUNT,
  paths: (user) => (user === 4 ? handPaths() : randomPaths(1 + (user % 3))),
  noise: (user) => ({ snr: user === 7 ? 0 : 100, leastNoise: 0 }),
  key: (user) => createNoiseKey(8, user),
};
const run = (options: Partial<BatchOptions> = {}) =>
  measureBatch(request, { measurers: [() => createCpuMeasurer(site, radio)], ...options });

describe('a batch', () => {
  it('has the same reports for every chunk size, and says why users have none', async () => {
    const whole = await run();
    for (const chunk of [1, 7, 20]) expect(await run({ chunk })).toEqual(whole);
    expect(whole.reasons.filter((code) => code === 0).length).toBeGreaterThan(COUNT / 2);
    expect(reasonOfCode(whole.reasons[4])).toBe('no-path');
    expect(reasonOfCode(whole.reasons[7])).toBe('no-signal');
    // Users of the same paths differ by their noise.
    expect(whole.delay[0]).not.toBe(whole.delay[3]);
  });

  it('takes the noise of a link budget where it is stronger', async () => {
    const measured = async (leastNoise: number) =>
      (
        await measureBatch(
          { ...request, noise: () => ({ snr: 1000, leastNoise }) },
          { measurers: [() => createCpuMeasurer(site, radio)] },
        )
      ).snr[0];
    expect(await measured(0)).toBeGreaterThan(300);
    // A lone path of magnitude a sends |H|² = a² everywhere.
    const power = randomPaths(1).amplitudes[0] ** 2 + randomPaths(1).amplitudes[1] ** 2;
    expect(10 * Math.log10((await measured(power / 20)) / 20)).toBeCloseTo(0, 0);
  });

  it('shows progress and stops between chunks', async () => {
    const seen: number[] = [];
    const controller = new AbortController();
    const stopped = run({
      chunk: 6,
      signal: controller.signal,
      onProgress: (done, total) => {
        seen.push(done);
        expect(total).toBe(COUNT);
        if (done === 12) controller.abort(new LabError('cancelled', 'Enough.', ''));
      },
    });
    await expect(stopped).rejects.toThrow('Enough.');
    expect(seen).toEqual([6, 12]);
    seen.length = 0;
    await run({ chunk: 6, onProgress: (done) => seen.push(done) });
    expect(seen).toEqual([6, 12, 18, 20]);
  });

  it('holds a chunk of ten thousand users at a time, and asks for the paths of each once', async () => {
    const count = 10_000;
    const paths = randomPaths(1);
    const asked = new Uint8Array(count);
    let held = 0;
    const counting: ChunkMeasurer = {
      name: 'cpu',
      largestChunk: 64,
      measure(links) {
        // Everybody who was asked for and has not been measured is in this chunk.
        expect(links.length).toBe(held);
        expect(held).toBeLessThanOrEqual(64);
        held = 0;
        return Promise.resolve(links.map(() => ({ report: { kind: 'no-fix', reason: 'no-signal' }, channelPower: 0 })));
      },
      dispose: () => undefined,
    };
    const table = await measureBatch(
      {
        ...request,
        count,
        noise: () => ({ snr: 1, leastNoise: 0 }),
        paths: (user) => {
          asked[user]++;
          held++;
          return paths;
        },
      },
      { measurers: [() => counting], pause: () => Promise.resolve() },
    );
    expect(asked.every((times) => times === 1)).toBe(true);
    expect(table.reasons.every((code) => reasonOfCode(code) === 'no-signal')).toBe(true);
  });

  it('does the chunk again with the next measurer where one fails, and gives every one back', async () => {
    const disposed: string[] = [];
    const failing = (at: number): ChunkMeasurer => {
      const inner = createCpuMeasurer(site, radio);
      let calls = 0;
      return {
        ...inner,
        measure: (links) => (++calls > at ? Promise.reject(new LabError('device', 'Gone.', '')) : inner.measure(links)),
        dispose: () => disposed.push('failing'),
      };
    };
    const reasons: string[] = [];
    const table = await run({
      chunk: 5,
      measurers: [
        () => Promise.reject(new LabError('unsupported', 'Not here.', '')),
        () => failing(2),
        () => ({ ...createCpuMeasurer(site, radio), dispose: () => disposed.push('last') }),
      ],
      onFallback: ({ message }) => reasons.push(message),
    });
    expect(table).toEqual(await run());
    expect(reasons).toEqual(['Not here.', 'Gone.']);
    expect(disposed).toEqual(['failing', 'last']);
    await expect(run({ measurers: [() => failing(0)] })).rejects.toMatchObject({ code: 'device' });
    const defect = { ...failing(0), measure: () => Promise.reject(new TypeError('a defect')) };
    await expect(run({ measurers: [() => defect, () => createCpuMeasurer(site, radio)] })).rejects.toThrow('a defect');
  });

  it('knows every reason by its number', () => {
    expect(NO_FIX_REASONS.map((_, i) => reasonOfCode(i + 1))).toEqual(NO_FIX_REASONS);
  });
});

describe('a link by itself', () => {
  it('is measured alike however often it is asked for, and whoever was in between', () => {
    const measurer = createCpuMeasurer(site, radio);
    const link = (user: number, snr = 100) => ({
      paths: request.paths(user),
      noise: { snr, leastNoise: 0 },
      key: request.key(user),
    });
    const first = measurer.measureLink(link(1));
    expect(measurer.measureLink(link(1))).toEqual(first);
    const weaker = measurer.measureLink(link(1, 3));
    expect(weaker).not.toEqual(first);
    expect(createCpuMeasurer(site, radio).measureLink(link(1, 3))).toEqual(weaker);
    measurer.measureLink(link(2));
    expect(measurer.measureLink(link(1))).toEqual(first);
  });
});
