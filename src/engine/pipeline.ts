/**
 * The spine for many users before all sites of a world, from the scene to the report. It keeps what every stage produced,
 * so that a look at any user costs no second computation, within a budget of memory: beyond it the channels that were
 * seen longest ago go, and a look computes them again from the paths that stay, to the same bits.
 */
import { synthesizeChannel } from '../channel/synthesize.ts';
import { chooseSnrDb } from '../datasets/measure-users.ts';
import type { LabError } from '../errors/lab-error.ts';
import type { SiteReports } from '../estimators/estimator.ts';
import { createCpuMeasurer } from '../measurement/batch/cpu-measurer.ts';
import type { GpuMeasurer } from '../measurement/batch/gpu-measurer.ts';
import type { ChunkMeasurer, LinkOutcome, LinkRequest } from '../measurement/batch/measure-batch.ts';
import { measureBatch } from '../measurement/batch/measure-batch.ts';
import type { Measurement, SpectrumGrid } from '../measurement/measure.ts';
import { drawSpectrum, keepProducts } from '../measurement/measure.ts';
import { refuseSounding, type NoFix } from '../measurement/no-fix.ts';
import { createMeasurementTable, writeReport } from '../measurement/report.ts';
import type { DeviceReports } from '../measurement/reports-gpu.ts';
import { createNoiseKey } from '../numerics/counter-noise.ts';
import { toDecibels } from '../numerics/decibels.ts';
import { createRandom, type RandomGenerator } from '../numerics/random.ts';
import type { PathTable } from '../propagation/path-table.ts';
import type { PreparedScene } from '../propagation/prepared-scene.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite, type PreparedSite } from '../propagation/trace.ts';
import { traceUser, type UserPaths } from '../propagation/trace-user.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { UserTable } from '../scene/users.ts';
import { noiseDemand } from './noise-demand.ts';
import { createSignalStore, type LinkSignals } from './signal-store.ts';
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

/** What is measured of one link, whoever does it. */
type Sounding = Omit<LinkRequest, 'row'>;

/** How neighbouring users are observed together. */
export interface CrowdOptions {
  /**
   * The kernels of each site; without them every link is measured on the processor, by itself. They take as many users as the
   * smallest `largestChunk` among them.
   */
  readonly kernels?: readonly GpuMeasurer[];
  /** Hears why the processor takes over from the kernels. */
  readonly onFallback?: (error: LabError) => void;
  /** Awaited after every link that is measured by itself: where others are let in, or the work is given up. */
  readonly pause?: () => Promise<void>;
}

/** A scene and the sites in it, ready to be traced. */
export interface PreparedWorld {
  readonly prepared: PreparedScene;
  /** In the order of the world's sites. */
  readonly ends: readonly PreparedSite[];
}

