/** The other sampler's cloud beside the one on the stage: the same user, sites and seed. */
import type { DenoiseRequest, DenoisingTrace, Engine, SamplerId } from '../../engine/frontend.ts';
import { otherSampler, samplerOf } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';

/** What is known of it. */
export interface Companion {
  readonly sampler: SamplerId;
  /** One cloud, of all sites that listen; null while it is on its way, and where there is none. */
  readonly trace: DenoisingTrace | null;
  /** Why there is none; empty while it is on its way. */
  readonly reason: string;
}

/** Whom a sampler is compared with: the one that goes the other way, fed the same. */
export function companionOf(sampler: SamplerId): SamplerId {
  return otherSampler(sampler, { way: samplerOf(sampler).way === 'scores' ? 'jumps' : 'scores' });
}

/** The step of a companion beside a step of the stage: as many steps, until it is there. */
export function companionStep({ steps }: Pick<DenoisingTrace, 'steps'>, step: number): number {
  return Math.min(steps, step);
}

/** Keeps one. */
export interface CompanionKeeper {
  /**
   * Samples it anew.
   *
   * @param request what the stage's own sampler was asked
   * @param absence why it cannot run here, or an empty string
   */
  ask(request: DenoiseRequest, absence: string): Promise<void>;
  /** Gives up what is on its way. */
  cancel(): void;
}

/** Sets a keeper up. */
export function keepCompanion(
  engine: Pick<Engine, 'denoise'>,
  onChange: (companion: Companion) => void,
): CompanionKeeper {
  let running: AbortController | null = null;
  const cancel = (): void => {
    running?.abort();
    running = null;
  };
  return {
    cancel,
    async ask(request, absence) {
      cancel();
      const { sampler } = request;
      onChange({ sampler, trace: null, reason: absence });
      if (absence !== '') return;
      const controller = new AbortController();
      running = controller;
      try {
        const answer = await engine.denoise(request, { signal: controller.signal });
        if (running !== controller) return;
        onChange(
          answer.kind === 'trace'
            ? { sampler, trace: answer.trace, reason: '' }
            : { sampler, trace: null, reason: answer.reason },
        );
      } catch (cause) {
        const { message, hint } = toLabError(cause);
        if (running === controller) onChange({ sampler, trace: null, reason: `${message} ${hint}`.trim() });
      }
    },
  };
}
