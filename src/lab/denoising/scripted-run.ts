/** A sampling for programs: what `window.wavefix.denoise` asks and answers. */
import { SAMPLERS, type DenoisingTrace, type Engine, type SamplerId, type SessionView } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { checkUser } from '../state/requests.ts';
import { CLOSED_STAGE } from './denoising-state.ts';
import { cloudAt, TOGETHER } from './trace.ts';

/** What may be chosen; the rest is as the stage opens with it. */
export interface SamplingOptions {
  /** Id of a sampler. */
  readonly estimator?: string;
  /** Samples of each cloud. */
  readonly samples?: number;
  /** How many, where it is not the sampler's own number of them; one of two steps takes two all the same. */
  readonly steps?: number;
  readonly seed?: number;
  /** The sites that listen together, by their numbers, counted from 0; all unless said otherwise. */
  readonly sites?: readonly number[];
}

/** Clouds on their way from noise to a user. */
export interface SampledRun {
  /** Noise of every step [steps + 1], metres. */
  readonly sigma: Float32Array;
  /** Samples of each cloud. */
  readonly samples: number;
  /** The cloud of the sites together [steps + 1, samples, 2], metres: x east, y north. */
  readonly positions: Float32Array;
  /** The same of each site of the scene alone; noise throughout where it does not hear the user. */
  readonly perSite: readonly Float32Array[];
  /** Whether each site hears the user. */
  readonly heard: readonly boolean[];
}

/**
 * Samples a user's posterior, whatever is on the page meanwhile.
 *
 * @throws LabError 'unknown-id' for a user, an estimator or a site that there is not, 'bad-argument' for numbers that make no
 *   sense and while no scene is open, 'unsupported' where the estimator cannot run here, 'no-fix' where no site hears the user
 */
export async function sampleRun(
  engine: Pick<Engine, 'denoise'>,
  session: SessionView | null,
  user: number,
  {
    estimator = CLOSED_STAGE.sampler,
    samples = CLOSED_STAGE.samples,
    steps,
    seed = CLOSED_STAGE.seed,
    sites,
  }: SamplingOptions,
): Promise<SampledRun> {
  if (!session) throw new LabError('bad-argument', 'No scene is open yet.', 'Wait for wavefix.ready first.');
  checkUser(session, user);
  const all = session.scene.sites.map((_, site) => site);
  const together = [...new Set(sites ?? all)];
  if (together.length === 0) {
    throw new LabError('bad-argument', 'No site is to listen.', `Name some of 0 to ${all.length - 1}.`);
  }
  const clouds = [together, ...all.map((site) => [site])];
  const request = { user, sampler: samplerNamed(estimator), clouds, samples, steps, seed, prior: false, from: null };
  const answer = await engine.denoise(request);
  if (answer.kind === 'unheard') {
    throw new LabError('no-fix', answer.reason, 'Choose another user, or move this one to where a site hears it.');
  }
  const { trace } = answer;
  return {
    sigma: trace.sigma,
    samples: trace.samples,
    positions: wayOf(trace, TOGETHER),
    perSite: all.map((site) => wayOf(trace, TOGETHER + 1 + site)),
    heard: trace.heard,
  };
}

function samplerNamed(name: string): SamplerId {
  const ids = SAMPLERS.map(({ id }) => id);
  const sampler = ids.find((id) => id === name);
  if (sampler) return sampler;
  throw new LabError('unknown-id', `"${name}" samples no posterior.`, `Those that do: ${ids.join(', ')}.`);
}

/** One cloud at every step [steps + 1, samples, 2]. */
function wayOf(trace: DenoisingTrace, cloud: number): Float32Array {
  const size = 2 * trace.samples;
  const way = new Float32Array(size * (trace.steps + 1));
  for (let step = 0; step <= trace.steps; step++) way.set(cloudAt(trace, step, cloud), size * step);
  return way;
}
