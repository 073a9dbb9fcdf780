/** The channel estimates of observed users, for estimators that read more of a sounding than its report. */
import { refuseSounding } from '../measurement/no-fix.ts';
import type { ChannelSource } from '../measurement/channel-source.ts';
import { fromDecibels } from '../numerics/decibels.ts';
import type { LinkRecord, Pipeline } from './pipeline.ts';

/**
 * The estimates of neighbouring users.
 *
 * @param start number of the first of them
 */
export function channelEstimates(pipeline: Pipeline, start: number): ChannelSource {
  const { radio } = pipeline.world;
  return {
    radio,
    estimate(user, site) {
      const link = pipeline.observed(start + user).links[site];
      if (refuseSounding(link.paths.count, link.snrDb)) return null;
      const values = pipeline.signals(start + user, site).leastSquares;
      return { values, noisePower: noisePowerOf(link) / radio.symbols };
    },
  };
}

/**
 * Noise power per antenna, tone and symbol: as measured, or where nothing was measured that of the site's own receiver.
 */
export function noisePowerOf({
  report,
  channelPower,
  snrDb,
}: Pick<LinkRecord, 'report' | 'channelPower' | 'snrDb'>): number {
  return report.kind === 'measurement' ? report.noisePower : channelPower / fromDecibels(snrDb);
}
