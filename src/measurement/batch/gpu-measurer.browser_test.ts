/** Batches on every device at hand against the same batches in double precision, and what a lost device does to one. */
import { afterAll, describe, expect, it } from 'vitest';
import { handPaths, handSite, SMALL_RADIO } from '../../channel/testing/links.ts';
import { readStorage } from '../../compute/gpu/buffers.ts';
import { devicesAtHand } from '../../compute/testing/devices.ts';
import { createNoiseKey } from '../../numerics/counter-noise.ts';
import { createRandom } from '../../numerics/random.ts';
import type { MeasurementTable } from '../report.ts';
import { createMeasurementTable, writeReport } from '../report.ts';
import { RAW_VALUES } from '../reports-gpu.ts';
import { createCpuMeasurer } from './cpu-measurer.ts';
import { createGpuMeasurer } from './gpu-measurer.ts';
import { measureBatch } from './measure-batch.ts';
import type { BatchRequest } from './measure-batch.ts';

const site = handSite({ rows: 4, columns: 4 });
const radio = { ...SMALL_RADIO, resourceBlocks: 24 };
const COUNT = 12;

/**
 * Lone and double paths from all over, weak ones too, and what cannot be measured. Up to 20 dB: with so few tones the gate's
 * taps are so much alike that above it the number of sources hangs on eigenvalues below single precision.
 */
const request: BatchRequest = {
  count: COUNT,
  paths: (user) => {
    if (user === 3) return handPaths();
    if (user === 5) return handPaths({ delay: 1e-7, azimuth: 0, elevation: 0, magnitude: Number.NaN });
    const random = createRandom(11, user);
    const first = { delay: 1e-7 + 1e-6 * random.uniform(), azimuth: random.uniform(), elevation: -random.uniform() };
    const second = { delay: first.delay + 4e-7, azimuth: first.azimuth - 0.9, elevation: 0.3, magnitude: 0.2 };
    const paths = user % 2 === 0 ? handPaths(first, second) : handPaths(first);
    // Amplitudes as real links have them: the squares of their squares are no single-precision numbers.
    paths.amplitudes.forEach((value, i) => (paths.amplitudes[i] = value * 10 ** -user));
    return paths;
  },
  noise: (user) => ({ snr: user === 9 ? Infinity : 10 ** (user % 3), leastNoise: 0 }),
  key: (user) => createNoiseKey(4, user),
};

/** The values of a table as `DeviceReports` has them. */
function rawValues({ snr, azimuth, elevation, delay, power }: MeasurementTable): Float64Array {
  return Float64Array.from(
    [...snr].flatMap((_, row) => [
      10 * Math.log10(snr[row]),
      azimuth[row],
      elevation[row],
      1e9 * delay[row],
      10 * Math.log10(power[row]),
    ]),
  );
}

const onCpu = () => createCpuMeasurer(site, radio);

function expectSameReports(actual: MeasurementTable, expected: MeasurementTable): void {
  expect([...actual.reasons]).toEqual([...expected.reasons]);
  // 0.1 ps are 0.03 mm, and 2e-5 rad a thousandth of a degree: below what noise does at 30 dB.
  expect(actual.delay).toBeAllclose(expected.delay, { absolute: 1e-13, relative: 0 });
  expect(actual.firstDelay).toBeAllclose(expected.firstDelay, { absolute: 1e-11, relative: 0 });
  expect(actual.azimuth).toBeAllclose(expected.azimuth, { absolute: 2e-5, relative: 0 });
  expect(actual.elevation).toBeAllclose(expected.elevation, { absolute: 2e-5, relative: 0 });
  expect(actual.power).toBeAllclose(expected.power, { relative: 1e-5, absolute: 0 });
  const noisy = (table: MeasurementTable) => table.snr.filter((_, user) => user !== 9);
  expect(noisy(actual)).toBeAllclose(noisy(expected), { relative: 1e-4, absolute: 0 });
}

describe.each(await devicesAtHand())('batches on $name', ({ device }) => {
  afterAll(() => device.destroy());

  it('give the reports of the processor, whatever the chunks', async () => {
    const expected = await measureBatch(request, { measurers: [onCpu] });
    expect(expected.reasons.filter((code) => code === 0).length).toBeGreaterThanOrEqual(COUNT - 3);
    const onGpu = () => createGpuMeasurer(device, site, radio);
    const whole = await measureBatch(request, { measurers: [onGpu] });
    expectSameReports(whole, expected);
    expect(await measureBatch(request, { measurers: [onGpu], chunk: 5 })).toEqual(whole);
    // So little memory that every user goes alone, and more paths than there was room for.
    const tight = await createGpuMeasurer(device, site, radio, 1);
    expect(tight.largestChunk).toBe(1);
    expect(await measureBatch(request, { measurers: [() => tight] })).toEqual(whole);
    // One path in ninety pieces.
    const piece = { delay: 3e-7, azimuth: 0.5, elevation: -0.3, magnitude: 1 / 90 };
    const pieces = handPaths(...Array.from({ length: 90 }, () => piece));
    const many = { ...request, count: 2, paths: () => pieces, noise: () => ({ snr: 100, leastNoise: 0 }) };
    expectSameReports(
      await measureBatch(many, { measurers: [onGpu] }),
      await measureBatch(many, { measurers: [onCpu] }),
    );
  });

  it('leave on the device what the table says, without noise, too', async () => {
    const measurer = await createGpuMeasurer(device, site, radio);
    const links = [10, Infinity].map((snr, row) => ({
      row,
      paths: handPaths({ delay: 2e-7, azimuth: 0.4, elevation: -0.3 }),
      noise: { snr, leastNoise: 0 },
      key: createNoiseKey(6, row),
    }));
    const table = createMeasurementTable(links.length);
    (await measurer.measure(links)).forEach(({ report }, row) => writeReport(table, row, report));
    const raw = new Float32Array(await readStorage(device, measurer.reports.raw, 4 * RAW_VALUES * links.length));
    measurer.dispose();
    // Clipped like whatever a network is fed: of two that have no noise but roundings nobody can say which has less.
    const clipped = (values: Float32Array | Float64Array) =>
      values.map((value, i) => (i % RAW_VALUES === 0 ? Math.min(value, 50) : value));
    expect(clipped(raw)[RAW_VALUES]).toBe(50);
    expect(clipped(raw)).toBeAllclose(clipped(rawValues(table)), { absolute: 1e-3, relative: 0 });
  });

  it('go on from the chunk that was interrupted where the device is lost', async () => {
    const [{ device: doomed }] = await devicesAtHand();
    const reasons: string[] = [];
    const table = await measureBatch(request, {
      measurers: [() => createGpuMeasurer(doomed, site, radio), onCpu],
      chunk: 8,
      onProgress: (done) => {
        if (done === 8) doomed.destroy();
      },
      onFallback: ({ message, code }) => reasons.push(`${code}: ${message}`),
    });
    expectSameReports(table, await measureBatch(request, { measurers: [onCpu] }));
    expect(reasons).toEqual([expect.stringMatching(/^device: .+/) as string]);
  });

  it('leave what the kernels cannot do to the processor', async () => {
    const lone = { ...radio, symbols: 1 };
    const reasons: string[] = [];
    const table = await measureBatch(request, {
      measurers: [() => createGpuMeasurer(device, site, lone), () => createCpuMeasurer(site, lone)],
      onFallback: ({ code }) => reasons.push(code),
    });
    expect(reasons).toEqual(['unsupported']);
    expect(table.reasons.filter((code) => code === 0).length).toBeGreaterThan(COUNT / 2);
  });
});
