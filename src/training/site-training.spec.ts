import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashDataset } from '../datasets/hash.ts';
import { SPLITS } from '../datasets/definition.ts';
import type { OpenDataset, TrajectoriesDefinition } from '../datasets/definition.ts';
import type { LinkFeatures } from '../datasets/link-features.ts';
import type { LinkFingerprints } from '../datasets/link-fingerprints.ts';
import { TOKYO_STREETS } from '../datasets/tokyo-streets.ts';
import { buildDenoiser } from '../estimators/diffusion/network.ts';
import { loadDiffLocCt } from '../estimators/diffloc-ct/load.ts';
import { loadDiffLocUnet } from '../estimators/diffloc-unet/load.ts';
import type { Estimator } from '../estimators/estimator.ts';
import { loadGridFusion } from '../estimators/grid-fusion/load.ts';
import { loadRegression } from '../estimators/regression/load.ts';
import { buildDensityNetwork } from '../estimators/site-product/network.ts';
import { loadSiteProduct } from '../estimators/site-product/load.ts';
import { DENSITY_METADATA } from '../estimators/site-product/metadata.ts';
import { decodePathDatabase, encodePathDatabase } from '../estimators/known-places/database.ts';
import { createPlaceMemory } from '../estimators/known-places/memory.ts';
import { seenPaths } from '../estimators/known-places/seen-paths.ts';
import { INPUT_METADATA } from '../estimators/site-inputs/metadata.ts';
import { decodeModelOf } from '../estimators/weights/format.ts';
import type { WeightSource } from '../estimators/weights/source.ts';
import { memoryWeights } from '../estimators/weights/source.ts';
import { panelFrame, toPanelCosines } from '../channel/array.ts';
import { LINK_FEATURE_WIDTH, PATH_WIDTH, SUMMARY_WIDTH } from '../features/taps/link-features.ts';
import { FINGERPRINT_SCALARS, fingerprintBeams, fingerprintWidth } from '../features/tap-fingerprint.ts';
import { toHalf } from '../numerics/half-float.ts';
import { createRandom } from '../numerics/random.ts';
import { buildScene } from '../scene/registry.ts';
import { TOKYO_DIFFLOC_CT } from './experiments/tokyo-diffloc-ct.ts';
import { TOKYO_DIFFLOC_UNET } from './experiments/tokyo-diffloc-unet.ts';
import { TOKYO_GRID_FUSION } from './experiments/tokyo-grid-fusion.ts';
import { TOKYO_REGRESSION } from './experiments/tokyo-regression.ts';
import { TOKYO_SITE_PRODUCT } from './experiments/tokyo-site-product.ts';
import type { TrainingLinks } from './fed-users.ts';
import { trainNetwork } from './loop.ts';
import { prepareSiteExperiment } from './prepare-sites.ts';
import { recallOthers, recallPlaces } from './recalled-links.ts';
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
    const count = 160;
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
        // Everybody is on a route of its own.
        trajectories: Int32Array.from({ length: count }, (_, user) => user),
        splits: new Uint8Array(count).fill(SPLITS.indexOf('training')),
      },
    };
  };
  return { dataset: { definition: TOKYO_STREETS, scene, sites, site: sites[0] }, linksOf };
}

