/**
 * The clouds of the user on the stage: sampled all together or some of them anew, kept so that a site which is switched back is
 * there at once, and given up where nobody waits for them any more.
 */
import type { DenoiseRequest, DenoisingTrace, Engine } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { numbersOf, type DenoisingState, type DenoisingStatus } from './denoising-state.ts';
import { countVoices, joinTraces, takeClouds, TOGETHER } from './trace.ts';

/** Fused clouds that are kept. */
const KEPT = 24;

/** The stage as the sampling knows it. */
export interface SampledStage {
  state(): DenoisingState;
  /** Says something that changes no picture. */
  tell(next: Partial<DenoisingState>): void;
  /** Changes the picture. */
  change(next: Partial<DenoisingState>): void;
  /** Who is asked for, or null. */
  user(): number | null;
  /** The step that was chosen or played to. */
  step(): number;
  /** The engine is about to be asked. */
  onBegin(): void;
  /** All clouds are there; `isFirst` where there were none before. */
  onWhole(isFirst: boolean): void;
  /** Some clouds are; `isBranch` where they go on from the step that is chosen. */
  onPart(isBranch: boolean): void;
  /** There are none: no site hears the user, or the sampling failed. */
  onNone(why: 'unheard' | 'failed'): void;
}

/** See the file's head. */
export interface Sampling {
  /** All clouds of the user, from noise on. */
  all(): Promise<void>;
  /**
   * Some clouds anew, from the chosen step or from noise; all of them where those on the stage answer another question.
   *
   * @param isStirred whether fresh noise is added before they go on
   */
  some(clouds: readonly number[], isStirred: boolean): Promise<void>;
  /** Stops what is on its way; what was there before stays. */
  giveUp(): void;
  /** Forgets the clouds that are kept: they answer another question. */
  forget(): void;
}

/** Sets a sampling up; nothing is asked yet. */
export function createSampling(engine: Pick<Engine, 'denoise'>, stage: SampledStage): Sampling {
  const kept = new Map<string, DenoisingTrace>();
  let running: AbortController | null = null;
  /** Whether the trace is of what was asked before: a whole one is on its way, or was given up. */
  let isStale = false;

  /** One run of the worker; null where it was given up or nobody hears. */
  const ask = async (
    request: Omit<DenoiseRequest, 'user' | 'sampler' | 'samples' | 'prior'>,
  ): Promise<DenoisingTrace | null> => {
    const user = stage.user();
    if (user === null) return null;
    stage.onBegin();
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const { sampler, samples, isPriorOut } = stage.state();
    stage.change({ status: { kind: 'working', done: 0, total: 1 }, refined: null, field: null });
    try {
      const answer = await engine.denoise(
        { user, sampler, samples, prior: isPriorOut, ...request },
        {
          signal: controller.signal,
          onProgress: ({ done, total }) => {
            if (running === controller) stage.tell({ status: { kind: 'working', done, total } });
          },
        },
      );
      if (running !== controller) return null;
      if (answer.kind === 'trace') {
        stage.tell({ status: { kind: 'ready' } });
        return answer.trace;
      }
      stage.change({ trace: null, status: { kind: 'unheard', reason: answer.reason } });
      stage.onNone('unheard');
    } catch (cause) {
      const { code, message, hint } = toLabError(cause);
      if (running === controller && code !== 'cancelled') {
        stage.tell({ status: { kind: 'failed', reason: `${message} ${hint}` } });
        stage.onNone('failed');
      }
    }
    return null;
  };

  /** What there is to say once a trace is there. */
  const statusOf = (trace: DenoisingTrace): DenoisingStatus => ({
    kind: countVoices(trace, stage.state().listening) === 0 ? 'silent' : 'ready',
  });

  const show = (trace: DenoisingTrace): void =>
    stage.change({ trace, status: statusOf(trace), refined: null, field: null });

  const keep = (key: string, part: DenoisingTrace): void => {
    kept.set(key, part);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(oldest);
    }
  };

  const giveUp = (): void => {
    running?.abort();
    running = null;
  };

  const all = async (): Promise<void> => {
    const { listening, seed, trace: before } = stage.state();
    isStale = true;
    const alone = listening.map((_, site) => [site]);
    const trace = await ask({ clouds: [numbersOf(stage.state()), ...alone], seed, from: null });
    if (!trace) return;
    isStale = false;
    kept.clear();
    show(trace);
    stage.onWhole(before === null);
  };

  return {
    all,
    giveUp,
    async some(clouds, isStirred) {
      const { trace, seed, isFromHere } = stage.state();
      // Clouds of different questions do not belong beside each other.
      if (!trace || isStale) return all();
      const step = stage.step();
      const sites = clouds.map((cloud) => (cloud === TOGETHER ? numbersOf(stage.state()) : trace.clouds[cloud]));
      const isBranch = isFromHere && step > 0 && step < trace.steps;
      const from = isBranch ? { step, positions: takeClouds(trace, step, clouds), isStirred } : null;
      const key = JSON.stringify([sites, seed]);
      const known = from ? undefined : kept.get(key);
      // What is on its way was asked for other sites.
      if (known) giveUp();
      const part = known ?? (await ask({ clouds: sites, seed, from }));
      if (!part) return;
      if (!from) keep(key, part);
      const whole = stage.state().trace;
      if (!whole) return;
      show(joinTraces(whole, part, clouds));
      stage.onPart(from !== null);
    },
    forget() {
      kept.clear();
      isStale = false;
    },
  };
}
