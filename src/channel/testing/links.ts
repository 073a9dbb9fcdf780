/** Links written down by hand, for tests of everything after the tracer. */
import { createRandom } from '../../numerics/random.ts';
import type { PathTable } from '../../propagation/path-table.ts';
import type { Site } from '../../scene/sites.ts';
import type { RadioConfiguration } from '../radio.ts';

/** One path as a test writes it. */
export interface HandPath {
  /** Seconds. */
  readonly delay: number;
  /** Global azimuth at the site, radians. */
  readonly azimuth: number;
  /** Global elevation at the site, radians. */
  readonly elevation: number;
  /** Magnitude of the path amplitude; 1 without it. */
  readonly magnitude?: number;
  /** Phase of the path amplitude, radians; 0 without it. */
  readonly phase?: number;
}

/** A path table of hand-written paths; vertices and transfers are left out because nothing after the tracer reads them. */
export function handPaths(...paths: readonly HandPath[]): PathTable {
  const column = (read: (path: HandPath) => number): Float64Array => Float64Array.from(paths, read);
  return {
    count: paths.length,
    delays: column((path) => path.delay),
    amplitudes: Float64Array.from(
      paths.flatMap(({ magnitude = 1, phase = 0 }) => [magnitude * Math.cos(phase), magnitude * Math.sin(phase)]),
    ),
    transfers: new Float64Array(0),
    departureAzimuths: column((path) => path.azimuth),
    departureElevations: column((path) => path.elevation),
    arrivalAzimuths: column(() => 0),
    arrivalElevations: column(() => 0),
    vertexOffsets: new Uint32Array(paths.length + 1),
    vertices: new Float64Array(0),
    interactions: new Uint8Array(0),
  };
}

/** Paths in all directions, up to the unambiguous delay and beyond. */
export function randomPaths(count: number): PathTable {
  const random = createRandom(1, count);
  return handPaths(
    ...Array.from({ length: count }, () => ({
      delay: 5e-6 * random.uniform(),
      azimuth: 2 * Math.PI * random.uniform() - Math.PI,
      elevation: Math.PI * (random.uniform() - 0.5),
      magnitude: random.uniform() / count,
      phase: 2 * Math.PI * random.uniform(),
    })),
  );
}

/** A site with an 8×8 half-wavelength panel, or whatever `changes` says. */
export function handSite(
  changes: { azimuth?: number; elevation?: number; rows?: number; columns?: number } = {},
): Site {
  const { azimuth = 0.4, elevation = -0.2, rows = 8, columns = 8 } = changes;
  return {
    name: 'test site',
    position: [1, -2, 5],
    orientation: { azimuth, elevation },
    panel: { rows, columns, spacing: 0.5, pattern: 'iso' },
  };
}

/** A small legal numerology: 36 tones, two symbols. */
export const SMALL_RADIO: RadioConfiguration = {
  carrierFrequency: 30e9,
  subcarrierSpacing: 60e3,
  resourceBlocks: 12,
  combSize: 4,
  symbols: 2,
  sequenceIdentity: 3,
  delayBins: 256,
};