const { dataset, linksOf } = openField();
const known = linksOf(1);
const places = encodePathDatabase({
  trainedOn: { dataset: 'tokyo-streets', hash: hashDataset(dataset) },
  positions: Float32Array.from(known.users.positions.filter((_, i) => i % 3 < 2)),
  places: seenPaths(known.rows, 2),
});
const memory = createPlaceMemory(await decodePathDatabase(memoryWeights(places, 'places/')));
const links = {
  input: 'measured',
  training: recallOthers(memory, known),
  validation: recallPlaces(memory, linksOf(2)),
} as const;
/** The same users with two beams of what a flat channel from them would be: the range in the scalars, the angle between the beams. */
function fingerprintsOf({ users, sites, rows }: LinkFeatures): LinkFingerprints {
  const panel = { ...dataset.site.panel, rows: 1, columns: 2 };
  const width = fingerprintWidth(panel);
  expect(fingerprintBeams(panel)).toBe(2);
  return {
    ...{ users, sites, width },
    bitsOf(user) {
      const bits = new Float32Array(sites * width);
      for (let site = 0; site < sites; site++) {
        const row = rows.subarray((user * sites + site) * LINK_FEATURE_WIDTH);
        const [range, across] = row.subarray(SUMMARY_WIDTH);
        const beams = [1, 0, Math.cos(Math.PI * across), Math.sin(Math.PI * across)];
        bits.set([-90 - range / 10, range], site * width);
        // As it rises and as it falls: both beams on the first taps.
        for (let tap = 0; tap < 8; tap++) bits.set(beams, site * width + FINGERPRINT_SCALARS + 4 * tap);
      }
      return Uint16Array.from(bits, toHalf);
    },
  };
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

/** Trains, and answers with the mean errors before and after, metres, and the files. */
async function trainShortly(
  experiment: SiteExperiment,
  startWith?: layers.LayersModel,
  heard: readonly [OpenDataset<TrajectoriesDefinition>, TrainingLinks] = [dataset, links],
): Promise<{ before: number; after: number; source: WeightSource; model: layers.LayersModel }> {
  const prepared = prepareSiteExperiment(experiment, ...heard, 20);
  if (startWith) takeOver(prepared.model, startWith);
  const { score: before } = await prepared.validate();
  const { history } = await trainNetwork({ ...prepared, configuration: experiment.loop });
  const files = await prepared.encode();
  const source = memoryWeights(files, 'memory/', (path) => {
    expect(path).toBe('../../path-wknn/tokyo-streets/');
    return memoryWeights(places, 'places/');
  });
  const { model } = prepared;
  return { before, after: history[history.length - 1].score, source, model };
}

/** What a loaded estimator has to know of itself. */
async function expectLoads(load: (source: WeightSource) => Promise<Estimator>, source: WeightSource): Promise<void> {
  const estimator = await load(source);
  expect(estimator.trainedOn?.dataset).toBe('tokyo-streets');
  expect(estimator.parameterCount).toBeGreaterThan(1000);
  estimator.dispose();
}

describe('training before several sites', () => {
  it('teaches the densities where users are, and its files load again', async () => {
    const { before, after, source } = await trainShortly(short({ ...TOKYO_SITE_PRODUCT[0], encoder }, 50));
    expect(before).toBeGreaterThan(5);
    expect(after).toBeLessThan(before / 4);
    await expectLoads(loadSiteProduct, source);
    // Its regions were fitted to the validation users.
    const { metadata } = await decodeModelOf(source, 'site-product', DENSITY_METADATA);
    expect(metadata.temper).not.toBe(1);
  });

  it('teaches the denoisers where users are, and tunes them to do it in two steps', async () => {
    const shape = { encoder, units: 16, blocks: 1 };
    const { before, after, source, model } = await trainShortly(short({ ...TOKYO_DIFFLOC_UNET[0], shape }, 45));
    // From a density that knows nothing yet, which errors far beyond its width pull but little.
    expect(after).toBeLessThan(before / 1.3);
    await expectLoads(loadDiffLocUnet, source);
    const tuned = await trainShortly(short({ ...TOKYO_DIFFLOC_CT[0], shape }, 16), model);
    expect(tuned.after).toBeLessThan(tuned.before);
    await expectLoads(loadDiffLocCt, tuned.source);
  });

  it('teaches the regression one answer for all sites', async () => {
    const joint = { units: 12, blocks: 1 };
    const experiment = { ...TOKYO_REGRESSION[0], shape: { encoder, joint } };
    const { before, after, source } = await trainShortly(short(experiment, 40));
    expect(after).toBeLessThan(before / 3);
    await expectLoads(loadRegression, source);
  });

  it('teaches the maps which cells users are in', async () => {
    const experiment = { ...TOKYO_GRID_FUSION[0], pitch: 8, shape: { encoder, code: 12 } };
    const { before, after, source } = await trainShortly(short(experiment, 60));
    expect(after).toBeLessThan(before / 2);
    await expectLoads(loadGridFusion, source);
  });

  it('teaches densities, denoisers and consistency functions from fingerprints as well', async () => {
    const panel = { ...dataset.site.panel, rows: 1, columns: 2 };
    const [training, validation] = [fingerprintsOf(linksOf(1)), fingerprintsOf(linksOf(2))];
    const heard = [
      { ...dataset, site: { ...dataset.site, panel } },
      { input: 'fingerprint', training, validation },
    ] as const;
    const densities = await trainShortly(short({ ...TOKYO_SITE_PRODUCT[1], encoder }, 36), undefined, heard);
    expect(densities.after).toBeLessThan(densities.before / 1.4);
    await expectLoads(loadSiteProduct, densities.source);
    const shape = { encoder, units: 16, blocks: 1 };
    const denoisers = await trainShortly(short({ ...TOKYO_DIFFLOC_UNET[1], shape }, 10), densities.model, heard);
    // What the densities have learnt is theirs from the beginning.
    expect(denoisers.before).toBeLessThan(densities.before / 1.2);
    expect(denoisers.after).toBeLessThan(densities.before / 1.2);
    await expectLoads(loadDiffLocUnet, denoisers.source);
    const tuned = await trainShortly(short({ ...TOKYO_DIFFLOC_CT[1], shape }, 6), denoisers.model, heard);
    expect(tuned.after).toBeLessThan(densities.before / 1.2);
    await expectLoads(loadDiffLocCt, tuned.source);
    const { metadata } = await decodeModelOf(tuned.source, 'diffloc-ct', INPUT_METADATA);
    expect(metadata).toMatchObject({ input: 'fingerprint', beams: 2 });
  });

  it('starts denoisers on the encoders of the densities', async () => {
    const from = buildDensityNetwork({ input: 'measured', sites: 2 }, 100, encoder);
    const { joint } = buildDenoiser({ input: 'measured', sites: 2 }, 100, { encoder, units: 8, blocks: 1 }, 'skip');
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
