/** What the measurement benchmarks measure; it runs in a terminal and in a page. */
import type { RadioConfiguration } from '../../channel/radio.ts';
import type { ChannelPaths } from '../../channel/synthesize.ts';
import { openDataset } from '../../datasets/definition.ts';
import { findPositionsDataset } from '../../datasets/registry.ts';
import { datasetUsers } from '../../datasets/users.ts';
import type { BatchRequest } from '../../measurement/batch/measure-batch.ts';
import { createNoiseKey } from '../../numerics/counter-noise.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { prepareSite, tracePaths } from '../../propagation/trace.ts';
import type { Site } from '../../scene/sites.ts';

/** Users of the batch. */
export const BATCH = 1000;

/** A batch and where it is measured. */
export interface HallRequest {
  readonly request: BatchRequest;
  readonly site: Site;
  readonly radio: RadioConfiguration;
  readonly meanPaths: number;
}

/** Unseen users of the hall before 64 antennas at 786 tones, 0 dB; their paths are traced before anything is timed. */
export function hallRequest(): HallRequest {
  const dataset = openDataset(findPositionsDataset('s3-3d'));
  const { radio } = dataset.definition;
  const { site } = dataset;
  const users = datasetUsers(dataset, 'test', BATCH);
  const link = prepareSite(prepareScene(dataset.scene), site, { frequency: radio.carrierFrequency });
  const paths: ChannelPaths[] = Array.from({ length: users.count }, (_, user) => {
    const [x, y, z] = users.positions.subarray(3 * user, 3 * user + 3);
    return tracePaths(link, [x, y, z]);
  });
  const request: BatchRequest = {
    count: users.count,
    paths: (user) => paths[user],
    noise: () => ({ snr: 1, leastNoise: 0 }),
    key: (user) => createNoiseKey(1, user),
  };
  return { request, site, radio, meanPaths: paths.reduce((sum, { count }) => sum + count, 0) / paths.length };
}