/** Everything that is known about the links between the users of a world and its sites. */
export interface Pipeline extends PreparedWorld {
  readonly world: World;
  readonly users: UserTable;
  /**
   * Puts a user elsewhere and traces its paths; inside of a solid it has none.
   *
   * @throws LabError 'too-close' next to a surface; the user then stays where it was
   */
  move(user: number, position: Vector3): void;
  /** Traces the paths of a user, unless they are known. */
  trace(user: number): void;
  /** Users whose paths are not known, ascending. */
  untraced(): number[];
  /** What tracing a user has taken on average, milliseconds; 0 before the first. */
  pace(): number;
  /**
   * Takes the paths of a user that were traced elsewhere.
   *
   * @param position where the user was traced; where it has moved since, or its paths are known, nothing is taken
   */
  adopt(user: number, position: Vector3, paths: UserPaths): void;
  /** Sounds and measures a user at an SNR; what is already known is not computed again. */
  observe(user: number, snrDb: number): UserRecord;
  /**
   * The same for neighbouring users, who may be moved and observed meanwhile: what is newer stays.
   *
   * @returns for each site the reports that lie on the graphics processor until the next call; empty where there are none
   */
  observeCrowd(start: number, count: number, snrDb: number, options: CrowdOptions): Promise<readonly DeviceReports[]>;
  /** What is known of an observed user. */
  observed(user: number): UserRecord;
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
 * @param known scene and sites, if they are prepared already
 * @param budget bytes that large arrays may take; the latest link's are kept whatever it is
 */
export function createPipeline(
  world: World,
  users: UserTable,
  known: PreparedWorld = prepareAtOnce(world),
  budget = SIGNALS_BUDGET,
): Pipeline {
  const { sites, radio, noiseSeed, evaluated } = world;
  const siteCount = sites.length;
  const { prepared, ends } = known;
  const measurers = sites.map((site) => createCpuMeasurer(site, radio));
  const positions = users.positions.slice();
  const traced: (UserPaths | undefined)[] = new Array<UserPaths | undefined>(users.count);
  const records: (UserRecord | undefined)[] = new Array<UserRecord | undefined>(users.count);
  const kept = createSignalStore(budget);

  const linkOf = (user: number, site: number): number => user * siteCount + site;

  const positionOf = (user: number): Vector3 => [positions[3 * user], positions[3 * user + 1], positions[3 * user + 2]];

  /** One stream a link: the noise keeps its shape while the SNR slides or the user moves, and only its strength changes. */
  const seedsOf = (user: number, site: number): number[] => [noiseSeed, user, ...(site === 0 ? [] : [site])];

  /** An evaluation's first draw of a user, or where a rule leaves the SNR to chance. */
  const randomOf = (user: number, site: number): RandomGenerator =>
    evaluated
      ? createRandom(...evaluated.seeds, user, 0, ...(site === 0 ? [] : [site]))
      : createRandom(...seedsOf(user, site));

  let tracedHere = 0;
  let tracingTime = 0;
  const tracedOf = (user: number): UserPaths => {
    const known = traced[user];
    if (known) return known;
    const since = performance.now();
    const found = traceUser(ends, positionOf(user));
    tracingTime += performance.now() - since;
    tracedHere++;
    return (traced[user] = found);
  };

  const requestOf = (user: number, site: number, paths: PathTable, askedSnrDb: number): Sounding => {
    const random = randomOf(user, site);
    // The SNR comes first out of an evaluation's stream, then the noise.
    const noise = noiseDemand(world.snr(askedSnrDb), radio, random);
    return { paths, noise, key: createNoiseKey(...seedsOf(user, site)), ...(evaluated && { random }) };
  };

  /** Sounds and measures one link on the processor, and keeps its large arrays. */
  const hear = (user: number, site: number, sounding: Sounding): LinkOutcome => {
    const link = linkOf(user, site);
    const channel = kept.get(link)?.channel ?? synthesizeChannel(sounding.paths, sites[site], radio);
    const outcome = measurers[site].measureLink(sounding, channel);
    kept.set(link, { channel, ...keepProducts(measurers[site].workspace) });
    return outcome;
  };

  /** @param outcome undefined for a sounding that need not be made */
  const recordLink = (
    user: number,
    site: number,
    paths: PathTable,
    askedSnrDb: number,
    outcome: LinkOutcome | undefined,
  ): LinkRecord => {
    const channelPower = outcome?.channelPower ?? 0;
    const snrDb = chooseSnrDb(world.snr(askedSnrDb), channelPower, radio, randomOf(user, site));
    const report = outcome?.report ?? refuseSounding(paths.count, snrDb);
    if (!report) throw new Error(`User ${user} has not been sounded by site ${site}.`);
    return { paths, snrDb, channelPower, report };
  };

  const observe = (user: number, snrDb: number): UserRecord => {
    const record = records[user];
    if (record?.askedSnrDb === snrDb) return record;
    const { enclosedBy, tables } = tracedOf(user);
    const links = tables.map((paths, site) => {
      const sounding = requestOf(user, site, paths, snrDb);
      return recordLink(user, site, paths, snrDb, isMade(sounding) ? hear(user, site, sounding) : undefined);
    });
    return (records[user] = { position: positionOf(user), enclosedBy, askedSnrDb: snrDb, links });
  };

  const observed = (user: number): UserRecord => {
    const record = records[user];
    if (!record) throw new Error(`User ${user} has not been observed.`);
    return record;
  };

  const signalsOf = (user: number, site: number): LinkSignals => {
    const { askedSnrDb, links } = observed(user);
    const link = linkOf(user, site);
    if (!kept.get(link)) {
      const sounding = requestOf(user, site, links[site].paths, askedSnrDb);
      if (!isMade(sounding)) return silence(site, links[site].paths);
      hear(user, site, sounding);
    }
    const signals = kept.get(link);
    if (!signals) throw new Error(`The signals of user ${user} at site ${site} were not kept.`);
    return signals;
  };

  /** Of a sounding that was not made: its channel, and the estimate that nobody made of it. */
  const silence = (site: number, paths: PathTable): LinkSignals => {
    const channel = synthesizeChannel(paths, sites[site], radio);
    return {
      channel,
      leastSquares: new Float32Array(channel.length),
      powerDelayProfile: new Float32Array(radio.delayBins),
      nullSpectrum: new Float64Array(),
    };
  };

  return {
    world,
    prepared,
    ends,
    users: { count: users.count, positions },
    move(user, position) {
      const moved = traceUser(ends, position);
      positions.set(position, 3 * user);
      traced[user] = moved;
      records[user] = undefined;
      for (let site = 0; site < siteCount; site++) kept.delete(linkOf(user, site));
    },
    trace: (user) => void tracedOf(user),
    untraced: () => Array.from(traced.keys()).filter((user) => !traced[user]),
    pace: () => (tracedHere > 0 ? tracingTime / tracedHere : 0),
    adopt(user, position, paths) {
      if (positionOf(user).every((value, axis) => value === position[axis])) traced[user] ??= paths;
    },
    observe,
    async observeCrowd(start, count, snrDb, { kernels, onFallback, pause = noPause }) {
      const unknown = Array.from({ length: count }, (_, i) => start + i).filter(
        (user) => records[user]?.askedSnrDb !== snrDb,
      );
      const paths = unknown.map(tracedOf);
      const outcomes: (LinkOutcome | undefined)[][] = [];
      const onDevice: DeviceReports[] = [];
      for (let site = 0; site < siteCount; site++) {
        const requests = unknown.map((user, row) => requestOf(user, site, paths[row].tables[site], snrDb));
        // Of a user that has been moved meanwhile nothing is kept: its signals are newer already.
        const alone: ChunkMeasurer = {
          ...measurers[site],
          largestChunk: 1,
          measure: (links) =>
            Promise.resolve(
              links.map((link) => {
                const user = unknown[link.row];
                const isThere = traced[user] === paths[link.row];
                return isThere ? hear(user, site, link) : measurers[site].measureLink(link);
              }),
            ),
        };
        const found = new Array<LinkOutcome | undefined>(unknown.length);
        const rows: number[] = [];
        const kernel = kernels?.at(site);
        let isKernel = kernel !== undefined && unknown.length <= kernel.largestChunk;
        await measureBatch(
          {
            count: unknown.length,
            paths: (row) => requests[row].paths,
            noise: (row) => requests[row].noise,
            key: (row) => requests[row].key,
            random: (row) => requests[row].random,
          },
          {
            measurers: [...(kernel ? [() => ({ ...kernel, dispose: () => undefined })] : []), () => alone],
            pause,
            onFallback(error) {
              isKernel = false;
              onFallback?.(error);
            },
            onLink(row, outcome) {
              found[row] = outcome;
              rows.push(unknown[row] - start);
            },
          },
        );
        outcomes.push(found);
        if (kernel && isKernel) onDevice.push({ ...kernel.reports, users: Int32Array.from(rows) });
      }
      for (const [row, user] of unknown.entries()) {
        if (traced[user] !== paths[row] || records[user]?.askedSnrDb === snrDb) {
          observe(user, snrDb);
          continue;
        }
        const { enclosedBy, tables } = paths[row];
        const links = tables.map((table, site) => recordLink(user, site, table, snrDb, outcomes[site][row]));
        records[user] = { position: positionOf(user), enclosedBy, askedSnrDb: snrDb, links };
      }
      return onDevice.length === siteCount ? onDevice : [];
    },
    observed,
    signals: signalsOf,
    spectrum: (user, site) => drawSpectrum(measurers[site].workspace, signalsOf(user, site).nullSpectrum),
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

/** Whether there is anything to sound. */
function isMade({ paths, noise }: Sounding): boolean {
  return refuseSounding(paths.count, toDecibels(noise.snr)) === null;
}

function noPause(): Promise<void> {
  return Promise.resolve();
}

function prepareAtOnce({ scene, sites, paths }: World): PreparedWorld {
  const prepared = prepareScene(scene);
  return { prepared, ends: sites.map((site) => prepareSite(prepared, site, paths)) };
}
