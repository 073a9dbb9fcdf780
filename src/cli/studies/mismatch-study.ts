/** `wavefix study twin-mismatch`: what the refinement holds, and what it does not, when the world is not as its map. */
import { openDataset, snrRule } from '../../datasets/definition.ts';
import { evaluationSeeds } from '../../datasets/evaluation-set.ts';
import { hashDataset } from '../../datasets/hash.ts';
import { soundLinks } from '../../datasets/soundings.ts';
import { TOKYO_STREETS } from '../../datasets/tokyo-streets.ts';
import { tracedLinks } from '../../datasets/traced-links.ts';
import type { DatasetUsers } from '../../datasets/users.ts';
import { datasetUsers, pickUsers } from '../../datasets/users.ts';
import { LabError } from '../../errors/lab-error.ts';
import { DEFAULT_REFINE } from '../../estimators/twin/refine.ts';
import type { Twin } from '../../estimators/twin/twin.ts';
import { KNOWLEDGE_STAGES } from '../../estimators/twin/twin.ts';
import type { Scene } from '../../scene/scene.ts';
import { parseArguments } from '../arguments.ts';
import { twinOf } from '../dataset-twin.ts';
import { createProgressLine } from '../progress-line.ts';
import type { MismatchStudy } from './twin-mismatch.ts';
import { MISMATCHES, runMismatch } from './twin-mismatch.ts';
import { mismatchPage } from './mismatch-page.ts';
import { savePage } from './save-page.ts';

const OPTIONS = {
  only: { kind: 'text', shape: '<case id>' },
  count: { kind: 'integer' },
  start: { kind: 'number', shape: 'metres' },
  until: { kind: 'text', choices: KNOWLEDGE_STAGES },
  seed: { kind: 'integer' },
  save: { kind: 'flag' },
} as const;

/** Users who are refined, and those at known places beside them. */
const USERS = 32;
const KNOWN = 16;

/** Standard deviation of a start in x and in y, metres: a quarter of a metre off, or a little more, as a good network leaves it. */
const START = 0.25;

/**
 * Runs it; `--save` writes its page.
 *
 * @param args what follows the study's name on the command line
 * @throws LabError 'unknown-id' for a case that does not exist, 'bad-argument' for options out of range
 */
export function studyMismatch(args: readonly string[]): MismatchStudy {
  const { values } = parseArguments(args, OPTIONS);
  const { count = USERS, start = START, until = DEFAULT_REFINE.until, seed = 1 } = values;
  if (count < 1) throw new LabError('bad-argument', `Option --count cannot be ${count}.`, 'Ask for one user or more.');
  if (!(start >= 0)) throw new LabError('bad-argument', `Option --start cannot be ${start}.`, 'Give metres.');
  const chosen = MISMATCHES.filter(({ id }) => values.only === undefined || id === values.only);
  if (chosen.length === 0) {
    const known = MISMATCHES.map(({ id }) => id).join(', ');
    throw new LabError('unknown-id', `There is no case "${values.only}".`, `Choose one of: ${known}.`);
  }
  if (values.save && [values.only, values.count, values.start, values.until].some((value) => value !== undefined)) {
    throw new LabError(
      'bad-argument',
      '--save keeps the whole study.',
      'Leave out --only, --count, --start and --until.',
    );
  }
  const dataset = openDataset(TOKYO_STREETS);
  const request = { split: 'test', protocol: 'held-out', seed } as const;
  const users = spreadUsers(datasetUsers(dataset, 'test'), KNOWN, count);
  const channels = soundLinks(tracedLinks(dataset, users), {
    snr: snrRule(dataset.definition),
    seeds: evaluationSeeds(dataset.definition.noiseSeed, request),
  });
  const twinOfScene = (scene: Scene): Twin => twinOf({ ...dataset, scene });
  const world = { scene: dataset.scene, twinOf: twinOfScene, positions: users.positions, channels };
  const cases = chosen.map((mismatch) => {
    const progress = createProgressLine(`users, ${mismatch.id}`);
    const result = runMismatch(world, mismatch, { known: KNOWN, start, until, seed }, progress.update);
    progress.end();
    return result;
  });
  const found: MismatchStudy = {
    study: 'twin-mismatch',
    dataset: dataset.definition.id,
    dataset_hash: hashDataset(dataset),
    seed,
    count,
    start_m: start,
    until,
    cases,
  };
  if (values.save) savePage(found.study, mismatchPage(found));
  return found;
}

/** Users from everywhere, evenly out of all trajectories; every so-manieth of them is known, and those come first. */
function spreadUsers(all: DatasetUsers, known: number, count: number): DatasetUsers {
  const total = Math.min(known + count, all.count);
  const first: number[] = [];
  const others: number[] = [];
  for (let i = 0; i < total; i++) {
    const isKnown = Math.floor(((i + 1) * known) / total) > Math.floor((i * known) / total);
    (isKnown ? first : others).push(Math.floor(((i + 0.5) * all.count) / total));
  }
  return pickUsers(all, Uint32Array.from([...first, ...others]));
}
