/** Measures the users of a stored dataset: the paths are read, the rest of the spine runs as it does for traced ones. */
import { LabError } from '../../errors/lab-error.ts';
import { copyReports, createMeasurementTable } from '../../measurement/report.ts';
import { finishSteps } from '../../numerics/steps.ts';
import type { SnrRule } from '../definition.ts';
import type { EvaluationRequest, EvaluationSet } from '../evaluation-set.ts';
import { evaluationSeeds } from '../evaluation-set.ts';
import type { LinkSource } from '../links.ts';
import { measureUsers } from '../measure-users.ts';
import { joinLinks, soundLinks } from '../soundings.ts';
import { getLink } from '../path-block.ts';
import type { DatasetUsers } from '../users.ts';
import { chooseUsers, joinUsers, membersOf, pickUsers } from '../users.ts';
import type { Header } from './header.ts';
import type { ChunkContent } from './layout.ts';
import type { PathGroup } from './read.ts';

/**
 * Measures the users of an evaluation; of the stored chunks those with chosen users stay in memory.
 *
 * @param onUser called after every user with how many are done
 * @throws LabError 'unsupported' for the grid protocol, 'bad-argument' where the split has no users, 'bad-file' for a
 *   dataset that is not whole
 */
export async function measureStoredSet(
  group: PathGroup,
  request: EvaluationRequest,
  onUser?: (done: number, total: number) => void,
): Promise<EvaluationSet> {
  const { header } = group;
  if (request.protocol === 'grid') {
    throw new LabError(
      'unsupported',
      'A stored dataset is not measured by the grid protocol.',
      'Use the held-out protocol, or the id of the dataset.',
    );
  }
  const members = membersOf(await group.readSplits(), request.split);
  const chosen = chooseUsers(header.kind, members, request.count);
  if (chosen.length === 0) {
    throw new LabError('bad-argument', `${group.location} holds no ${request.split} users.`, 'Choose another --split.');
  }
  const tables: DatasetUsers[] = [];
  const sources: LinkSource[] = [];
  const noise = { snr: noiseOf(header, request.snrDb), seeds: evaluationSeeds(header.noiseSeed, request) };
  const links = header.sites.map((site) => ({ site, measurements: createMeasurementTable(chosen.length) }));
  for (let first = 0; first < chosen.length;) {
    const chunk = Math.floor(chosen[first] / header.usersPerChunk);
    const rows = rowsOfChunk(chosen, first, chunk, header.usersPerChunk);
    const content = await group.readChunk(chunk);
    tables.push(pickUsers(content.users, rows));
    const source = linksOf(content, rows, header);
    sources.push(source);
    const job = measureUsers(source, { draws: 1, ...noise, firstUser: first });
    const measured = finishSteps(job, (done) => onUser?.(first + done, chosen.length));
    for (const [site, { measurements }] of measured.links.entries()) {
      copyReports(measurements, links[site].measurements, first);
    }
    first += rows.length;
  }
  return { users: joinUsers(tables), links, channels: soundLinks(joinLinks(sources), noise) };
}

/** Rows of a chunk that are chosen, from the `first` chosen user on; numbers rise, so they are neighbours. */
function rowsOfChunk(chosen: Uint32Array, first: number, chunk: number, usersPerChunk: number): Uint32Array {
  const start = chunk * usersPerChunk;
  let end = first;
  while (end < chosen.length && chosen[end] < start + usersPerChunk) end++;
  return chosen.slice(first, end).map((user) => user - start);
}

/** The links of some rows of a chunk. */
export function linksOf({ paths }: ChunkContent, rows: Uint32Array, { radio, sites }: Header): LinkSource {
  return { count: rows.length, radio, sites, paths: (user, site) => getLink(paths, rows[user], site) };
}

function noiseOf({ snr }: Header, snrDb: number | undefined): SnrRule {
  if (snrDb === undefined) return snr;
  return snr.kind === 'imposed' ? { kind: 'imposed', rangeDb: [snrDb, snrDb] } : { ...snr, offsetDb: snrDb };
}
