/**
 * The spine for the users of one dataset at its site, from the scene to the report. It keeps what every stage produced,
 * so that a look at any user costs no second computation, within a budget of memory: beyond it the channels that were
 * seen longest ago go, and a look computes them again from the paths that stay, to the same bits.
 */
import { meanChannelPower, soundChannel } from '../channel/sounding.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import type { OpenDataset } from '../datasets/definition.ts';
import { createMeasurementTable } from '../datasets/measure-users.ts';
import type { Measurement, MeasurementProducts, NoFix, SpectrumGrid } from '../measurement/measure.ts';
import { createMeasurementWorkspace, drawSpectrum, keepProducts, measure } from '../measurement/measure.ts';
import type { MeasurementTable } from '../measurement/report.ts';
import { fromDecibels } from '../numerics/decibels.ts';
import type { PathTable } from '../propagation/path-table.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite, tracePaths } from '../propagation/trace.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { UserTable } from '../scene/users.ts';
import { createKeptNoise } from './kept-noise.ts';

/** What propagation, channel and measurement made of one user. */
export interface LinkRecord {
  readonly position: Vector3;
  readonly paths: PathTable;
  /** SNR that was imposed, decibels. */
  readonly snrDb: number;
  /** Mean |H|² per antenna and tone of the noise-free channel. */
  readonly channelPower: number;
  readonly report: Measurement | NoFix;
}

/** The large arrays behind a record. */
export interface LinkSignals extends MeasurementProducts {
  /** Noise-free channel frequency response [antennas, tones, 2]. */
  readonly channel: Float32Array;
}

/** Everything that is known about the links between a dataset's users and its site. */
export interface Pipeline {
  readonly users: UserTable;
  /**
   * Puts a user elsewhere and traces its paths.
   *
   * @throws LabError 'too-close' next to a surface or inside a solid; the user then stays where it was
   */
  move(user: number, position: Vector3): void;
  /** Sounds and measures a user at an SNR; what is already known is not computed again. */
  observe(user: number, snrDb: number): LinkRecord;
  /** The large arrays of an observed user. */
  signals(user: number): LinkSignals;
  /** The MUSIC pseudo-spectrum of an observed user. */
  spectrum(user: number): SpectrumGrid;
  /** Reports of neighbouring observed users, for the estimators. */
  table(start: number, count: number): MeasurementTable;
}

/** Bytes that large arrays may take: three hundred users of the 30 GHz numerology. */
const SIGNALS_BUDGET = 256e6;

/**
 * Prepares the scene and the site of a dataset for its users.
 *
 * @param dataset scene, site and radio
 * @param users whose positions are copied, and may then be moved
 * @param budget bytes that large arrays may take; the latest user's are kept whatever it is
 */
export function createPipeline(dataset: OpenDataset, users: UserTable, budget = SIGNALS_BUDGET): Pipeline {
  const { site } = dataset;
  const { radio, noiseSeed } = dataset.definition;
  const link = prepareSite(prepareScene(dataset.scene), site, { frequency: radio.carrierFrequency });
  const workspace = createMeasurementWorkspace(site, radio);
  const noiseOf = createKeptNoise(noiseSeed);
  const positions = users.positions.slice();
  const paths: (PathTable | undefined)[] = new Array<PathTable | undefined>(users.count);
  const records: (LinkRecord | undefined)[] = new Array<LinkRecord | undefined>(users.count);
  // In the order of use, the one used longest ago first.
  const kept = new Map<number, LinkSignals>();
  let keptBytes = 0;
  let received: Float32Array | undefined;

  const positionOf = (user: number): Vector3 => [positions[3 * user], positions[3 * user + 1], positions[3 * user + 2]];

  const forget = (user: number): void => {
    const signals = kept.get(user);
    if (!signals) return;
    kept.delete(user);
    keptBytes -= byteLength(signals);
  };

  const keep = (user: number, signals: LinkSignals): void => {
    forget(user);
    kept.set(user, signals);
    keptBytes += byteLength(signals);
    for (const oldest of kept.keys()) {
      if (keptBytes <= budget || oldest === user) break;
      forget(oldest);
    }
  };

  const sound = (user: number, snrDb: number): LinkRecord => {
    const table = (paths[user] ??= tracePaths(link, positionOf(user)));
    const channel = kept.get(user)?.channel ?? synthesizeChannel(table, site, radio);
    // One stream a user: the noise keeps its shape while the SNR slides or the user moves, and only its strength changes.
    received = soundChannel(channel, radio, fromDecibels(snrDb), noiseOf(user), received);
    const report = measure(received, workspace);
    keep(user, { channel, ...keepProducts(workspace) });
    return { position: positionOf(user), paths: table, snrDb, channelPower: meanChannelPower(channel), report };
  };

  const observed = (user: number): LinkRecord => {
    const record = records[user];
    if (!record) throw new Error(`User ${user} has not been observed.`);
    return record;
  };

  const signalsOf = (user: number): LinkSignals => {
    const { snrDb } = observed(user);
    if (!kept.has(user)) sound(user, snrDb);
    const signals = kept.get(user);
    if (!signals) throw new Error(`The signals of user ${user} do not fit the budget.`);
    keep(user, signals);
    return signals;
  };

  return {
    users: { count: users.count, positions },
    move(user, position) {
      const moved = tracePaths(link, position);
      positions.set(position, 3 * user);
      paths[user] = moved;
      records[user] = undefined;
      forget(user);
    },
    observe(user, snrDb) {
      const record = records[user];
      if (record && record.snrDb === snrDb) return record;
      return (records[user] = sound(user, snrDb));
    },
    signals: signalsOf,
    spectrum: (user) => drawSpectrum(workspace, signalsOf(user).nullSpectrum),
    table(start, count) {
      const table = createMeasurementTable(count);
      for (let row = 0; row < count; row++) {
        const { report } = observed(start + row);
        if (report.kind === 'no-fix') continue;
        table.snr[row] = report.snr;
        table.azimuth[row] = report.azimuth;
        table.elevation[row] = report.elevation;
        table.delay[row] = report.delay;
        table.power[row] = report.power;
      }
      return table;
    },
  };
}

function byteLength(signals: LinkSignals): number {
  const arrays: readonly ArrayBufferView[] = Object.values(signals);
  return arrays.reduce((sum, array) => sum + array.byteLength, 0);
}
