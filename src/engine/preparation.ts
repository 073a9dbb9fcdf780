/**
 * Preparing a world a little at a time: a town of thousands of buildings takes a minute, and whoever waits for it sees how far
 * it is and may give it up. What a world shares with one that is prepared already is not done again.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Steps } from '../numerics/steps.ts';
import { prepareSceneInSteps } from '../propagation/prepared-scene.ts';
import { prepareSiteInSteps, type PreparedSite } from '../propagation/trace.ts';
import type { Progress } from './base.ts';
import type { PreparedWorld } from './pipeline.ts';
import { isSameSite } from './session.ts';
import type { Turns } from './turns.ts';
import type { World } from './world.ts';

/** Who watches, and what stops the work. */
export interface PreparationControl {
  readonly turns: Pick<Turns, 'breathe'>;
  readonly emit: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** Others are let in after so much work, milliseconds. */
const SLICE_MILLISECONDS = 25;

/**
 * Prepares all sites of a world, and its scene where that is not known.
 *
 * @param known what was prepared before, of the same scene, or null
 * @throws LabError as `prepareSite` does, and `bad-argument` for a world without sites; whatever aborted the signal
 */
export async function prepareWorld(
  { scene, sites, paths }: Pick<World, 'scene' | 'sites' | 'paths'>,
  known: PreparedWorld | null,
  control: PreparationControl,
): Promise<PreparedWorld> {
  if (sites.length === 0) {
    throw new LabError('bad-argument', 'A world without sites hears nobody.', 'Keep one site at least.');
  }
  const prepared =
    known?.prepared ?? (await workThrough(prepareSceneInSteps(scene), 'preparing walls and edges', control));
  const ends: PreparedSite[] = [];
  for (const [index, site] of sites.entries()) {
    const same = known?.ends.find((end) => isSameSite(end.site, site) && isSameTracing(end.options, paths));
    const task = sites.length === 1 ? 'preparing the site' : `preparing site ${index + 1} of ${sites.length}`;
    ends.push(same ? { ...same, site } : await workThrough(prepareSiteInSteps(prepared, site, paths), task, control));
  }
  return { prepared, ends };
}

/** Whether paths would be looked for alike; what is not asked for is as it is by default in both. */
function isSameTracing(before: PreparedSite['options'], wanted: World['paths']): boolean {
  return Object.entries({ ...before, ...wanted }).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(before[name as keyof typeof before]),
  );
}

/** Does work slice by slice. */
async function workThrough<Result>(
  steps: Steps<Result>,
  stage: string,
  { turns, emit, signal }: PreparationControl,
): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < SLICE_MILLISECONDS) continue;
    emit({ stage, done: step.value, total: 1, unit: 'steps' });
    await turns.breathe();
    signal.throwIfAborted();
    since = performance.now();
  }
}
