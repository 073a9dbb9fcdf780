/**
 * The spine for many users before all sites of a world, from the scene to the report. It keeps what every stage produced,
 * so that a look at any user costs no second computation, within a budget of memory: beyond it the channels that were
 * seen longest ago go, and a look computes them again from the paths that stay, to the same bits.
 */
import { meanChannelPower, soundChannel } from '../channel/sounding.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { chooseSnrDb } from '../datasets/measure-users.ts';
import type { SiteReports } from '../estimators/estimator.ts';
import type { Measurement, MeasurementProducts, SpectrumGrid } from '../measurement/measure.ts';
import { createMeasurementWorkspace, drawSpectrum, keepProducts, measure } from '../measurement/measure.ts';
import { refuseSounding, type NoFix } from '../measurement/no-fix.ts';
import { createMeasurementTable, writeReport } from '../measurement/report.ts';
import { fromDecibels } from '../numerics/decibels.ts';
import { createRandom } from '../numerics/random.ts';
import { noPaths, type PathTable } from '../propagation/path-table.ts';
import type { PreparedScene } from '../propagation/prepared-scene.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite, traceLinks } from '../propagation/trace.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { UserTable } from '../scene/users.ts';
import { createKeptNoise } from './kept-noise.ts';
import type { World } from './world.ts';

/** What propagation, channel and measurement made of one user at one site. */
export interface LinkRecord {
  readonly paths: PathTable;
  /** SNR of the sounding, decibels; −∞ where no path reaches the site. */
  readonly snrDb: number;
  /** Mean |H|² per antenna and tone of the noise-free channel. */
  readonly channelPower: number;
  readonly report: Measurement | NoFix;
}

/** One user before all sites. */
export interface UserRecord {
  readonly position: Vector3;
  /** Name of the solid thing that the user is inside of, where no path is traced; null in the open. */
  readonly enclosedBy: string | null;
  /** What `observe` was asked for, decibels. */
  readonly askedSnrDb: number;
  /** In the order of the world's sites. */
  readonly links: readonly LinkRecord[];
}

/** The paths of one user to all sites. */
type Traced = Pick<UserRecord, 'enclosedBy'> & { readonly tables: readonly PathTable[] };

/** The large arrays behind a link. */
export interface LinkSignals extends MeasurementProducts {
  /** Noise-free channel frequency response [antennas, tones, 2]. */
  readonly channel: Float32Array;
}

/** Everything that is known about the links between the users of a world and its sites. */
export interface Pipeline {
  readonly world: World;
  readonly prepared: PreparedScene;
  readonly users: UserTable;
  /**
   * Puts a user elsewhere and traces its paths; inside of a solid it has none.
   *
   * @throws LabError 'too-close' next to a surface; the user then stays where it was
   */
  move(user: number, position: Vector3): void;
  /** Sounds and measures a user at an SNR; what is already known is not computed again. */
  observe(user: number, snrDb: number): UserRecord;
  /** The large arrays of an observed user at one site. */
  signals(user: number, site: number): LinkSignals;
  /** The MUSIC pseudo-spectrum of an observed user at one site. */
  spectrum(user: number, site: number): SpectrumGrid;
  /** Reports of neighbouring observed users by every site, for the estimators. */
  reports(start: number, count: number): readonly SiteReports[];
}

/** Bytes that large arrays may take: three hundred links of the 30 GHz numerology. */
const SIGNALS_BUDGET = 256e6;

/**
 * Prepares a world for its users.
 *
 * @param world scene, sites and radio
 * @param users whose positions are copied, and may then be moved
 * @param prepared the scene, if it is prepared already
 * @param budget bytes that large arrays may take; the latest link's are kept whatever it is
 */
