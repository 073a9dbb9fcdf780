/** The limit for the users of a pipeline: what their paths and SNRs allow, whoever estimates. */
import { createPositionErrorBound } from '../evaluation/bounds/position-error-bound.ts';
import type { BoundOutcome, LimitRequest, UserLimit } from './limit-view.ts';
import type { Pipeline, UserRecord } from './pipeline.ts';

/** Bounds of observed users. */
export interface Limits {
  /** What all sites together allow: in all, horizontally and vertically, metres; NaN where there is no bound. */
  errors(record: UserRecord): readonly [position: number, horizontal: number, vertical: number];
  /** What all sites together, and each of several alone, allow. */
  look(user: number, record: UserRecord): UserLimit;
}

/** Prepares the bounds of a pipeline's users. */
export function createLimits(
  { world: { sites, radio }, prepared: { edges } }: Pick<Pipeline, 'world' | 'prepared'>,
  { gains, dimensions }: LimitRequest,
): Limits {
  const boundOf = createPositionErrorBound({ sites, radio, gains, dimensions, edges });
  return {
    errors: ({ links }) => errorsOf(boundOf(links)),
    look: (user, { links }) => ({
      user,
      together: boundOf(links),
      alone: sites.length > 1 ? sites.map((_, site) => boundOf(links, site)) : [],
    }),
  };
}

function errorsOf(outcome: BoundOutcome): readonly [number, number, number] {
  return outcome.kind === 'bound'
    ? [outcome.positionError, outcome.horizontalError, outcome.verticalError]
    : [NaN, NaN, NaN];
}
