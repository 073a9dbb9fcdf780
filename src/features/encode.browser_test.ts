/** Feature vectors on every device at hand against their twins, and from sounding to tensor without a read. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { soundChannel } from '../channel/sounding.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { handPaths, handSite, SMALL_RADIO } from '../channel/testing/links.ts';
import { createArena, readStorage } from '../compute/gpu/buffers.ts';
import { runSteps } from '../compute/gpu/kernel.ts';
import { tensorOfBuffer } from '../compute/gpu/tensor.ts';
import { devicesAtHand, expectParity } from '../compute/testing/devices.ts';
import { currentWebGpuDevice, startWebGpu, stopWebGpu } from '../compute/webgpu.ts';
import { createDelaySteps } from '../measurement/delay-gpu.ts';
import { createMeasurementWorkspace, measure } from '../measurement/measure.ts';
import { createMusicSteps } from '../measurement/music-gpu.ts';
import { createMeasurementTable, writeReport } from '../measurement/report.ts';
import { createReports } from '../measurement/reports-gpu.ts';
import { createRandom } from '../numerics/random.ts';
import { createEncoding } from './encode-gpu.ts';
import { encodeFeatures, featureCount } from './feature-set.ts';
import { clipToTrainingRange, fitFeatureStatistics, normaliseFeatures } from './normalisation.ts';
import { PRINTED_ENCODING, rawFeatures } from './positional-encoding.ts';

/** Reports from everywhere, as single precision holds them. */
function randomReports(count: number): Float32Array {
  const random = createRandom(21);
  return Float32Array.from(
    Array.from({ length: count }, () => [
      -10 + 16 * random.uniform(),
      2 * Math.PI * (random.uniform() - 0.5),
      Math.PI * (random.uniform() - 0.5),
      300 * random.uniform(),
      -110 + 40 * random.uniform(),
    ]).flat(),
  );
}

describe.each(await devicesAtHand())('feature encoding on $name', ({ device }) => {
  afterAll(() => device.destroy());

  it.each([
    PRINTED_ENCODING,
    { kind: 'integer-harmonic', order: 12 } as const,
    { kind: 'raw' } as const,
    { kind: 'base' } as const,
    { kind: 'composite' } as const,
  ])('agrees for %o, outside of the training range, too', async (encoding) => {
    const count = 300;
    const reports = randomReports(count);
    const raw = Float64Array.from(reports);
    // The first third lacks the ends of most ranges.
    const statistics = fitFeatureStatistics(raw.slice(0, 100), encoding);
    const arena = createArena(device);
    const features = await arena.storage('features', 4 * count * featureCount(encoding));
    const buffers = { raw: await arena.upload('raw', reports), features };
    await runSteps(device, [await createEncoding(arena, encoding, statistics, buffers)], count);
    const actual = new Float32Array(await readStorage(device, features));
    arena.dispose();
    // The ends of the ranges as single precision holds them: fine frequencies would tell.
    const clipped = Float64Array.from(Float32Array.from(clipToTrainingRange(raw, statistics)));
    expect(clipped).not.toEqual(raw);
    expectParity(actual, normaliseFeatures(encodeFeatures(clipped, encoding), statistics), 5e-5);
  });
});

describe('from a sounding to a tensor', () => {
  it('everything stays on the device that the networks run on', async () => {
    await startWebGpu();
    const device = currentWebGpuDevice();
    if (!device) throw new Error('WebGPU has been started but has no device.');
    const site = handSite();
    const radio = SMALL_RADIO;
    const count = 3;
    const soundings = Array.from({ length: count }, (_, user) => {
      const path = { delay: 1e-7 * (user + 1), azimuth: 0.3 * user, elevation: -0.2, magnitude: 0.5 };
      return soundChannel(synthesizeChannel(handPaths(path), site, radio), radio, 3, createRandom(user));
    });
    // The last one is silence.
    soundings[count - 1].fill(0);
    const workspace = createMeasurementWorkspace(site, radio);
    const table = createMeasurementTable(count);
    soundings.forEach((sounding, user) => writeReport(table, user, measure(sounding, workspace)));

    const arena = createArena(device);
    const received = await arena.storage('received', count * soundings[0].byteLength);
    soundings.forEach((sounding, user) =>
      device.queue.writeBuffer(received, user * sounding.byteLength, sounding.slice()),
    );
    const encoding = PRINTED_ENCODING;
    const statistics = fitFeatureStatistics(Float64Array.from(randomReports(50)), encoding);
    const scalesDb = await arena.upload('scales', new Float32Array(count).fill(20));
    const raw = await arena.storage('raw', 20 * count);
    const valid = await arena.storage('valid', 4 * count);
    const features = await arena.storage('features', 4 * count * featureCount(encoding));
    const delay = await createDelaySteps(arena, site.panel, radio, received, count);
    const music = await createMusicSteps(arena, site.panel, radio, delay.buffers, count);
    const found = { ...delay.buffers, ...music.buffers };
    await runSteps(
      device,
      [
        ...delay.steps,
        ...music.steps,
        await createReports(arena, site, radio, found, { scalesDb, raw, valid }),
        await createEncoding(arena, encoding, statistics, { raw, features }),
      ],
      count,
    );
    // What a network would do first, on the buffer itself.
    const weights = tf.randomNormal([featureCount(encoding), 4], 0, 1, 'float32', 5);
    const tensor = tensorOfBuffer(features, [count, featureCount(encoding)]);
    const product = tf.matMul(tensor, weights);
    const answer = await product.data();

    const reports = new Float32Array(await readStorage(device, raw, 20 * count));
    const expectedRaw = rawFeatures(table);
    for (let user = 0; user < count - 1; user++) {
      const [snrDb, azimuth, elevation, delayNs, powerDb] = expectedRaw.subarray(5 * user, 5 * user + 5);
      expect(reports.subarray(5 * user, 5 * user + 5)).toBeAllclose(
        [snrDb, azimuth, elevation, delayNs, powerDb + 20],
        {
          absolute: 1e-3,
          relative: 0,
        },
      );
      expect(reports.subarray(5 * user + 1, 5 * user + 3)).toBeAllclose([azimuth, elevation], { absolute: 2e-6 });
    }
    expect([...new Uint32Array(await readStorage(device, valid, 4 * count))]).toEqual([1, 1, 0]);
    // The fine frequencies amplify single precision's last digits, so the features are held against the same raw values.
    const clipped = clipToTrainingRange(Float64Array.from(reports), statistics);
    const scores = normaliseFeatures(encodeFeatures(clipped, encoding), statistics);
    const matrix = await weights.data();
    const expected = Array.from({ length: 4 * count }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < scores.length / count; j++) {
        sum += scores[Math.floor(i / 4) * (scores.length / count) + j] * matrix[4 * j + (i % 4)];
      }
      return sum;
    });
    expectParity(answer, expected);
    tf.dispose([tensor, weights, product]);
    arena.dispose();
    stopWebGpu();
  });
});
