/** Parts of an evaluation: neighbouring users, traced and measured by whoever has time, and put together as if by one. */
import type { ChannelPaths } from '../channel/synthesize.ts';
import type { MeasurementTable } from '../measurement/report.ts';
import { copyReports, createMeasurementTable } from '../measurement/report.ts';
import { finishSteps } from '../numerics/steps.ts';
import type { DatasetDefinition, DatasetId, OpenDataset } from './definition.ts';
import { openDataset } from './definition.ts';
import type { EvaluationRequest, EvaluationSet } from './evaluation-set.ts';
import { evaluationNoise, evaluationUsers } from './evaluation-set.ts';
import type { LinkSource } from './links.ts';
import { measureUsers } from './measure-users.ts';
import type { PackedPaths } from './packed-paths.ts';
import { packPaths, unpackPaths } from './packed-paths.ts';
import { findDataset } from './registry.ts';
import { joinLinks, soundLinks } from './soundings.ts';
import { tracedLinks } from './traced-links.ts';

/** What a worker is prepared with. */
export interface PartSetup {
  readonly dataset: DatasetId;
  readonly request: EvaluationRequest;
}

/** Users `from` to `to` (not included) of the evaluation. */
export interface PartOfUsers {
  readonly from: number;
  readonly to: number;
}

/** What came out of a part. */
export interface MeasuredPart {
  /** Of each site. */
  readonly measurements: readonly MeasurementTable[];
  /** [users, sites] */
  readonly paths: PackedPaths;
}

/** Prepares a worker for measuring parts. */
export function createPartMeasurer({ dataset, request }: PartSetup): (part: PartOfUsers) => MeasuredPart {
  return measurePartsOf(openDataset(findDataset(dataset)), request);
}

/** Prepares for measuring parts of a dataset. */
export function measurePartsOf(
  dataset: OpenDataset<DatasetDefinition>,
  request: EvaluationRequest,
): (part: PartOfUsers) => MeasuredPart {
  const source = tracedLinks(dataset, evaluationUsers(dataset, request));
  const noise = evaluationNoise(dataset.definition, request);
  const siteCount = source.sites.length;
  return ({ from, to }) => {
    const links: ChannelPaths[] = [];
    for (let user = from; user < to; user++) {
      for (let site = 0; site < siteCount; site++) links.push(source.paths(user, site));
    }
    const traced: LinkSource = { ...source, paths: (user, site) => links[(user - from) * siteCount + site] };
    const measured = finishSteps(measureUsers(traced, { from, to, draws: 1, ...noise }));
    return { measurements: measured.links.map(({ measurements }) => measurements), paths: packPaths(links) };
  };
}

/** The memory behind a part, to be handed over between threads. */
export function partBuffers({ measurements, paths }: MeasuredPart): ArrayBuffer[] {
  const reports = measurements.flatMap(({ snr, azimuth, elevation, delay, power, firstDelay, reasons }) => [
    ...[snr, azimuth, elevation, delay, power, firstDelay],
    reasons,
  ]);
  const { offsets, delays, amplitudes, departureAzimuths, departureElevations } = paths;
  const arrays = [...reports, offsets, delays, amplitudes, departureAzimuths, departureElevations];
  return arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}

/**
 * Puts all parts together.
 *
 * @param parts all of them, in the order of their users
 */
export function joinParts(
  dataset: OpenDataset<DatasetDefinition>,
  request: EvaluationRequest,
  parts: readonly MeasuredPart[],
): EvaluationSet {
  const { definition, sites } = dataset;
  const users = evaluationUsers(dataset, request);
  const links = sites.map((site) => ({ site, measurements: createMeasurementTable(users.count) }));
  let first = 0;
  const sources = parts.map(({ measurements, paths }): LinkSource => {
    for (const [site, table] of measurements.entries()) copyReports(table, links[site].measurements, first);
    const { count } = measurements[0];
    first += count;
    const pathsOf = (user: number, site: number): ChannelPaths => unpackPaths(paths, user * sites.length + site);
    return { count, radio: definition.radio, sites, paths: pathsOf };
  });
  return { users, links, channels: soundLinks(joinLinks(sources), evaluationNoise(definition, request)) };
}
