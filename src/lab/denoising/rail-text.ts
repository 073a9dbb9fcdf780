/**
 * What the stages say of a denoising: at the features whose channels are read, at the network the step and its noise, at the
 * estimate how far the clouds have come.
 */
import { useStore } from 'zustand';
import { fineMetres } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import type { StageId } from '../state/store.ts';
import { shownStep } from './denoising-player.ts';
import { spreadSentence } from './spread-text.ts';
import { countVoices, errorAt, spreadAt, TOGETHER } from './trace.ts';

/** The words of a stage in place of its own. */
export interface DenoisingText {
  readonly fact: string;
  readonly line: string;
  readonly lesson: string;
}

/** The words, or null where a stage keeps its own. */
export function useDenoisingText(stage: StageId | null): DenoisingText | null {
  const { denoising } = useLab();
  const trace = useStore(denoising.store, (state) => state.trace);
  const truth = useStore(denoising.store, (state) => state.truth);
  const listening = useStore(denoising.store, (state) => state.listening);
  const fed = useLabState((state) => state.session?.estimators.find(({ id }) => id === trace?.sampler)?.fed ?? '');
  const step = useStore(denoising.player.store, (state) =>
    stage === 'network' || stage === 'estimate' ? shownStep(state) : 0,
  );
  const isSilent = useStore(denoising.store, (state) => state.status.kind === 'silent');
  if (!trace) return null;
  switch (stage) {
    case 'features': {
      const fact = `${countVoices(trace, listening)} of ${listening.length} sites`;
      return { fact, line: fed, lesson: `Every site is read by itself, ${fact} here. ${fed}` };
    }
    case 'network': {
      const noise = fineMetres(trace.sigma[step] ?? Number.NaN);
      return {
        fact: `step ${step} / ${trace.steps}`,
        line: `denoises ${trace.samples} samples at noise ${noise}`,
        lesson: `At every step the network says, for each site, where samples as noisy as these belong. This is step ${step} of ${trace.steps}, at a noise of ${noise}.`,
      };
    }
    case 'estimate': {
      if (isSilent) {
        const line = 'no site that hears the user is switched on';
        return { fact: 'no fix', line, lesson: `The samples stay noise: ${line}.` };
      }
      const error = fineMetres(errorAt(trace, step, TOGETHER, truth));
      const line = spreadSentence(spreadAt(trace, step, TOGETHER));
      return {
        fact: error,
        line,
        lesson: `All samples together are the answer, and how far they scatter is how sure it is. Here ${line} of their middle, which is ${error} from the user.`,
      };
    }
    case 'paths':
    case 'csi':
    case 'measurement':
    case null:
      return null;
    default:
      return stage satisfies never;
  }
}
