/** The paths of many links, exactly as they were traced, in few arrays that can be handed from thread to thread. */
import type { ChannelPaths } from '../channel/synthesize.ts';

/** See the file's head. */
export interface PackedPaths {
  /** First path of each link, and the one after the last [links + 1]. */
  readonly offsets: Uint32Array;
  /** [paths], seconds. */
  readonly delays: Float64Array;
  /** [paths, 2] (re, im). */
  readonly amplitudes: Float64Array;
  /** [paths], radians. */
  readonly departureAzimuths: Float64Array;
  /** [paths], radians. */
  readonly departureElevations: Float64Array;
}

/** Packs links, in their order. */
export function packPaths(links: readonly ChannelPaths[]): PackedPaths {
  const offsets = new Uint32Array(links.length + 1);
  for (const [link, { count }] of links.entries()) offsets[link + 1] = offsets[link] + count;
  const paths = offsets[links.length];
  const packed = {
    offsets,
    delays: new Float64Array(paths),
    amplitudes: new Float64Array(2 * paths),
    departureAzimuths: new Float64Array(paths),
    departureElevations: new Float64Array(paths),
  };
  for (const [link, { delays, amplitudes, departureAzimuths, departureElevations }] of links.entries()) {
    packed.delays.set(delays, offsets[link]);
    packed.amplitudes.set(amplitudes, 2 * offsets[link]);
    packed.departureAzimuths.set(departureAzimuths, offsets[link]);
    packed.departureElevations.set(departureElevations, offsets[link]);
  }
  return packed;
}

/** The paths of one link. */
export function unpackPaths(packed: PackedPaths, link: number): ChannelPaths {
  const from = packed.offsets[link];
  const to = packed.offsets[link + 1];
  return {
    count: to - from,
    delays: packed.delays.subarray(from, to),
    amplitudes: packed.amplitudes.subarray(2 * from, 2 * to),
    departureAzimuths: packed.departureAzimuths.subarray(from, to),
    departureElevations: packed.departureElevations.subarray(from, to),
  };
}
