/** What the rail says of a denoising: at the network the step and its noise, at the estimate how far the clouds have come. */
import { useStore } from 'zustand';
import { fineMetres } from '../format.ts';
import { useLab } from '../lab-context.ts';
import type { StageId } from '../state/store.ts';
import { shownStep } from './denoising-player.ts';
import { spreadSentence } from './spread-text.ts';
import { errorAt, spreadAt, TOGETHER } from './trace.ts';

/** The words of a stage in place of its own, or null where it keeps them. */
export function useDenoisingText(stage: StageId): { readonly fact: string; readonly line: string } | null {
  const { denoising } = useLab();
  const trace = useStore(denoising.store, (state) => state.trace);
  const truth = useStore(denoising.store, (state) => state.truth);
  const step = useStore(denoising.player.store, (state) =>
    stage === 'network' || stage === 'estimate' ? shownStep(state) : 0,
  );
  const isSilent = useStore(denoising.store, (state) => state.status.kind === 'silent');
  if (!trace) return null;
  if (stage === 'network') {
    return {
      fact: `step ${step} / ${trace.steps}`,
      line: `denoises ${trace.samples} samples at noise ${fineMetres(trace.sigma[step] ?? Number.NaN)}`,
    };
  }
  if (stage === 'estimate' && isSilent) return { fact: 'no fix', line: 'no site that hears the user is switched on' };
  if (stage === 'estimate') {
    return {
      fact: fineMetres(errorAt(trace, step, TOGETHER, truth)),
      line: spreadSentence(spreadAt(trace, step, TOGETHER)),
    };
  }
  return null;
}
