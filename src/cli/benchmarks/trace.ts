/** One user's paths in the hall, as a dragged user costs them, and in cities, and what has to be prepared before. */
import { performance } from 'node:perf_hooks';
import { RADIO_30GHZ } from '../../channel/radio.ts';
import { quantile } from '../../numerics/quantiles.ts';
import { createRandom } from '../../numerics/random.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { prepareSite, tracePaths } from '../../propagation/trace.ts';
import { buildS3, S3_SITE, S3_USER_REGION } from '../../scene/s3.ts';
import { randomUsers } from '../../scene/user-sets.ts';
import type { Benchmark } from './benchmark.ts';
import { compareWithBruteForce } from './trace-brute-force.ts';
import { timeCities } from './trace-city.ts';

const USERS = 400;
const ROUNDS = 3;

/** Median and p95 of the time that one random user's paths take in the hall at 30 GHz, and the preparation, milliseconds. */
export const traceBenchmark: Benchmark = {
  name: 'trace',
  summary: 'paths of one user in the hall and in cities, against brute force, and as a city grows',
  async run() {
    const scene = buildS3();
    const start = performance.now();
    const prepared = prepareScene(scene);
    const preparedSite = prepareSite(prepared, S3_SITE, { frequency: RADIO_30GHZ.carrierFrequency });
    const prepare = performance.now() - start;
    const { positions } = randomUsers(scene, S3_USER_REGION, USERS, createRandom(1));
    const times: number[] = [];
    const counts: number[] = [];
    let lineOfSight = 0;
    // The first round compiles; only the last is reported.
    for (let round = 0; round < ROUNDS; round++) {
      times.length = counts.length = lineOfSight = 0;
      for (let user = 0; user < USERS; user++) {
        const before = performance.now();
        const paths = tracePaths(preparedSite, [positions[3 * user], positions[3 * user + 1], positions[3 * user + 2]]);
        times.push(performance.now() - before);
        counts.push(paths.count);
        for (let p = 0; p < paths.count; p++)
          if (paths.vertexOffsets[p + 1] - paths.vertexOffsets[p] === 2) lineOfSight++;
      }
    }
    const note =
      `${USERS} users, ${preparedSite.tree.count} images; paths a user: median ${quantile(counts, 0.5)}, ` +
      `least ${Math.min(...counts)}, most ${Math.max(...counts)}; line of sight ${((100 * lineOfSight) / USERS).toFixed(1)} %`;
    return [
      { name: 'trace p50', unit: 'ms', value: quantile(times, 0.5), note },
      { name: 'trace p95', unit: 'ms', value: quantile(times, 0.95), note },
      { name: 'trace prepare', unit: 'ms', value: prepare, note: 'hierarchy, facets and image tree, first run' },
      ...compareWithBruteForce(),
      ...(await timeCities()),
    ];
  },
};
