import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { SPLITS } from '../datasets/definition.ts';
import type { OpenDataset, TrajectoriesDefinition } from '../datasets/definition.ts';
import type { LinkFeatures } from '../datasets/link-features.ts';
import { TOKYO_STREETS } from '../datasets/tokyo-streets.ts';
import { buildDenoiser } from '../estimators/diffusion/network.ts';
import { loadDiffLocUnet } from '../estimators/diffloc-unet/load.ts';
import { buildDensityNetwork } from '../estimators/site-product/network.ts';
import { loadSiteProduct } from '../estimators/site-product/load.ts';
import type { WeightSource } from '../estimators/weights/source.ts';
import { panelFrame, toPanelCosines } from '../channel/array.ts';
import { LINK_FEATURE_WIDTH, PATH_WIDTH, SUMMARY_WIDTH } from '../features/taps/link-features.ts';
import { createRandom } from '../numerics/random.ts';
import { buildScene } from '../scene/registry.ts';
import { TOKYO_DIFFLOC_UNET } from './experiments/tokyo-diffloc-unet.ts';
import { TOKYO_SITE_PRODUCT } from './experiments/tokyo-site-product.ts';
import { trainNetwork } from './loop.ts';
import { prepareSiteExperiment } from './prepare-sites.ts';
import type { SiteExperiment } from './site-experiment.ts';
import { takeOver } from './start-from.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Two sites in the open, and users whose only path is the line of sight, measured to a decimetre. */
function openField(): { dataset: OpenDataset<TrajectoriesDefinition>; linksOf: (seed: number) => LinkFeatures } {
  const scene = buildScene('s3');
  const sites = [
    { ...scene.sites[0], position: [-60, -60, 20] as const, orientation: { azimuth: 0.8, elevation: -0.1 } },
    { ...scene.sites[0], position: [60, -60, 20] as const, orientation: { azimuth: 2.3, elevation: -0.1 } },
  ];
  const linksOf = (seed: number): LinkFeatures => {
    const random = createRandom(seed);
    const count = 300;
    const positions = new Float64Array(3 * count);
    const rows = new Float32Array(count * 2 * LINK_FEATURE_WIDTH).fill(NaN);
    for (let user = 0; user < count; user++) {
      const place = [80 * random.uniform() - 40, 80 * random.uniform() - 40, 1.5];
      positions.set(place, 3 * user);
      sites.forEach((site, number) => {
        const [dx, dy, dz] = place.map((value, axis) => value - site.position[axis]);
        const range = Math.hypot(dx, dy, dz);
        const frame = panelFrame(site.orientation);
        const [across, up] = toPanelCosines(frame, Math.atan2(dy, dx), Math.asin(dz / range));
        const row = rows.subarray((user * 2 + number) * LINK_FEATURE_WIDTH);
        row.set([-90, range, 1, -150]);
        for (let path = 0; path < 3; path++) {
          row.set([range + 0.1 * random.normal(), across, up, -90], SUMMARY_WIDTH + PATH_WIDTH * path);
        }
      });
    }
    return {
      sites: 2,
      rows,
      users: {
        count,
        positions,
        velocities: new Float64Array(3 * count),
        times: new Float64Array(count),
        trajectories: new Int32Array(count),
        splits: new Uint8Array(count).fill(SPLITS.indexOf('training')),
      },
    };
  };
  return { dataset: { definition: TOKYO_STREETS, scene, sites, site: sites[0] }, linksOf };
}

const encoder = { units: 12, blocks: 1 };
const short = <E extends SiteExperiment>(experiment: E, steps: number): E => ({
  ...experiment,
  loop: {
    ...experiment.loop,
    batchSize: 24,
    validateEvery: steps,
    schedule: { ...experiment.loop.schedule, peak: 1e-2, warmup: 5, totalSteps: steps },
    adam: { ...experiment.loop.adam, averageDecay: 0.9 },
  },
});

async function trainShortly(experiment: SiteExperiment): Promise<{ scores: number[]; source: WeightSource }> {
  const { dataset, linksOf } = openField();
  const prepared = prepareSiteExperiment(
    experiment,
    dataset,
    { input: 'measured', training: linksOf(1), validation: linksOf(2) },
    20,
  );
  const before = (await prepared.validate()).score;
  await trainNetwork({ ...prepared, configuration: experiment.loop });
  const after = (await prepared.validate()).score;
  const files = await prepared.encode();
  const read: WeightSource['read'] = (name) => {
    const file = files.find((each) => each.name === name);
    return file ? Promise.resolve(Uint8Array.from(file.bytes)) : Promise.reject(new Error(`no ${name}`));
  };
  return { scores: [before, after], source: { location: 'memory/', read } };
}

describe('training on the features of links', () => {
  it('teaches the densities where users are, and its files load again', async () => {
    const { scores, source } = await trainShortly(short({ ...TOKYO_SITE_PRODUCT, encoder }, 60));
    const [before, after] = scores;
    expect(before).toBeGreaterThan(5);
    expect(after).toBeLessThan(before / 4);
    const estimator = await loadSiteProduct(source);
    expect(estimator.trainedOn?.dataset).toBe('tokyo-streets');
    expect(estimator.parameterCount).toBeGreaterThan(1000);
    estimator.dispose();
  }, 30_000);

  it('teaches the denoisers where users are, and its files load again', async () => {
    const shape = { encoder, units: 16, blocks: 1 };
    const { scores, source } = await trainShortly(short({ ...TOKYO_DIFFLOC_UNET, shape }, 45));
    const [before, after] = scores;
    expect(after).toBeLessThan(before / 3);
    const estimator = await loadDiffLocUnet(source);
    expect(estimator.parameterCount).toBeGreaterThan(1000);
    estimator.dispose();
  }, 60_000);

  it('starts denoisers on the encoders of the densities', async () => {
    const from = buildDensityNetwork(2, 100, encoder);
    const { joint } = buildDenoiser(2, 100, { encoder, units: 8, blocks: 1 });
    // An entry, two layers of a block and a head for each of two sites.
    expect(takeOver(joint, from)).toBe(8);
    const entryOf = async (model: typeof from): Promise<number[]> => {
      const weight = model.weights.find(({ name }) => name.startsWith('site_2_entry/kernel'));
      return Array.from((await weight?.read().data()) ?? []);
    };
    const mine = await entryOf(joint);
    const theirs = await entryOf(from);
    expect(mine.length).toBeGreaterThan(0);
    expect(mine).toEqual(theirs);
  });
});
