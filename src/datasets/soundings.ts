/** The channel estimates behind measured reports: the same soundings over again, to the same bits, when they are asked for. */
import { meanChannelPower, soundChannel } from '../channel/sounding.ts';
import { soundingSequence } from '../channel/srs.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import type { ChannelSource } from '../measurement/channel-source.ts';
import { noiseOfEstimate } from '../measurement/channel-source.ts';
import { estimateLeastSquares } from '../measurement/least-squares.ts';
import { refuseSounding } from '../measurement/no-fix.ts';
import { fromDecibels } from '../numerics/decibels.ts';
import { createRandom } from '../numerics/random.ts';
import type { LinkSource } from './links.ts';
import type { MeasureUsersRequest } from './measure-users.ts';
import { chooseSnrDb } from './measure-users.ts';

/**
 * The estimates that `measureUsers` made of a source's first draw.
 *
 * @param request what it was asked for
 */
export function soundLinks(
  source: LinkSource,
  { snr, seeds }: Pick<MeasureUsersRequest, 'snr' | 'seeds'>,
): ChannelSource {
  const { radio, sites } = source;
  const pilots = soundingSequence(radio);
  let channel: Float32Array | undefined;
  let received: Float32Array | undefined;
  return {
    radio,
    estimate(user, site) {
      const paths = source.paths(user, site);
      if (paths.count === 0) return null;
      channel = synthesizeChannel(paths, sites[site], radio, channel);
      const power = meanChannelPower(channel);
      const random = createRandom(...seeds, user, 0, ...(site === 0 ? [] : [site]));
      const snrDb = chooseSnrDb(snr, power, radio, random);
      if (refuseSounding(paths.count, snrDb)) return null;
      received = soundChannel(channel, radio, fromDecibels(snrDb), random, received, pilots, power);
      const values = new Float32Array(channel.length);
      const scatter = estimateLeastSquares(received, pilots, radio.symbols, values);
      return { values, noisePower: noiseOfEstimate(scatter, radio.symbols) };
    },
  };
}

/** Several sources of the same sites as one, their users in order. */
export function joinLinks(sources: readonly LinkSource[]): LinkSource {
  const starts: number[] = [];
  let count = 0;
  for (const source of sources) {
    starts.push(count);
    count += source.count;
  }
  const { radio, sites } = sources[0];
  return {
    ...{ count, radio, sites },
    paths(user, site) {
      const part = starts.findLastIndex((start) => start <= user);
      return sources[part].paths(user - starts[part], site);
    },
  };
}
