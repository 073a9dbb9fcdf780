/** Names of runs: a checkpoint is continued only by the run that it belongs to. */
import { sha256 } from '../numerics/hash.ts';

const DIGITS = 16;
/** Words about a run, not part of it. */
const WORDS: readonly string[] = ['description', 'departures', 'trials'];

/**
 * Fingerprint of a run (16 hexadecimal digits): everything of the experiment that determines the weights, and the data.
 *
 * @param experiment plain data
 * @param datasetHash see `hashDataset`
 */
export function fingerprintRun(experiment: object, datasetHash: string): string {
  const determining = Object.fromEntries(Object.entries(experiment).filter(([name]) => !WORDS.includes(name)));
  return sha256(JSON.stringify(determining), datasetHash).slice(0, DIGITS);
}
