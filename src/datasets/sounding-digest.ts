/** What the stages from the tracer to the reports answer today, as a name: whoever keeps what they measured keeps it under that. */
import { sha256 } from '../numerics/hash.ts';
import { finishSteps } from '../numerics/steps.ts';
import type { OpenDataset } from './definition.ts';
import { snrRule } from './definition.ts';
import type { LinkSource } from './links.ts';
import { measureUsers } from './measure-users.ts';
import { tracedLinks } from './traced-links.ts';
import { datasetUsers } from './users.ts';

/** Training users that are sounded for it, evenly spread. */
const PROBES = 3;
/** Digits of a report that count: what the same arithmetic in another order changes lies far behind them. */
const PRECISION = 6;
const DIGITS = 8;

/**
 * Digest of a few soundings (8 hexadecimal digits): another tracer, channel or measurement gives another one, without anybody
 * having to remember to say so.
 *
 * @param links of the training users, where they are at hand
 */
export function soundingDigest(dataset: OpenDataset, links: LinkSource = trainingLinks(dataset)): string {
  const { definition } = dataset;
  const probes = Array.from({ length: PROBES }, (_, i) => Math.floor(((i + 0.5) * links.count) / PROBES));
  const values = probes.flatMap((user) => {
    const job = measureUsers(links, {
      ...{ from: user, to: user + 1, draws: 1 },
      ...{ snr: snrRule(definition), seeds: [definition.noiseSeed] },
    });
    const [{ measurements }] = finishSteps(job).links;
    const { snr, azimuth, elevation, delay, power, firstDelay, reasons } = measurements;
    return [snr, azimuth, elevation, delay, power, firstDelay, reasons].map(([value]) => value.toPrecision(PRECISION));
  });
  return sha256(values.join()).slice(0, DIGITS);
}

/** The links of a dataset's training users to its site. */
export function trainingLinks(dataset: OpenDataset): LinkSource {
  return tracedLinks(dataset, datasetUsers(dataset, 'training'));
}
