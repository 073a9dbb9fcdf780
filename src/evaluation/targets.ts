/** What 3GPP asks of positioning, to hold errors against. */

/** A share of the users has to be found within a horizontal error. */
export interface PositioningTarget {
  readonly id: string;
  readonly title: string;
  /** Horizontal error, metres. */
  readonly limit: number;
  /** Share of the users, in (0, 1]. */
  readonly share: number;
}

/** Targets of Release 16 (TR 38.855 §6.1) and Release 17 (TR 38.857 §6.1), the strictest last. */
export const POSITIONING_TARGETS: readonly PositioningTarget[] = [
  { id: 'rel-16-outdoor', title: 'Rel-16 commercial, outdoors', limit: 10, share: 0.8 },
  { id: 'rel-16-indoor', title: 'Rel-16 commercial, indoors', limit: 3, share: 0.8 },
  { id: 'rel-17-commercial', title: 'Rel-17 commercial', limit: 1, share: 0.9 },
  { id: 'rel-17-industrial', title: 'Rel-17 industrial', limit: 0.2, share: 0.9 },
];

/** How some users do against one target. */
export interface TargetResult {
  readonly target: PositioningTarget;
  /** Share of all users within the limit; one without a fix is outside. */
  readonly share: number;
  readonly met: boolean;
}

/**
 * Holds horizontal errors against all targets.
 *
 * @param errors [count], metres; NaN where there is no fix
 */
export function checkTargets(errors: ArrayLike<number>): TargetResult[] {
  return POSITIONING_TARGETS.map((target) => {
    let within = 0;
    for (let user = 0; user < errors.length; user++) if (errors[user] <= target.limit) within++;
    const share = errors.length > 0 ? within / errors.length : 0;
    return { target, share, met: share >= target.share };
  });
}
