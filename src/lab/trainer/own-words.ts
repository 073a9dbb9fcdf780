/** What the panel says of the own network, and before another takes its place. */
import type { OwnModel } from '../../engine/frontend.ts';
import { count, metres } from '../format.ts';
import type { Replacement, TrainingState } from './training-state.ts';

type Titles = (estimator: string) => string;

/** The line beside the buttons. */
export function ownWords({ offers: { own }, outcome }: TrainingState, titleOf: Titles): string {
  if (!own) return 'Compared as “Trained here”, in this colour.';
  const facts = factWords(own);
  if (outcome?.files) return `${facts.charAt(0).toUpperCase()}${facts.slice(1)}.`;
  return `Kept in this browser: ${titleOf(own.estimator)}${facts && `, ${facts}`}.`;
}

/** The sentence before something takes its place. */
export function replacementWords(own: OwnModel, { by }: Replacement, titleOf: Titles): string {
  const facts = factWords(own);
  const what = `${titleOf(own.estimator)}${facts && ` (${facts})`}`;
  const next =
    by === 'training' ? 'another training takes its place when it ends' : 'the files that you bring take its place';
  return `One network of each scene is kept. There is one: ${what}; ${next}. “Save as files” keeps it on your disk.`;
}

function factWords({ best }: OwnModel): string {
  return best ? `validation mean ${metres(best.mean_m)}, weights of step ${count(best.step)}` : '';
}
