/** A stage over an engine that tests script: no worker, no page, no clock but theirs. */
import type {
  DenoiseRequest,
  DenoisingAnswer,
  DenoisingTrace,
  Engine,
  Progress,
  PullRequest,
  SessionView,
} from '../../../engine/frontend.ts';
import { LabError } from '../../../errors/lab-error.ts';
import { createLabStore, type LabStore } from '../../state/store.ts';
import { createDenoising, type Denoising } from '../denoising.ts';

/** Steps of each sampler on this stage. */
export const STEPS = {
  'diffloc-unet': 20,
  'diffloc-ct': 2,
  'diffloc-unet-fingerprint': 20,
  'diffloc-ct-fingerprint': 2,
} as const;

/** A request that waits for its answer. */
export interface Waiting {
  readonly request: DenoiseRequest;
  /** Whether the stage has given it up. */
  isGivenUp(): boolean;
  /** Answers with a trace of these sites, or why there is none; lets the stage take it up. */
  answer(reason?: string): Promise<void>;
  progress(done: number): void;
  fail(error: LabError): Promise<void>;
}

/** See the file's head. */
export interface ScriptedStage {
  readonly page: LabStore;
  readonly stage: Denoising;
  /** What was asked, in its order; answered requests stay. */
  readonly asked: Waiting[];
  /** Which fields were asked for, in their order. */
  readonly pulls: PullRequest[];
  readonly selected: number[];
  /** Says of the refinement that is under way how far it is. */
  refineTo(share: number): void;
  /** Lets what is due happen. */
  settle(): Promise<void>;
  /** Lets a frame pass, so many milliseconds after the last. */
  frame(milliseconds: number): void;
  /** Tells of a user who was surveyed. */
  tell(user: number, alone: number, together: number): void;
  /** Puts a user on the page, as heard by some of three sites. */
  look(user: number): void;
  /** Opens the same world anew. */
  reopen(): void;
}

/** Lets promises and timers without a delay go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve));
}

/** A trace whose cloud k ends k + 1 metres beside the user, who stands in the middle. */
export function traceOf(request: DenoiseRequest, heard: readonly boolean[]): DenoisingTrace {
  const { user, sampler, seed, samples, clouds, from } = request;
  const steps = STEPS[sampler];
  const first = from?.step ?? 0;
  const rows = (steps - first + 1) * clouds.length;
  const share = (row: number): number => (first + Math.floor(row / clouds.length)) / steps;
  const at = (row: number): number => 100 * (1 - share(row)) + (1 + (row % clouds.length)) * share(row);
  return {
    ...{ user, sampler, seed, samples, clouds, heard, steps, first },
    sigma: Float32Array.from({ length: steps + 1 }, (_, step) => 1000 * 1e-5 ** (step / steps)),
    positions: Float32Array.from({ length: 2 * rows * samples }, (_, i) => at(Math.floor(i / 2 / samples))),
    centres: Float32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? at(i >> 1) : 0)),
    spreads: Float32Array.from({ length: rows }, (_, row) => at(row) / 2),
  };
}

/**
 * Opens the stage before user 4.
 *
 * @param heard which of the sites hear everybody
 * @param unavailable why a sampler cannot run
 */
export function openStage(
  heard: readonly boolean[] = [true, true, true],
  unavailable: Readonly<Record<string, string>> = {},
): ScriptedStage {
  const page = createLabStore();
  const asked: Waiting[] = [];
  const selected: number[] = [];
  const pulls: PullRequest[] = [];
  let onShare: (progress: Progress) => void = () => undefined;
  let onSpread: Parameters<Engine['survey']>[1]['onSpread'] = () => undefined;
  const engine: Partial<Engine> = {
    denoise: (request, { onProgress, signal } = {}) =>
      new Promise<DenoisingAnswer>((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new LabError('cancelled', 'Given up.', '')));
        asked.push({
          request,
          isGivenUp: () => signal?.aborted ?? false,
          progress: (done) => onProgress?.({ stage: 'denoising', done, total: STEPS[request.sampler], unit: 'steps' }),
          answer(reason) {
            resolve(
              reason === undefined
                ? { kind: 'trace', trace: traceOf(request, heard) }
                : { kind: 'unheard', user: request.user, reason },
            );
            return settle();
          },
          fail(error) {
            reject(error);
            return settle();
          },
        });
      }),
    pull: (request) => {
      pulls.push(request);
      return Promise.resolve(request.positions.map((value) => -value));
    },
    survey: (_request, options) => {
      ({ onSpread } = options);
      return new Promise(() => undefined);
    },
    refine: (_request, { onProgress = () => undefined, signal } = {}) =>
      new Promise((resolve, reject) => {
        onShare = ({ done, ...rest }) => {
          onProgress({ done, ...rest });
          if (done === 1)
            resolve({ x: 0.001, y: 0, stage: 'per-path', bound: 0.002, residual: 1, believed: true } as never);
        };
        signal?.addEventListener('abort', () => reject(new LabError('cancelled', 'Given up.', '')));
      }),
  };
  let waiting: ((milliseconds: number) => void) | null = null;
  let now = 0;
  const stage = createDenoising(
    engine as Engine,
    page,
    {
      request(callback) {
        waiting = callback;
        return 1;
      },
      cancel() {
        waiting = null;
      },
    },
    (user) => {
      selected.push(user);
      look(user);
    },
  );
  const session = {
    scene: { id: 'tokyo', sites: heard },
    truth: new Float64Array(30),
    estimators: Object.keys(STEPS).map((id) => ({ id, title: id, unavailable: unavailable[id] ?? '' })),
  } as unknown as SessionView;
  const look = (user: number): void =>
    page.setState({ selectedUser: user, inspection: { user, position: [0, 0, 1.5] } as never });
  page.setState({ room: 'denoising', session, phase: 'ready' });
  look(4);
  return {
    ...{ page, stage, asked, pulls, selected, settle, look },
    frame(milliseconds) {
      now += milliseconds;
      const callback = waiting;
      waiting = null;
      callback?.(now);
    },
    reopen: () => page.setState({ session: { ...session }, selectedUser: null, inspection: null }),
    refineTo: (done) => onShare({ stage: 'refining', done, total: 1, unit: 'steps' }),
    tell: (user, alone, together) => onSpread({ user, heard: 3, alone, together }),
  };
}
