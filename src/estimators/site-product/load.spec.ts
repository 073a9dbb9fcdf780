import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { RADIO_3_5GHZ } from '../../channel/radio.ts';
import { handSite } from '../../channel/testing/links.ts';
import type { MeasurementTable } from '../../measurement/report.ts';
import { createMeasurementTable } from '../../measurement/report.ts';
import type { Site } from '../../scene/sites.ts';
import type { Estimator } from '../estimator.ts';
import { explainNoFix, refusalSentence } from '../no-fix.ts';
import { findEstimator } from '../registry.ts';
import { folderWeights } from '../weights/folder.ts';

describe('the site product that ships', () => {
  const load = async (): Promise<Estimator> => {
    await tf.setBackend('cpu');
    return findEstimator('site-product').load(folderWeights('models/site-product/tokyo-streets'));
  };
  const links = (sites: number): { site: Site; measurements: MeasurementTable }[] =>
    Array.from({ length: sites }, () => ({ site: handSite(), measurements: createMeasurementTable(1) }));

  it('loads from its files alone, and has no fix of a user whom no site hears', async () => {
    const estimator = await load();
    expect(estimator.trainedOn?.dataset).toBe('tokyo-streets');
    const channels = { radio: RADIO_3_5GHZ, estimate: () => null };
    const input = { count: 1, links: links(5), heights: Float64Array.of(1.5), channels };
    expect(Array.from(await estimator.estimate(input))).toEqual([NaN, NaN, NaN]);
    // Sites may have reported it all the same.
    input.links[0].measurements.reasons.fill(0);
    expect(refusalSentence(explainNoFix(estimator, input, 0))).toMatch(/does not stand out of the noise/);
    // What is not finite is not heard either.
    const broken = { values: new Float32Array(2 * 64 * 816).fill(NaN), noisePower: 1 };
    const nan = await estimator.estimate({ ...input, channels: { ...channels, estimate: () => broken } });
    expect(Array.from(nan)).toEqual([NaN, NaN, NaN]);
    estimator.dispose();
  });

  it('refuses another number of sites, and reports alone', async () => {
    const estimator = await load();
    const input = { count: 1, links: links(5), heights: Float64Array.of(1.5) };
    await expect(estimator.estimate({ ...input, links: links(4) })).rejects.toMatchObject({ code: 'unsupported' });
    await expect(estimator.estimate(input)).rejects.toMatchObject({ code: 'bad-argument' });
    estimator.dispose();
  });
});
