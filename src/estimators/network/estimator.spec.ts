import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { geometricFixes } from '../../features/geometric-fix.ts';
import { fitFeatureStatistics } from '../../features/normalisation.ts';
import { PRINTED_ENCODING, rawFeatures } from '../../features/positional-encoding.ts';
import type { ReportValues } from '../../measurement/report.ts';
import { completeTable } from '../../measurement/testing/tables.ts';
import { createRandom } from '../../numerics/random.ts';
import type { Site } from '../../scene/sites.ts';
import { countFlops, countParameters } from '../blocks/cost.ts';
import type { EstimatorInput } from '../estimator.ts';
import { MODEL_FILE, encodeModel } from '../weights/format.ts';
import type { ModelFiles, NetworkMetadata } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
import { memoryWeights } from '../weights/source.ts';
import { PE_MSRN } from '../pe-msrn/network.ts';
import { PE_MSRN_PLUS } from '../pe-msrn-plus/network.ts';
import type { NetworkArchitecture } from './definition.ts';
import { createNetworkEstimator, loadNetwork } from './estimator.ts';

const site: Site = {
  name: 'wall',
  position: [0, 0, 5],
  orientation: { azimuth: 0, elevation: 0 },
  panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'iso' },
};

function reports(count: number): ReportValues {
  const random = createRandom(9);
  const column = (low: number, high: number): Float64Array =>
    Float64Array.from({ length: count }, () => low + (high - low) * random.uniform());
  return {
    count,
    snr: column(0.1, 4),
    azimuth: column(-1, 1),
    elevation: column(-0.4, 0),
    delay: column(10e-9, 200e-9),
    power: column(1e-10, 1e-8),
  };
}

const table = reports(150);
const metadata: NetworkMetadata = {
  estimator: 'pe-msrn',
  dataset: 's3-3d',
  datasetHash: 'none',
  encoding: PRINTED_ENCODING,
  statistics: fitFeatureStatistics(rawFeatures(table), PRINTED_ENCODING) as NetworkMetadata['statistics'],
  coordinates: { centre: [30, 20, 1.5], scale: 30 },
  architecture: { baseWidth: 2, dropout: 0 },
};

const architecture: NetworkArchitecture = { ...metadata.architecture, inputShape: [6, 6, 1] };

async function savedFiles(): Promise<ModelFiles[]> {
  const model = PE_MSRN.build(architecture);
  let artifacts: tf.io.ModelArtifacts = {};
  await model.save({
    save: (saved) => {
      artifacts = saved;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    },
  });
  return encodeModel(artifacts, metadata);
}

const sourceOf = (files: readonly ModelFiles[]): WeightSource => memoryWeights(files, 'memory/');

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('PE-MSRN architecture', () => {
  it('has at full width about the 13 million parameters and 0.9 GFLOP that pe-msrn computes', () => {
    const model = PE_MSRN.build({ inputShape: [6, 6, 1], baseWidth: 64, dropout: 0.2 });
    expect(countParameters(model) / 1e6).toBeGreaterThan(12);
    expect(countParameters(model) / 1e6).toBeLessThan(14);
    expect(countFlops(model) / 1e9).toBeGreaterThan(0.85);
    expect(countFlops(model) / 1e9).toBeLessThan(1);
    model.dispose();
  });

  it('halves large images until they are below 8 pixels', () => {
    const model = PE_MSRN.build({ inputShape: [64, 64, 1], baseWidth: 1, dropout: 0 });
    expect(model.getLayer('residual_3').outputShape).toEqual([null, 8, 8, 8]);
    model.dispose();
  });

  it('is the same each time it is built', async () => {
    const weights = async (): Promise<Float32Array[]> => {
      const model = PE_MSRN.build(architecture);
      return Promise.all(model.getWeights().map(async (tensor) => Float32Array.from(await tensor.data())));
    };
    const again = await weights();
    for (const [k, values] of (await weights()).entries()) {
      expect(values.every((value, i) => value === again[k][i])).toBe(true);
    }
  });
});

