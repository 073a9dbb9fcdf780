/** Errors of every measurement against SNR in the hall, where thirty paths arrive; writes docs/measurement-errors-hall.md. */
import { beforeAll, describe, expect, it } from 'vitest';
import { soundChannel } from '../channel/sounding.ts';
import { unambiguousDelay } from '../channel/srs.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { openDataset } from '../datasets/definition.ts';
import { findPositionsDataset } from '../datasets/registry.ts';
import { datasetUsers } from '../datasets/users.ts';
import { fromDecibels } from '../numerics/decibels.ts';
import { quantile } from '../numerics/quantiles.ts';
import { createRandom } from '../numerics/random.ts';
import type { PathTable } from '../propagation/path-table.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite, tracePaths } from '../propagation/trace.ts';
import { createMeasurementWorkspace, measure } from './measure.ts';
import { createMusicWorkspace, estimateArrival } from './music.ts';

const SNRS_DB = [-10, 0, 10, 30];
const USERS = 40;

const dataset = openDataset(findPositionsDataset('s3-3d'));
const { radio } = dataset.definition;
const { site } = dataset;
const workspace = createMeasurementWorkspace(site, radio);
/** MUSIC over every tap of the sounding instead of those around the reported delay. */
const { tapCount } = workspace.delay;
const overAllTaps = createMusicWorkspace(site, tapCount, tapCount);

/** Absolute errors of each user at one SNR. */
interface HallErrors {
  readonly snrDb: number;
  /** Against the strongest path, seconds. */
  readonly delay: number[];
  /** First path against the shortest one, seconds. */
  readonly firstDelay: number[];
  /** Angle between reported direction and the strongest path's, radians. */
  readonly direction: number[];
  /** The same where MUSIC looks at every tap. */
  readonly directionOverAllTaps: number[];
}

/** Angle between two directions of azimuth and elevation. */
function angleBetween(azimuth: number, elevation: number, otherAzimuth: number, otherElevation: number): number {
  const cosine =
    Math.sin(elevation) * Math.sin(otherElevation) +
    Math.cos(elevation) * Math.cos(otherElevation) * Math.cos(azimuth - otherAzimuth);
  return Math.acos(Math.min(1, cosine));
}

function measureErrors(snrDb: number, users: readonly PathTable[]): HallErrors {
  const errors: HallErrors = { snrDb, delay: [], firstDelay: [], direction: [], directionOverAllTaps: [] };
  for (const [user, paths] of users.entries()) {
    const channel = synthesizeChannel(paths, site, radio);
    const random = createRandom(2026, snrDb + 100, user);
    const result = measure(soundChannel(channel, radio, fromDecibels(snrDb), random), workspace);
    if (result.kind === 'no-fix') continue;
    const powers = Array.from(
      { length: paths.count },
      (_, p) => paths.amplitudes[2 * p] ** 2 + paths.amplitudes[2 * p + 1] ** 2,
    );
    const strongest = powers.indexOf(Math.max(...powers));
    const truth = [paths.departureAzimuths[strongest], paths.departureElevations[strongest]] as const;
    errors.delay.push(Math.abs(result.delay - paths.delays[strongest]));
    errors.firstDelay.push(Math.abs(result.firstDelay - Math.min(...paths.delays.subarray(0, paths.count))));
    errors.direction.push(angleBetween(result.azimuth, result.elevation, ...truth));
    const plain = estimateArrival(workspace.delay, result.delay / unambiguousDelay(radio), overAllTaps);
    errors.directionOverAllTaps.push(angleBetween(plain.azimuth, plain.elevation, ...truth));
  }
  return errors;
}

const NANOSECONDS = 1e9;
const DEGREES = 180 / Math.PI;

/** Median and 90 % of a list in a table's unit. */
const cells = (values: readonly number[], unit: number): string =>
  [0.5, 0.9].map((share) => (quantile(values, share) * unit).toPrecision(2)).join(' | ');

/** The text of docs/measurement-errors-hall.md. */
function formatTable(rows: readonly HallErrors[]): string {
  const lines = rows.map(
    ({ snrDb, delay, firstDelay, direction, directionOverAllTaps }) =>
      `| ${snrDb} | ${cells(delay, NANOSECONDS)} | ${cells(firstDelay, NANOSECONDS)} | ${cells(direction, DEGREES)} | ${cells(directionOverAllTaps, DEGREES)} |`,
  );
  return `# Errors of the measurements in the hall

Written by \`src/measurement/hall-errors.spec.ts\`; run the tests with \`-u\` to renew it. The first ${USERS} test users of \`s3-3d\`, up to 32
paths each. Time of arrival and direction are held against the strongest path, the first path against the shortest one. The
last two columns are MUSIC over all ${tapCount} delay taps, which is the covariance of all tones; what the lab reports looks at the taps
around the time of arrival alone. Without multipath noise is the only error: [measurement-errors.md](measurement-errors.md).

| SNR, dB | TOA, ns: median | 90 % | first path, ns: median | 90 % | direction, °: median | 90 % | over all taps, °: median | 90 % |
|---|---|---|---|---|---|---|---|---|
${lines.join('\n')}
`;
}

describe('measurement errors in the hall', () => {
  let rows: HallErrors[] = [];
  beforeAll(() => {
    const link = prepareSite(prepareScene(dataset.scene), site, { frequency: radio.carrierFrequency });
    const { positions } = datasetUsers(dataset, 'test', USERS);
    const users = Array.from({ length: USERS }, (_, user) => {
      const [x, y, z] = positions.subarray(3 * user, 3 * user + 3);
      return tracePaths(link, [x, y, z]);
    });
    rows = SNRS_DB.map((snrDb) => measureErrors(snrDb, users));
  }, 180_000);

  it('always gives a report', () => {
    for (const { delay } of rows) expect(delay).toHaveLength(USERS);
  });

  it('owes its errors to multipath: more power helps little', () => {
    const [low, , , high] = rows.map(({ delay }) => quantile(delay, 0.5));
    // On a lone path 40 dB are a factor of a hundred.
    expect(low / high).toBeLessThan(10);
  });

  it('finds directions better near the time of arrival than over all taps, unless noise is the larger error', () => {
    for (const { snrDb, direction, directionOverAllTaps } of rows) {
      if (snrDb < 0) continue;
      expect(quantile(direction, 0.5), `${snrDb} dB`).toBeLessThan(0.8 * quantile(directionOverAllTaps, 0.5));
    }
  });

  it('writes the table', async () => {
    await expect(formatTable(rows)).toMatchFileSnapshot('../../docs/measurement-errors-hall.md');
  });
});
