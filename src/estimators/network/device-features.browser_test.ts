/** A network behind kernels: from the paths to the fix nothing but the fix is read. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handPaths, handSite, SMALL_RADIO } from '../../channel/testing/links.ts';
import { currentWebGpuDevice, startWebGpu, stopWebGpu } from '../../compute/webgpu.ts';
import { fitFeatureStatistics } from '../../features/normalisation.ts';
import { rawFeatures } from '../../features/positional-encoding.ts';
import { createGpuMeasurer } from '../../measurement/batch/gpu-measurer.ts';
import type { LinkRequest } from '../../measurement/batch/measure-batch.ts';
import type { MeasurementTable } from '../../measurement/report.ts';
import { createMeasurementTable, writeReport } from '../../measurement/report.ts';
import type { DeviceReports } from '../../measurement/reports-gpu.ts';
import { createNoiseKey } from '../../numerics/counter-noise.ts';
import { CNN } from '../cnn/network.ts';
import type { EstimatorInput } from '../estimator.ts';
import { FCNET } from '../fcnet/network.ts';
import type { NetworkMetadata } from '../weights/format.ts';
import type { NetworkDefinition } from './definition.ts';
import { inputShape } from './definition.ts';
import { createNetworkEstimator } from './estimator.ts';

const site = handSite();
const USERS = 5;
/** One whom nobody hears, and whose sounding was not made. */
const SILENT = 2;

describe('a network that is fed where it runs', () => {
  let table: MeasurementTable;
  let reports: DeviceReports;
  let free: () => void;

  beforeAll(async () => {
    await startWebGpu();
    const device = currentWebGpuDevice();
    if (!device) throw new Error('WebGPU has been started but has no device.');
    const users = Array.from({ length: USERS }, (_, user) => user).filter((user) => user !== SILENT);
    const links: LinkRequest[] = users.map((user) => ({
      row: user,
      paths: handPaths({ delay: 1e-7 * (user + 1), azimuth: 0.3 * user - 0.5, elevation: -0.2, magnitude: 0.01 }),
      noise: { snr: 30, leastNoise: 0 },
      key: createNoiseKey(3, user),
    }));
    const measurer = await createGpuMeasurer(device, site, SMALL_RADIO, 4e6);
    const outcomes = await measurer.measure(links);
    table = createMeasurementTable(USERS);
    outcomes.forEach(({ report }, link) => writeReport(table, users[link], report));
    reports = { ...measurer.reports, users: Int32Array.from(users) };
    free = measurer.dispose;
  });
  afterAll(() => {
    free();
    stopWebGpu();
  });

  const cases: readonly (readonly [NetworkDefinition, NetworkMetadata['encoding']])[] = [
    [CNN, { kind: 'integer-harmonic', order: 4 }],
    [FCNET, { kind: 'raw' }],
  ];

  it.each(cases)('$id answers as it does from the table, and does not look at its values', async (definition, set) => {
    const known = rawFeatures(table).filter((_, i) => Math.floor(i / 5) !== SILENT);
    const metadata: NetworkMetadata = {
      estimator: definition.id,
      dataset: 's3-3d',
      datasetHash: 'none',
      encoding: set,
      statistics: fitFeatureStatistics(known, set) as NetworkMetadata['statistics'],
      coordinates: { centre: [0, 0, 0], scale: 10 },
      architecture: { baseWidth: 4, dropout: 0 },
    };
    const shape = inputShape(definition, metadata.statistics.mean.length);
    const model = definition.build({ ...metadata.architecture, inputShape: shape });
    const estimator = createNetworkEstimator(definition, model, metadata);
    const inputOf = (measurements: MeasurementTable, onDevice?: DeviceReports): EstimatorInput => ({
      count: USERS,
      links: [{ site, measurements, ...(onDevice ? { onDevice } : {}) }],
    });
    const expected = await estimator.estimate(inputOf(table));
    expect([...expected.subarray(3 * SILENT, 3 * SILENT + 3)]).toEqual([NaN, NaN, NaN]);
    expect(expected.filter(Number.isNaN)).toHaveLength(3);
    const wrong = { ...table, delay: table.delay.map((delay) => 3 * delay) };
    const tensors = tf.memory().numTensors;
    for (let again = 0; again < 2; again++) {
      expect(await estimator.estimate(inputOf(wrong, reports))).toBeAllclose(expected, { absolute: 1e-3, relative: 0 });
    }
    expect(tf.memory().numTensors).toBe(tensors);
    // Reports of another device, or of others than the table's users, are no use.
    const apart = Math.hypot(...(await estimator.estimate(inputOf(wrong))).map((value, i) => value - expected[i] || 0));
    expect(apart).toBeGreaterThan(0.01);
    const others = { ...reports, users: reports.users.subarray(1) };
    expect(await estimator.estimate(inputOf(table, others))).toEqual(expected);
    expect(await estimator.estimate(inputOf(table, { ...reports, device: {} as GPUDevice }))).toEqual(expected);
    estimator.dispose();
  });
});
