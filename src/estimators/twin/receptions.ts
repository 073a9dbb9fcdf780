/** What the sites that hear a user received of it, as the refinement reads it. */
import { antennaCount } from '../../channel/array.ts';
import { alarmThreshold, tapPowers } from '../../features/tap-power.ts';
import { taperedTaps } from '../../features/taps/tapered-taps.ts';
import type { ChannelSource } from '../../measurement/channel-source.ts';
import type { Reception, Twin } from './twin.ts';

/** Reads all sites of a user; those without a channel, or with nothing that stands out of the noise, are left out. */
export function receptionsOf(channels: ChannelSource, { sites }: Twin, user: number): Reception[] {
  return sites.flatMap(({ panel }, number) => {
    const estimate = channels.estimate(user, number);
    if (!estimate || !estimate.values.every(Number.isFinite)) return [];
    const values = estimate.values.slice();
    const taps = taperedTaps(values, panel);
    const antennas = antennaCount(panel);
    const power = tapPowers(taps, antennas);
    const alarm = alarmThreshold(power, antennas);
    if (!power.some((value) => value > alarm)) return [];
    return [{ site: number, estimate: values, taps, noisePower: estimate.noisePower }];
  });
}