const inputOf = (measurements: ReportValues): EstimatorInput => ({
  count: measurements.count,
  links: [{ site, measurements: completeTable(measurements) }],
});

describe('network estimator', () => {
  it('answers NaN for users without a report, and the same for the others with or without them', async () => {
    const estimator = createNetworkEstimator(PE_MSRN, PE_MSRN.build(architecture), metadata);
    const whole = await estimator.estimate(inputOf(table));
    expect(whole.every(Number.isFinite)).toBe(true);
    const delay = table.delay.slice();
    delay[3] = NaN;
    delay[149] = NaN;
    const holed = await estimator.estimate(inputOf({ ...table, delay }));
    for (let user = 0; user < 150; user++) {
      const row = holed.subarray(user * 3, user * 3 + 3);
      if (user === 3 || user === 149) expect(row.every(Number.isNaN)).toBe(true);
      else expect(row).toBeAllclose(whole.subarray(user * 3, user * 3 + 3), { relative: 1e-5 });
    }
    estimator.dispose();
  });

  it('shows in one trace what the estimate is made of', async () => {
    const estimator = createNetworkEstimator(PE_MSRN, PE_MSRN.build(architecture), metadata);
    const positions = await estimator.estimate(inputOf(table));
    const trace = await estimator.trace?.(inputOf(table), 5);
    expect(trace?.position).toBeAllclose(positions.subarray(15, 18), { relative: 1e-5 });
    expect(trace?.features.names).toHaveLength(32);
    expect(trace?.features.image).toHaveLength(36);
    expect(trace?.activations.map(({ name }) => name)).toContain('fused scales');
    for (const { height, width, channels, values } of trace?.activations ?? []) {
      expect(values).toHaveLength(height * width * channels);
    }
    expect(estimator.normalisePositions?.(trace?.position ?? [])).toBeAllclose(trace?.output ?? [], {
      relative: 1e-4,
      absolute: 1e-6,
    });
    const snr = table.snr.slice();
    snr[5] = NaN;
    expect(await estimator.trace?.(inputOf({ ...table, snr }), 5)).toBeNull();
    expect(await estimator.dissect?.(inputOf({ ...table, snr }), 5)).toBeNull();
    estimator.dispose();
  });
});

describe('network taken apart', () => {
  it('ends in what it answers, and explains any number of it', async () => {
    const estimator = createNetworkEstimator(PE_MSRN, PE_MSRN.build(architecture), metadata);
    const anatomy = await estimator.dissect?.(inputOf(table), 5);
    const trace = await estimator.trace?.(inputOf(table), 5);
    const last = anatomy?.units.at(-1);
    expect(last).toMatchObject({ name: 'position', operation: 'dense', channels: 3 });
    expect(last?.values).toBeAllclose(trace?.output ?? [], { relative: 1e-4, absolute: 1e-6 });
    const place = { row: 0, column: 0, channel: 1 };
    const explained = await estimator.explainNumber?.(inputOf(table), 5, 'position', place);
    expect([explained?.steps.at(-1)?.value ?? NaN]).toBeAllclose([last?.values[1] ?? NaN], { relative: 1e-4 });
    const tensors = tf.memory().numTensors;
    await estimator.dissect?.(inputOf(table), 6);
    await estimator.explainNumber?.(inputOf(table), 6, 'stem', { row: 5, column: 0, channel: 0 });
    expect(tf.memory().numTensors).toBe(tensors);
    for (const [name, row] of [
      ['position', 1],
      ['crystal', 0],
    ] as const) {
      const asked = estimator.explainNumber?.(inputOf(table), 6, name, { ...place, row });
      await expect(asked).rejects.toMatchObject({ code: 'unknown-id' });
    }
    estimator.dispose();
  });
});

