/** The limit for one user, from what the pipeline keeps of it: the paths and SNRs of its links. */
import type { RadioConfiguration } from '../../channel/radio.ts';
import { fromDecibels } from '../../numerics/decibels.ts';
import type { EdgeTable } from '../../propagation/edges.ts';
import type { PathTable } from '../../propagation/path-table.ts';
import type { Site } from '../../scene/sites.ts';
import { createEdgeFinder } from './edge-directions.ts';
import type { GainKnowledge } from './link-information.ts';
import { linkInformation } from './link-information.ts';
import { pathDerivatives } from './path-derivatives.ts';
import type { PositionBound } from './position-bound.ts';
import { addInformation, positionBound } from './position-bound.ts';

/** What the bound is for. */
export interface BoundSetup {
  readonly sites: readonly Site[];
  readonly radio: RadioConfiguration;
  /** What the receiver knows of the path gains; see `GAIN_KNOWLEDGE`. */
  readonly gains: GainKnowledge;
  /** 3: all coordinates are sought; 2: the height is known. */
  readonly dimensions: 2 | 3;
  /** Edges of the scene, for diffracted paths; null where there are none. */
  readonly edges: EdgeTable | null;
}

/** One site's link to the user. */
export interface BoundLink {
  readonly paths: PathTable;
  /** SNR of the sounding, decibels; −∞ where no path reaches the site. */
  readonly snrDb: number;
}

/** Why there is no bound. */
export type NoBoundReason = 'no-path' | 'no-signal' | 'no-noise' | 'undetermined';

/** A bound, or why there is none. */
export type BoundOutcome =
  ({ readonly kind: 'bound' } & PositionBound) | { readonly kind: 'no-bound'; readonly reason: NoBoundReason };

/** What each reason means, a sentence for the page. */
export const NO_BOUND_SENTENCE: Readonly<Record<NoBoundReason, string>> = {
  'no-path': 'No path reaches a site, so nothing can be known.',
  'no-signal': 'The signal-to-noise ratio is not a number that a signal can have.',
  'no-noise': 'Without noise nothing limits an estimator.',
  undetermined: 'The paths leave a direction open in which the user could move unseen.',
};

/** The levels of knowledge, the least first, for a choice on the page. */
export const GAIN_KNOWLEDGE: readonly {
  readonly id: GainKnowledge;
  readonly title: string;
  readonly sentence: string;
}[] = [
  {
    id: 'unknown-per-path',
    title: 'Delays and angles',
    sentence: 'Phase and strength of every path are unknown: what any estimator of delays and angles can reach.',
  },
  {
    id: 'unknown-per-site',
    title: 'Non-coherent',
    sentence: 'The map tells how the paths of a site interfere; their common phase and strength are unknown.',
  },
  {
    id: 'known',
    title: 'Coherent',
    sentence: 'Everything is known down to the phase of the carrier, so fractions of a wavelength count.',
  },
];

/**
 * Prepares bounds √tr(J⁻¹) for many users of one setup; J is the sum of what its links say (see `linkInformation`).
 *
 * @returns a function of a user's links in the order of the sites; with `only`, of this site's link alone
 */
export function createPositionErrorBound(
  setup: BoundSetup,
): (links: readonly BoundLink[], only?: number) => BoundOutcome {
  const { sites, radio, gains, dimensions, edges } = setup;
  const findEdge = edges ? createEdgeFinder(edges) : undefined;
  return (links, only) => {
    const asked = links
      .map((link, index) => ({ ...link, index }))
      .filter(({ index, paths }) => (only === undefined || index === only) && paths.count > 0);
    if (asked.length === 0) return { kind: 'no-bound', reason: 'no-path' };
    const heard = asked.filter(({ snrDb }) => snrDb > -Infinity);
    if (heard.length === 0) return { kind: 'no-bound', reason: 'no-signal' };
    if (heard.some(({ snrDb }) => snrDb === Infinity)) return { kind: 'no-bound', reason: 'no-noise' };
    const information = addInformation(
      heard.map(({ paths, snrDb, index }) =>
        linkInformation(paths, pathDerivatives(paths, findEdge), sites[index], radio, fromDecibels(snrDb), gains),
      ),
    );
    const bound = positionBound(information, dimensions);
    return bound ? { kind: 'bound', ...bound } : { kind: 'no-bound', reason: 'undetermined' };
  };
}
