/** The last metre: one refinement at a time, which says how far it is and can be given up. */
import type { Engine, RefineRequest, TwinFix } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';

/** Whom a refinement tells. */
export interface RefinementStage {
  /** How far it is, 0 to 1; null once none is under way. */
  onShare(share: number | null): void;
  onFailed(reason: string): void;
}

/** Refines fixes. */
export interface Refinement {
  /** The refined fix; null where that failed, was given up, or another one is under way. */
  run(request: RefineRequest): Promise<TwinFix | null>;
  /** Gives up what is under way. */
  cancel(): void;
}

/** Sets one up. */
export function createRefinement(engine: Pick<Engine, 'refine'>, stage: RefinementStage): Refinement {
  let running: AbortController | null = null;
  return {
    async run(request) {
      if (running) return null;
      const controller = new AbortController();
      running = controller;
      stage.onShare(0);
      try {
        const { signal } = controller;
        return await engine.refine(request, { signal, onProgress: ({ done, total }) => stage.onShare(done / total) });
      } catch (cause) {
        const { code, message, hint } = toLabError(cause);
        if (code !== 'cancelled') stage.onFailed(`${message} ${hint}`.trim());
        return null;
      } finally {
        running = null;
        stage.onShare(null);
      }
    },
    cancel: () => running?.abort(),
  };
}
