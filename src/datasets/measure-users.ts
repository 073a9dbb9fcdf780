/** Runs the spine from the paths to the reports for many users: what every training set and evaluation is made of. */
import { linkBudgetSnr } from '../channel/link-budget.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import { meanChannelPower, soundChannel } from '../channel/sounding.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { createMeasurementWorkspace, measure } from '../measurement/measure.ts';
import { refuseSounding } from '../measurement/no-fix.ts';
import type { MeasurementTable } from '../measurement/report.ts';
import { createMeasurementTable, writeReport } from '../measurement/report.ts';
import { fromDecibels, toDecibels } from '../numerics/decibels.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import { createRandom } from '../numerics/random.ts';
import type { SnrRule } from './definition.ts';
import type { LinkSource } from './links.ts';

/** What to measure. */
export interface MeasureUsersRequest {
  /** First user to measure and the one after the last; all of them by default. */
  readonly from?: number;
  readonly to?: number;
  /** Independent soundings of every link. */
  readonly draws: number;
  /** Number of the first of them, 0 by default: a set can be measured draw by draw, too. */
  readonly firstDraw?: number;
  readonly snr: SnrRule;
  /**
   * Seeds of the noise; user u, draw d and site s have their own stream under them, so any part of a set can be measured
   * alone and comes out the same.
   */
  readonly seeds: readonly number[];
  /** Number of the source's first user in those streams, 0 by default: where the source is a part of a larger set. */
  readonly firstUser?: number;
}

/** Reports of one site on users × draws, draw by draw within each user. */
export interface MeasuredLinks {
  /** [(to − from) · draws] reports. */
  readonly measurements: MeasurementTable;
  /** SNR of the soundings [(to − from) · draws], decibels; NaN where no path reaches the site. */
  readonly snrDb: Float64Array;
}

/** Reports of all sites. */
export interface MeasuredUsers {
  readonly links: readonly MeasuredLinks[];
}

/**
 * Synthesises, sounds and measures; yields after every user so that a caller can show progress or stop.
 *
 * @yields how many users are done
 * @returns all reports
 */
export function* measureUsers(
  source: LinkSource,
  request: MeasureUsersRequest,
): Generator<number, MeasuredUsers, undefined> {
  const { radio, sites } = source;
  const { draws, firstDraw = 0, firstUser = 0, from = 0, to = source.count } = request;
  const workspaces = sites.map((site) => createMeasurementWorkspace(site, radio));
  const rows = (to - from) * draws;
  const links = sites.map(() => ({
    measurements: createMeasurementTable(rows),
    snrDb: new Float64Array(rows).fill(NaN),
  }));
  let channel: Float32Array | undefined;
  let received: Float32Array | undefined;
  for (let user = from; user < to; user++) {
    for (const [number, site] of sites.entries()) {
      const paths = source.paths(user, number);
      if (paths.count === 0) continue;
      channel = synthesizeChannel(paths, site, radio, channel);
      const power = meanChannelPower(channel);
      const { measurements, snrDb } = links[number];
      for (let draw = 0; draw < draws; draw++) {
        // The first site's stream carries no number: a set of one site reads as if there were no other.
        const stream = [...request.seeds, firstUser + user, firstDraw + draw, ...(number === 0 ? [] : [number])];
        const random = createRandom(...stream);
        const row = (user - from) * draws + draw;
        snrDb[row] = chooseSnrDb(request.snr, power, radio, random);
        const refused = refuseSounding(paths.count, snrDb[row]);
        if (refused) {
          writeReport(measurements, row, refused);
          continue;
        }
        const workspace = workspaces[number];
        received = soundChannel(channel, radio, fromDecibels(snrDb[row]), random, received, workspace.pilots, power);
        writeReport(measurements, row, measure(received, workspace));
      }
    }
    yield user - from + 1;
  }
  return { links };
}

/**
 * SNR of one sounding.
 *
 * @param channelPower mean |H|² of the link per antenna and tone, linear; a rule that imposes the SNR does not read it
 * @param radio the numerology
 * @param random decides where the rule leaves it to chance
 * @returns decibels; −∞ for a link without power under a link budget
 */
export function chooseSnrDb(
  rule: SnrRule,
  channelPower: number,
  radio: RadioConfiguration,
  random: RandomGenerator,
): number {
  switch (rule.kind) {
    case 'imposed': {
      const [minimum, maximum] = rule.rangeDb;
      const share = random.uniform();
      // Without a range there is nothing to add, and between infinities it could not be said.
      return minimum === maximum ? minimum : minimum + (maximum - minimum) * share;
    }
    case 'link-budget': {
      const power = channelPower * fromDecibels(rule.offsetDb);
      return toDecibels(linkBudgetSnr(power, rule.budget, radio));
    }
    default:
      return rule satisfies never;
  }
}