describe('network that corrects the geometric fix', () => {
  const reference = { origin: site.position, minimum: [1, -60, 0.5], maximum: [60, 60, 2.5] } as const;
  const encoding = { kind: 'geometric', order: 2, reference } as const;
  const corrective: NetworkMetadata = {
    ...metadata,
    estimator: 'pe-msrn-plus',
    encoding,
    statistics: fitFeatureStatistics(rawFeatures(table), encoding) as NetworkMetadata['statistics'],
    coordinates: { centre: [30, 0, 1.5], scale: 1 },
  };
  const build = (): layers.LayersModel => PE_MSRN_PLUS.build({ inputShape: [24], baseWidth: 8, dropout: 0 });

  it('answers the geometric fix before it is trained, and its correction inside the region afterwards', async () => {
    const model = build();
    const estimator = createNetworkEstimator(PE_MSRN_PLUS, model, corrective);
    const fixes = geometricFixes(rawFeatures(table), reference);
    const before = await estimator.estimate(inputOf(table));
    expect(before).toBeAllclose(fixes, { absolute: 1e-4 });
    const bias = model.getLayer('correction').weights[1].read() as tf.Variable;
    bias.assign(tf.tensor1d([0.25, -0.5, 10]));
    const after = await estimator.estimate(inputOf(table));
    for (let user = 0; user < table.count; user++) {
      const [x, y] = fixes.subarray(user * 3, user * 3 + 2);
      const inside = (value: number, axis: number): number =>
        Math.min(Math.max(value, reference.minimum[axis]), reference.maximum[axis]);
      const expected = [inside(x + 0.25, 0), inside(y - 0.5, 1), 2.5];
      expect(after.subarray(user * 3, user * 3 + 3)).toBeAllclose(expected, { absolute: 1e-4 });
    }
    const trace = await estimator.trace?.(inputOf(table), 7);
    expect(trace?.position).toBeAllclose(after.subarray(21, 24), { absolute: 1e-5 });
    expect(trace?.features).toMatchObject({ height: 1, width: 24 });
    estimator.dispose();
  });
});

describe('network weights', () => {
  it('come back from half precision within its rounding', async () => {
    const files = await savedFiles();
    const loaded = await loadNetwork(PE_MSRN, sourceOf(files));
    const original = createNetworkEstimator(PE_MSRN, PE_MSRN.build(architecture), metadata);
    const before = await original.estimate(inputOf(table));
    const after = await loaded.estimate(inputOf(table));
    const worst = Math.max(...after.map((value, i) => Math.abs(value - before[i])));
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThan(0.1);
    expect(loaded.parameterCount).toBe(original.parameterCount);
  });

  it('are refused with the file named: truncated, foreign, for another estimator, not JSON', async () => {
    const [description, shard] = await savedFiles();
    const text = new TextDecoder().decode(description.bytes);
    const withText = (changed: string): WeightSource =>
      sourceOf([{ name: MODEL_FILE, bytes: new TextEncoder().encode(changed) }, shard]);
    const refused = (source: WeightSource, words: string): Promise<void> =>
      expect(loadNetwork(PE_MSRN, source)).rejects.toMatchObject({
        code: 'bad-file',
        message: expect.stringContaining(words) as string,
      });
    await refused(sourceOf([description, { ...shard, bytes: shard.bytes.subarray(0, 1000) }]), 'bytes of weights');
    // The last word of the shard is the upper half of a single; the first one is a half.
    for (const [at, high] of [
      [shard.bytes.length - 1, 0x7f],
      [1, 0x7c],
    ]) {
      const bytes = shard.bytes.slice();
      bytes[at] = high;
      bytes[at - 1] = 0xc0;
      await refused(sourceOf([description, { ...shard, bytes }]), 'no finite numbers');
    }
    await refused(withText('{"format":"graph-model"}'), 'is not a model of this lab');
    await refused(withText('{'), 'is not JSON');
    await refused(withText(text.replace('"estimator":"pe-msrn"', '"estimator":"cnn"')), 'holds weights of "cnn"');
    await refused(withText(text.replace('"order":4', '"order":5')), 'another number of features');
    await refused(
      withText(text.replace('"batch_input_shape":[null,6,6,1]', '"batch_input_shape":[null,8,8,1]')),
      'inputs of 8×8×1',
    );
  });
});
