/** Why a user has no fix: what an estimator answers in place of a position that it would have to make up. */
import type { ChannelSource } from '../measurement/channel-source.ts';
import type { NoFixReason } from '../measurement/no-fix.ts';
import { NO_FIX_REASONS, NO_FIX_SENTENCE, reasonOfCode } from '../measurement/no-fix.ts';
import type { Estimator, EstimatorInput } from './estimator.ts';

/** Why one estimator has no fix of one user. */
export type FixRefusal =
  /** No site that it reads has a report; the reason of each, in the order of the sites. */
  | { readonly kind: 'no-report'; readonly reasons: readonly NoFixReason[] }
  /** Some site has a report, and of what the estimator reads in its place nothing stands out of the noise. */
  | { readonly kind: 'unheard' }
  /** What it reads of some sites holds numbers that are not finite, and the others give no fix; numbers of those sites, from 1 on. */
  | { readonly kind: 'not-finite'; readonly sites: readonly number[] }
  /** Fewer sites have a report than it needs. */
  | { readonly kind: 'too-few-sites'; readonly needed: number; readonly heard: number }
  /** The sites lie so that more than one position fits, or a whole line of them. */
  | { readonly kind: 'undetermined' }
  /** No position agrees with enough of the reports. */
  | { readonly kind: 'contradictory' };

/**
 * Why `estimate` left a user without a position. Pure, and cheap enough to be asked for every such user.
 *
 * @param user a row of the input whose position is NaN
 */
export function explainNoFix(estimator: Estimator, input: EstimatorInput, user: number): FixRefusal {
  const reasons = input.links.map(({ measurements }) => reasonOfCode(measurements.reasons[user]));
  const silent = reasons.filter((reason) => reason !== null);
  if (silent.length === reasons.length) return { kind: 'no-report', reasons: silent };
  // What reads one site alone has no fix only for lack of its report; the others say what they miss.
  return estimator.explain?.(input, user) ?? { kind: 'no-report', reasons: silent };
}

/** `explain` of what reads the channels of all sites: some are no numbers, or there were some, and nothing in them. */
export function explainUnheard({ links, channels }: EstimatorInput, user: number): FixRefusal {
  const broken = channels ? brokenSites(channels, links.length, user) : [];
  return broken.length > 0 ? { kind: 'not-finite', sites: broken.map((site) => site + 1) } : { kind: 'unheard' };
}

/**
 * The sites whose channel estimate of a user holds a number that is not finite.
 *
 * @param sites how many there are
 * @param user row of the reports
 */
export function brokenSites(channels: ChannelSource, sites: number, user: number): number[] {
  const isBroken = (site: number): boolean => channels.estimate(user, site)?.values.every(Number.isFinite) === false;
  return Array.from({ length: sites }, (_, site) => site).filter(isBroken);
}

/** What a refusal says, a sentence for the page. */
export function refusalSentence(refusal: FixRefusal): string {
  switch (refusal.kind) {
    case 'no-report': {
      const [first] = refusal.reasons;
      if (first === undefined) return 'No site listens.';
      const alike = refusal.reasons.every((reason) => reason === first);
      return alike ? NO_FIX_SENTENCE[first] : `No site has a report: ${listReasons(refusal.reasons)}`;
    }
    case 'unheard':
      return 'What the sites received of the user does not stand out of the noise.';
    case 'not-finite': {
      const whose = `${refusal.sites.length > 1 ? 'sites' : 'site'} ${refusal.sites.join(', ')}`;
      return `The channel estimates of ${whose} hold numbers that are not finite, and no other site gives a fix: mend or leave out that record.`;
    }
    case 'too-few-sites': {
      const heard = ['No site reports', 'One site reports'][refusal.heard] ?? `${refusal.heard} sites report`;
      return `${heard} the user, and ${refusal.needed} are needed.`;
    }
    case 'undetermined':
      return 'The sites that report the user leave more than one position possible.';
    case 'contradictory':
      return 'No position agrees with what the sites report.';
    default:
      return refusal satisfies never;
  }
}

function listReasons(reasons: readonly NoFixReason[]): string {
  // In one order, so that the same reasons of other sites make the same sentence.
  return NO_FIX_REASONS.filter((reason) => reasons.includes(reason))
    .map((reason) => NO_FIX_SENTENCE[reason])
    .join(' ');
}
