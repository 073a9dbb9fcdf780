/** What every site hears of a user, straight from the paths: the tapered taps with their noise, read by whoever wants features of them. */
import { antennaCount } from '../channel/array.ts';
import { linkBudgetSnr } from '../channel/link-budget.ts';
import { meanPathPower } from '../channel/mean-path-power.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import { pilotToneCount } from '../channel/radio.ts';
import { addTapNoise, synthesizeTaperedTaps, TAP_COUNT } from '../features/taps/tapered-taps.ts';
import { createRandom } from '../numerics/random.ts';
import type { Site } from '../scene/sites.ts';
import type { OpenDataset, Split, TrajectoriesDefinition } from './definition.ts';
import { SPLITS } from './definition.ts';
import { tracedLinks } from './traced-links.ts';
import type { DatasetUsers } from './users.ts';

/** How a link's taps become a row of numbers. */
export interface RowReader {
  /** Numbers of one link. */
  readonly width: number;
  /** Keeps the noise apart from that of other rows: what follows the link in the seed. */
  readonly stream: readonly number[];
  /** Prepares for a site; what it returns writes a link's row, and may use the taps up. */
  prepare(this: void, site: Site, radio: RadioConfiguration): (taps: Float32Array, row: Float32Array) => void;
}

/**
 * From a user's number to its rows at all sites; a new noise for every link.
 *
 * @param users of one split
 * @returns rows [sites, width]; NaN for a link without power
 */
export function createNoisyTapReader(
  dataset: OpenDataset<TrajectoriesDefinition>,
  users: DatasetUsers,
  split: Split,
  { width, stream, prepare }: RowReader,
): (user: number) => Float32Array {
  const { radio, linkBudget, noiseSeed } = dataset.definition;
  const source = tracedLinks(dataset, users);
  const tones = pilotToneCount(radio);
  const sites = dataset.sites.map((site) => {
    const antennas = antennaCount(site.panel);
    return {
      ...{ site, antennas, read: prepare(site, radio) },
      taps: new Float32Array(2 * antennas * TAP_COUNT),
      scratch: new Float32Array(2 * antennas * (TAP_COUNT + 2)),
    };
  });
  return (user) => {
    const rows = new Float32Array(sites.length * width).fill(NaN);
    for (const [number, { site, antennas, read, taps, scratch }] of sites.entries()) {
      const paths = source.paths(user, number);
      const power = meanPathPower(paths, site, radio);
      const snr = linkBudgetSnr(power, linkBudget, radio);
      if (!(snr > 0)) continue;
      synthesizeTaperedTaps(paths, site, radio, taps);
      const random = createRandom(noiseSeed, SPLITS.indexOf(split), user, number, ...stream);
      addTapNoise(taps, { antennas, tones }, power / snr / radio.symbols, random, scratch);
      read(taps, rows.subarray(number * width, (number + 1) * width));
    }
    return rows;
  };
}
