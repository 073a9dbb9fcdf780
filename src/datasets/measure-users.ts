/** Runs the spine from the scene to the report for a list of users: what every training set and evaluation is made of. */
import { soundChannel } from '../channel/sounding.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { createMeasurementWorkspace, measure } from '../measurement/measure.ts';
import type { MeasurementTable } from '../measurement/report.ts';
import { createRandom } from '../numerics/random.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite, tracePaths } from '../propagation/trace.ts';
import type { UserTable } from '../scene/users.ts';
import type { OpenDataset } from './definition.ts';

/** What to measure. */
export interface MeasureUsersRequest {
  readonly users: UserTable;
  /** First user to measure and the one after the last; all of them by default. */
  readonly from?: number;
  readonly to?: number;
  /** Independent soundings of every user. */
  readonly draws: number;
  /** Number of the first of them, 0 by default: a set can be measured draw by draw, too. */
  readonly firstDraw?: number;
  /** Imposed SNR is uniform in this range, decibels. */
  readonly snrDb: readonly [minimum: number, maximum: number];
  /**
   * Seeds of the noise; user u and draw d have their own stream under them, so any part of a set can be measured alone
   * and comes out the same.
   */
  readonly seeds: readonly number[];
}

/** Reports of users × draws, draw by draw within each user. */
export interface MeasuredUsers {
  /** [(to − from) · draws] reports. */
  readonly measurements: MeasurementTable;
  /** SNR that was imposed [(to − from) · draws], decibels. */
  readonly imposedSnrDb: Float64Array;
}

/** An empty table; every value NaN, which is how a user without a report reads. */
export function createMeasurementTable(count: number): MeasurementTable {
  const column = (): Float64Array => new Float64Array(count).fill(NaN);
  return { count, snr: column(), azimuth: column(), elevation: column(), delay: column(), power: column() };
}

/**
 * Traces, synthesises, sounds and measures; yields after every user so that a caller can show progress or stop.
 *
 * @yields how many users are done
 * @returns all reports
 */
export function* measureUsers(
  dataset: OpenDataset,
  request: MeasureUsersRequest,
): Generator<number, MeasuredUsers, undefined> {
  const { radio } = dataset.definition;
  const { users, draws, snrDb, firstDraw = 0 } = request;
  const from = request.from ?? 0;
  const to = request.to ?? users.count;
  const link = prepareSite(prepareScene(dataset.scene), dataset.site, { frequency: radio.carrierFrequency });
  const workspace = createMeasurementWorkspace(dataset.site, radio);
  const measurements = createMeasurementTable((to - from) * draws);
  const imposedSnrDb = new Float64Array((to - from) * draws);
  let channel: Float32Array | undefined;
  let received: Float32Array | undefined;
  for (let user = from; user < to; user++) {
    const [x, y, z] = users.positions.subarray(user * 3, user * 3 + 3);
    const paths = tracePaths(link, [x, y, z]);
    channel = synthesizeChannel(paths, dataset.site, radio, channel);
    for (let draw = 0; draw < draws; draw++) {
      const random = createRandom(...request.seeds, user, firstDraw + draw);
      const row = (user - from) * draws + draw;
      imposedSnrDb[row] = snrDb[0] + (snrDb[1] - snrDb[0]) * random.uniform();
      received = soundChannel(channel, radio, 10 ** (imposedSnrDb[row] / 10), random, received);
      const report = measure(received, workspace);
      if (report.kind === 'no-fix') continue;
      measurements.snr[row] = report.snr;
      measurements.azimuth[row] = report.azimuth;
      measurements.elevation[row] = report.elevation;
      measurements.delay[row] = report.delay;
      measurements.power[row] = report.power;
    }
    yield user - from + 1;
  }
  return { measurements, imposedSnrDb };
}
