import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { RADIO_3_5GHZ } from '../../channel/radio.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { handPaths, handSite } from '../../channel/testing/links.ts';
import { createFingerprintReader, fingerprintBeams, fingerprintWidth } from '../../features/tap-fingerprint.ts';
import { taperedTaps } from '../../features/taps/tapered-taps.ts';
import { createMeasurementTable } from '../../measurement/report.ts';
import type { EstimatorInput } from '../estimator.ts';
import { buildRegression } from '../regression/network.ts';
import { memoryWeights } from '../weights/source.ts';
import { FINGERPRINT_LEAD, fingerprintInputWidth } from './encode-fingerprint.ts';
import type { InputMetadata } from './metadata.ts';
import { Modulus } from './modulus.ts';
import type { InputReader } from './read-inputs.ts';
import { openInputReader } from './read-inputs.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const site = handSite({ rows: 2, columns: 2 });
const beams = fingerprintBeams(site.panel);
const metadata: InputMetadata = {
  ...{ estimator: 'regression', dataset: 'd', datasetHash: 'h', sites: 2, input: 'fingerprint', beams },
  coordinates: { centre: [0, 0, 0], scale: 100 },
  scalars: { mean: [-80, 20], standardDeviation: [10, 5] },
};
const paths = handPaths({ delay: 4e-7, azimuth: site.orientation.azimuth, elevation: 0, magnitude: 1e-4 });
const estimate = synthesizeChannel(paths, site, RADIO_3_5GHZ);
const input: EstimatorInput = {
  count: 1,
  links: [site, site].map((each) => ({ site: each, measurements: createMeasurementTable(1) })),
  heights: Float64Array.of(1.5),
  channels: {
    radio: RADIO_3_5GHZ,
    estimate: (_user, number) => (number === 0 ? { values: estimate.slice(), noisePower: 1e-20 } : null),
  },
};

const readWith = async (metadata: InputMetadata): Promise<InputReader> =>
  openInputReader(memoryWeights([], 'memory/'), metadata);

describe('the inputs of several sites', () => {
  it('are each site’s fingerprint with its scalars as scores, zeros where nothing is heard', async () => {
    const [[first, inputs]] = (await readWith(metadata)).readAll(input);
    const width = fingerprintInputWidth(beams);
    const fingerprint = new Float32Array(fingerprintWidth(site.panel));
    createFingerprintReader(site.panel).read(taperedTaps(estimate, site.panel), fingerprint);
    expect(first).toBe(0);
    expect(inputs.heard).toEqual([[true, false]]);
    const scores = [(fingerprint[0] + 80) / 10, (fingerprint[1] - 20) / 5];
    expect(inputs.values.subarray(0, FINGERPRINT_LEAD)).toBeAllclose([1, ...scores], { absolute: 1e-6 });
    expect(inputs.values.subarray(FINGERPRINT_LEAD, width)).toEqual(fingerprint.subarray(2));
    expect(inputs.values.subarray(width).every((value) => value === 0)).toBe(true);
  });

  it('are refused of other sites and other panels', async () => {
    const [own, other, more] = await Promise.all(
      [metadata, { ...metadata, beams: 24 }, { ...metadata, sites: 3 }].map(readWith),
    );
    expect(() => other.readAll(input).next()).toThrow('24 beams');
    expect(() => more.readAll(input).next()).toThrow('3 sites');
    expect(() => own.readAll({ ...input, channels: undefined }).next()).toThrow('channel');
  });

  it('hold moduli beside real and imaginary parts', async () => {
    const x = tf.tensor3d([3, 4, 0, -1, 0, 0, 8, 6], [1, 2, 4]);
    const values = await (new Modulus({ name: 'modulus' }).apply(x) as tf.Tensor).data();
    const expected = [3, 4, 0, -1, Math.sqrt(5), 1, 0, 0, 8, 6, 0.1, Math.sqrt(10)];
    expect(values).toBeAllclose(expected, { absolute: 1e-3 });
  });

  it('fit the network that is built for them', async () => {
    const model = buildRegression(metadata, { encoder: { units: 6, blocks: 1 }, joint: { units: 5, blocks: 1 } });
    const [[, inputs]] = (await readWith(metadata)).readAll(input);
    const x = tf.tensor(inputs.values, [1, 2, fingerprintInputWidth(beams)]);
    // It begins in the middle of the region.
    expect(Array.from(await (model.predict(x) as tf.Tensor).data())).toEqual([0, 0]);
  });
});
