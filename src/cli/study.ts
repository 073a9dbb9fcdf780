/** `wavefix study <study id>`: what holds, and what does not, when the world is not as it should be. */
import { LabError } from '../errors/lab-error.ts';
import { studyMismatch } from './studies/mismatch-study.ts';
import type { SplitStudy } from './studies/split-leak.ts';
import { studySplits } from './studies/split-study.ts';
import { studyTown } from './studies/town-study.ts';
import type { TownStudy } from './studies/town-study.ts';
import type { MismatchStudy } from './studies/twin-mismatch.ts';

/** What a study says. */
type Found = MismatchStudy | SplitStudy | TownStudy;

/** Studies that there are. */
const STUDIES: Readonly<Record<string, (args: readonly string[]) => Found | Promise<Found>>> = {
  'twin-mismatch': studyMismatch,
  'split-leak': studySplits,
  town: studyTown,
};

/**
 * Runs a study.
 *
 * @param args what follows `study` on the command line: the study's id, then its options
 * @throws LabError 'unknown-id' for a study that does not exist, and whatever it throws
 */
export async function study([id = '', ...args]: readonly string[]): Promise<Found> {
  if (Object.hasOwn(STUDIES, id)) return await STUDIES[id](args);
  const named = id === '' ? 'No study is named.' : `There is no study "${id}".`;
  throw new LabError('unknown-id', named, `Choose one of: ${Object.keys(STUDIES).join(', ')}.`);
}
