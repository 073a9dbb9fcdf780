/** Paths of neighbouring users to all sites in arrays of fixed shape, as they are stored and as workers hand them over. */
import type { ChannelPaths } from '../channel/synthesize.ts';
import { PATH_END, type PathTable } from '../propagation/path-table.ts';

/** How large a block is. */
export interface BlockShape {
  readonly users: number;
  readonly sites: number;
  /** Room for paths of a link. */
  readonly paths: number;
  /** Room for interactions of a path. */
  readonly interactions: number;
}

/** See the file's head; whatever lies beyond a link's count is zero, and 255 among the interactions. */
export interface PathBlock {
  readonly shape: BlockShape;
  /** Number of paths [users, sites]. */
  readonly counts: Int16Array;
  /** [users, sites, paths], seconds. */
  readonly delays: Float64Array;
  /** [users, sites, paths, 2] (re, im). */
  readonly amplitudes: Float32Array;
  /** Azimuth and elevation at the site [users, sites, paths, 2], radians. */
  readonly departures: Float32Array;
  /** Azimuth and elevation at the user [users, sites, paths, 2], radians. */
  readonly arrivals: Float32Array;
  /** Interaction codes from site to user [users, sites, paths, interactions]. */
  readonly interactions: Uint8Array;
}

/** An empty block: no link has a path. */
export function createPathBlock(shape: BlockShape): PathBlock {
  const links = shape.users * shape.sites;
  const slots = links * shape.paths;
  return {
    shape,
    counts: new Int16Array(links),
    delays: new Float64Array(slots),
    amplitudes: new Float32Array(2 * slots),
    departures: new Float32Array(2 * slots),
    arrivals: new Float32Array(2 * slots),
    interactions: new Uint8Array(slots * shape.interactions).fill(PATH_END),
  };
}

/**
 * Writes the paths of one link into a block.
 *
 * @param paths no more of them, and none with more interactions, than the block has room for
 */
export function setLink(block: PathBlock, user: number, site: number, paths: PathTable): void {
  const { shape } = block;
  const link = user * shape.sites + site;
  block.counts[link] = paths.count;
  const first = link * shape.paths;
  block.delays.set(paths.delays, first);
  block.amplitudes.set(paths.amplitudes, 2 * first);
  for (let p = 0; p < paths.count; p++) {
    const slot = first + p;
    block.departures[2 * slot] = paths.departureAzimuths[p];
    block.departures[2 * slot + 1] = paths.departureElevations[p];
    block.arrivals[2 * slot] = paths.arrivalAzimuths[p];
    block.arrivals[2 * slot + 1] = paths.arrivalElevations[p];
    const inner = paths.interactions.subarray(paths.vertexOffsets[p] + 1, paths.vertexOffsets[p + 1] - 1);
    block.interactions.set(inner, slot * shape.interactions);
  }
}

/** The paths of one link of a block, as the channel asks for them. */
export function getLink(
  { shape, counts, delays, amplitudes, departures }: PathBlock,
  user: number,
  site: number,
): ChannelPaths {
  const link = user * shape.sites + site;
  const count = counts[link];
  const first = link * shape.paths;
  const column = (part: 0 | 1): Float64Array =>
    Float64Array.from({ length: count }, (_, p) => departures[2 * (first + p) + part]);
  return {
    count,
    delays: delays.slice(first, first + count),
    amplitudes: Float64Array.from(amplitudes.subarray(2 * first, 2 * (first + count))),
    departureAzimuths: column(0),
    departureElevations: column(1),
  };
}

/** The memory behind a block, to be handed over between threads. */
export function blockBuffers({
  counts,
  delays,
  amplitudes,
  departures,
  arrivals,
  interactions,
}: PathBlock): ArrayBuffer[] {
  return [counts, delays, amplitudes, departures, arrivals, interactions].flatMap(({ buffer }) =>
    buffer instanceof ArrayBuffer ? [buffer] : [],
  );
}
