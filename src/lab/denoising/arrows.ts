/** The arrows of the step on the page, asked for one field at a time: the newest step first. */
import type { Engine } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { numbersOf, type DenoisingState } from './denoising-state.ts';
import { lensReach } from './lens.ts';
import { pullGrid } from './pull-grid.ts';

/** Where they come from and go to. */
export interface ArrowStage {
  readonly state: () => DenoisingState;
  /** The step on the page. */
  readonly step: () => number;
  readonly change: (next: Partial<DenoisingState>) => void;
}

/**
 * Follows the page.
 *
 * @returns a function to be called whenever another step is shown, or other sites listen
 */
export function followArrows(
  engine: Pick<Engine, 'pull'>,
  { state, step: stepOf, change }: ArrowStage,
): () => Promise<void> {
  let isAsking = false;
  const follow = async (): Promise<void> => {
    const { showsField, trace, truth, field, refined, listening, isPriorOut } = state();
    const step = stepOf();
    const sites = numbersOf(state());
    if (!showsField || !trace || isAsking || field?.step === step || sites.length === 0) return;
    isAsking = true;
    const sigma = trace.sigma[step];
    const positions = pullGrid(truth, sigma, lensReach({ trace, step, truth, refined }));
    try {
      const { user, sampler } = trace;
      const asked = { user, sampler, sites, positions: positions.slice(), sigma, prior: isPriorOut };
      const pull = await engine.pull(asked);
      isAsking = false;
      if (state().trace === trace && state().listening === listening) change({ field: { step, positions, pull } });
      // Another picture came meanwhile, and was not asked for.
      else await follow();
    } catch (cause) {
      isAsking = false;
      const { message } = toLabError(cause);
      change({ showsField: false, status: { kind: 'failed', reason: message } });
    }
  };
  return follow;
}
