/** What the refinement works with: the twin of the world, and what its sites received. */
import type { RadioConfiguration } from '../../channel/radio.ts';
import type { PathTable } from '../../propagation/path-table.ts';
import type { Site } from '../../scene/sites.ts';

/** A world that can be asked for the paths of any place. */
export interface Twin {
  readonly sites: readonly Site[];
  readonly radio: RadioConfiguration;
  /**
   * Paths from every site to a point, the strongest first.
   *
   * @returns null where nobody can be, such as inside of a building
   */
  trace(this: void, point: readonly [number, number, number]): readonly PathTable[] | null;
}

/** What one site received of a user. */
export interface Reception {
  /** Index of the site. */
  readonly site: number;
  /** Channel estimate [antennas, tones, 2]. */
  readonly estimate: Float32Array;
  /** The same as tapered taps [taps, antennas, 2]. */
  readonly taps: Float32Array;
  /** Noise power of the estimate per antenna and tone, linear. */
  readonly noisePower: number;
}

/**
 * What a refinement takes from the twin about the gains of the paths: nothing but their powers; how the paths of a site relate;
 * everything, down to the phase of the carrier. The less, the more it forgives a twin that is not exact.
 */
export type KnowledgeStage = (typeof KNOWLEDGE_STAGES)[number];

/** All of them, each knowing more than the one before. */
export const KNOWLEDGE_STAGES = ['per-path', 'per-site', 'coherent'] as const;

/** Where a refinement stopped. */
export type TwinStage = 'start' | KnowledgeStage;

/** A refined fix. */
export interface TwinFix {
  readonly x: number;
  readonly y: number;
  /** The stage at which it stopped. */
  readonly stage: TwinStage;
  /**
   * Power that the twin leaves unexplained around its paths, over the noise there; 1 for an exact twin. NaN where it found no place
   * that explains anything.
   */
  readonly residual: number;
  /**
   * Information of the fix about its place, J as xx, xy, yy, per square metre, less by the residual where the twin is not exact and by
   * how far the sites disagree; zeros where there is none.
   */
  readonly information: readonly [xx: number, xy: number, yy: number];
  /** Standard deviation of the fix, √tr(J⁻¹), metres; Infinity where nothing determines it. */
  readonly bound: number;
  /** Whether the residual is that of a twin which explains what was received, and the fix is not its start. */
  readonly believed: boolean;
}
