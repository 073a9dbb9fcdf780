/** What is traced, and what is kept. */
import { LabError } from '../errors/lab-error.ts';
import type { Scattering } from './scattering.ts';

/** Which paths with a diffraction are traced; never more than one diffraction a path. */
export type DiffractionMode = 'none' | 'edge' | 'edge-and-reflection';

/** How surfaces scatter, and into which patches they are cut. */
export interface ScatteringOptions extends Scattering {
  /** Width of the patches, metres. */
  readonly patchSize: number;
  /** Seed of the patches' phases. */
  readonly seed: number;
}

/**
 * Walls of a town: S = 0.3 lies in the middle of what was fitted to buildings (0.2 to 0.4), and 4 is the exponent of the
 * directive lobe that fitted best (Degli-Esposti, Fuschini, Vitucci, Falciasecca, IEEE Trans. AP 55(1), 2007). Patches of
 * 5 m keep a town's number of paths in bounds, and near ones are weighed by their solid angle; the seed only tells one draw of their phases from another.
 */
export const ROUGH_WALLS = { coefficient: 0.3, lobeExponent: 4, patchSize: 5, seed: 1 } as const;

/** What is traced, and what is kept. */
export interface TraceOptions {
  /** Carrier frequency, hertz. */
  readonly frequency: number;
  /** Most reflections a path may have, 0 to 5; 0 leaves the line of sight. */
  readonly maximumReflections: number;
  /** Most surfaces that a path may go through in all, 0 to 10; 0 lets every surface block. */
  readonly maximumTransmissions: number;
  /** `edge`: diffraction alone; `edge-and-reflection` adds one reflection before or after it. */
  readonly diffraction: DiffractionMode;
  /** Scattering at one patch and nothing else on the way; null for none. */
  readonly scattering: ScatteringOptions | null;
  /** Paths weaker than the strongest by more than this are dropped, decibels. */
  readonly dynamicRangeDb: number;
  /** At most this many paths are kept, the strongest. */
  readonly maximumPaths: number;
  /**
   * A site's image tree of more nodes than this gets no further generation; every user then grows a tree of its own for
   * the reflections that remain. More nodes are slower to prepare and faster to trace; the paths are the same.
   */
  readonly nodeLimit: number;
}

/** What the lab and its data sets use; the frequency comes from the radio configuration. */
export const DEFAULT_TRACE: Omit<TraceOptions, 'frequency'> = {
  maximumReflections: 3,
  maximumTransmissions: 0,
  diffraction: 'none',
  scattering: null,
  dynamicRangeDb: 60,
  maximumPaths: 32,
  // A hall's tree is grown whole, so that a dragged user costs a millisecond; a city's last generation is not.
  nodeLimit: 10_000,
};

/** Most reflections that are followed. */
export const MOST_REFLECTIONS = 5;

/** Most surfaces that are gone through. */
const MOST_TRANSMISSIONS = 10;

/**
 * Checks the numbers that make sense within limits only.
 *
 * @param options complete options
 * @throws LabError `bad-argument`
 */
export function checkTraceOptions({ maximumReflections, maximumTransmissions, scattering }: TraceOptions): void {
  const check = (count: number, most: number, what: string): void => {
    if (Number.isInteger(count) && count >= 0 && count <= most) return;
    throw new LabError('bad-argument', `${count} ${what} are not supported.`, `Use 0 to ${most}.`);
  };
  check(maximumReflections, MOST_REFLECTIONS, 'reflections');
  check(maximumTransmissions, MOST_TRANSMISSIONS, 'transmissions');
  if (scattering && !(scattering.patchSize > 0 && Number.isFinite(scattering.patchSize))) {
    throw new LabError(
      'bad-argument',
      `Patches of ${scattering.patchSize} m cannot be cut.`,
      'Give the width of a patch in metres, such as 5.',
    );
  }
}
