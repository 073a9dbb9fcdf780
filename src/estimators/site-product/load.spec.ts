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
    // What is not finite is no silence: it is said.
    const broken = { values: new Float32Array(2 * 64 * 816).fill(NaN), noisePower: 1 };
    const mixed = (_: number, site: number) => (site === 1 ? broken : null);
    const bad = { ...input, channels: { ...channels, estimate: mixed } };
    expect(Array.from(await estimator.estimate(bad))).toEqual([NaN, NaN, NaN]);
    expect(refusalSentence(explainNoFix(estimator, bad, 0))).toMatch(/site 2 hold numbers that are not finite.*mend/);
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