export function createPipeline(
  world: World,
  users: UserTable,
  prepared: PreparedScene = prepareScene(world.scene),
  budget = SIGNALS_BUDGET,
): Pipeline {
  const { sites, radio, noiseSeed } = world;
  const siteCount = sites.length;
  const ends = sites.map((site) => prepareSite(prepared, site, world.paths));
  const workspaces = sites.map((site) => createMeasurementWorkspace(site, radio));
  const noiseOf = sites.map((_, site) =>
    createKeptNoise((user) => createRandom(noiseSeed, user, ...(site === 0 ? [] : [site]))),
  );
  const positions = users.positions.slice();
  const traced: (Traced | undefined)[] = new Array<Traced | undefined>(users.count);
  const records: (UserRecord | undefined)[] = new Array<UserRecord | undefined>(users.count);
  // By link, in the order of use, the one used longest ago first.
  const kept = new Map<number, LinkSignals>();
  let keptBytes = 0;
  let received: Float32Array | undefined;

  const linkOf = (user: number, site: number): number => user * siteCount + site;

  const positionOf = (user: number): Vector3 => [positions[3 * user], positions[3 * user + 1], positions[3 * user + 2]];

  const forget = (link: number): void => {
    const signals = kept.get(link);
    if (!signals) return;
    kept.delete(link);
    keptBytes -= byteLength(signals);
  };

  const keep = (link: number, signals: LinkSignals): void => {
    forget(link);
    kept.set(link, signals);
    keptBytes += byteLength(signals);
    for (const oldest of kept.keys()) {
      if (keptBytes <= budget || oldest === link) break;
      forget(oldest);
    }
  };

  const trace = (position: Vector3): Traced => {
    const solid = prepared.solidAt(...position);
    return solid
      ? { enclosedBy: solid.name, tables: ends.map(noPaths) }
      : { enclosedBy: null, tables: traceLinks(ends, position) };
  };

  const sound = (user: number, site: number, table: PathTable, askedSnrDb: number): LinkRecord => {
    const link = linkOf(user, site);
    const workspace = workspaces[site];
    const channel = kept.get(link)?.channel ?? synthesizeChannel(table, sites[site], radio);
    // One stream a link: the noise keeps its shape while the SNR slides or the user moves, and only its strength changes.
    const random = noiseOf[site](user);
    const snrDb = chooseSnrDb(world.snr(askedSnrDb), channel, radio, random);
    // A link that hears nothing has no signal to hold the noise against, so none is drawn.
    const refused = refuseSounding(table.count, snrDb);
    const snr = refused ? Infinity : fromDecibels(snrDb);
    const channelPower = meanChannelPower(channel);
    received = soundChannel(channel, radio, snr, random, received, workspace.pilots, channelPower);
    const measured = measure(received, workspace);
    const report = refused ?? measured;
    keep(link, { channel, ...keepProducts(workspace) });
    return { paths: table, snrDb, channelPower, report };
  };

  const observed = (user: number): UserRecord => {
    const record = records[user];
    if (!record) throw new Error(`User ${user} has not been observed.`);
    return record;
  };

  const signalsOf = (user: number, site: number): LinkSignals => {
    const { askedSnrDb, links } = observed(user);
    const link = linkOf(user, site);
    if (!kept.has(link)) sound(user, site, links[site].paths, askedSnrDb);
    const signals = kept.get(link);
    if (!signals) throw new Error(`The signals of user ${user} at site ${site} do not fit the budget.`);
    keep(link, signals);
    return signals;
  };

  return {
    world,
    prepared,
    users: { count: users.count, positions },
    move(user, position) {
      const moved = trace(position);
      positions.set(position, 3 * user);
      traced[user] = moved;
      records[user] = undefined;
      for (let site = 0; site < siteCount; site++) forget(linkOf(user, site));
    },
    observe(user, snrDb) {
      const record = records[user];
      if (record && record.askedSnrDb === snrDb) return record;
      const position = positionOf(user);
      const { enclosedBy, tables } = (traced[user] ??= trace(position));
      const links = tables.map((table, site) => sound(user, site, table, snrDb));
      return (records[user] = { position, enclosedBy, askedSnrDb: snrDb, links });
    },
    signals: signalsOf,
    spectrum: (user, site) => drawSpectrum(workspaces[site], signalsOf(user, site).nullSpectrum),
    reports: (start, count) =>
      sites.map((site, number) => {
        const measurements = createMeasurementTable(count);
        for (let row = 0; row < count; row++) {
          writeReport(measurements, row, observed(start + row).links[number].report);
        }
        return { site, measurements };
      }),
  };
}

function byteLength(signals: LinkSignals): number {
  const arrays: readonly ArrayBufferView[] = Object.values(signals);
  return arrays.reduce((sum, array) => sum + array.byteLength, 0);
}
