/** What the page asks and is told of posteriors that are sampled while somebody watches. */
import type { EstimatorId } from '../estimators/registry.ts';
import type { InputKind } from '../estimators/site-inputs/weights-name.ts';
import type { KnowledgeStage, TwinFix } from '../estimators/twin/twin.ts';

export type { KnowledgeStage, TwinFix };

/** An estimator that samples a posterior and can show it. */
interface SamplerEntry {
  readonly id: EstimatorId;
  /** How samples find their way: along the sites' scores in many steps, or by jumps to what they answer. */
  readonly way: 'scores' | 'jumps';
  /** What its sites are fed. */
  readonly input: InputKind;
}

/** All of them: each way once for each input. */
export const SAMPLERS = [
  { id: 'diffloc-unet', way: 'scores', input: 'measured' },
  { id: 'diffloc-ct', way: 'jumps', input: 'measured' },
  { id: 'diffloc-unet-fingerprint', way: 'scores', input: 'fingerprint' },
  { id: 'diffloc-ct-fingerprint', way: 'jumps', input: 'fingerprint' },
] as const satisfies readonly SamplerEntry[];

/** One of them. */
export type SamplerId = (typeof SAMPLERS)[number]['id'];

/** See {@link SamplerEntry}. */
export type SamplerWay = SamplerEntry['way'];

/** What a sampler is. */
export function samplerOf(id: SamplerId): (typeof SAMPLERS)[number] {
  return SAMPLERS.find((one) => one.id === id) ?? SAMPLERS[0];
}

/** The sampler that goes another way, or is fed otherwise, or both. */
export function otherSampler(id: SamplerId, change: Partial<Pick<SamplerEntry, 'way' | 'input'>>): SamplerId {
  const wanted = { ...samplerOf(id), ...change };
  return SAMPLERS.find(({ way, input }) => way === wanted.way && input === wanted.input)?.id ?? id;
}

/** What `denoise` is asked. */
export interface DenoiseRequest {
  readonly user: number;
  readonly sampler: SamplerId;
  /** The sites that each cloud listens to, by their numbers. */
  readonly clouds: readonly (readonly number[])[];
  /** Samples of every cloud, at most {@link MOST_SAMPLES}. */
  readonly samples: number;
  /** How many, 1 to {@link MOST_STEPS}, where it is not the sampler's own number of them. */
  readonly steps?: number;
  readonly seed: number;
  /** Takes the prior, which every site's score holds, out of all but one of them. */
  readonly prior: boolean;
  /** Where it goes on from, or null for a beginning in noise. */
  readonly from: {
    readonly step: number;
    /** [clouds, samples, 2], metres */
    readonly positions: Float32Array;
    /** Whether fresh noise of the seed is added before it goes on. */
    readonly isStirred: boolean;
  } | null;
}

/** More samples than this are refused: nobody sees more, and the worker has others to answer. */
export const MOST_SAMPLES = 1024;

/** Nor more steps: the noise of one would hardly differ from that of the next. */
export const MOST_STEPS = 1000;

/** Clouds on their way from noise to a user; all arrays lie in one buffer. */
export interface DenoisingTrace {
  readonly user: number;
  readonly sampler: SamplerId;
  readonly seed: number;
  readonly samples: number;
  readonly clouds: readonly (readonly number[])[];
  /** Whether each site says anything of the user. */
  readonly heard: readonly boolean[];
  /** Steps of the whole way. */
  readonly steps: number;
  /** The step that the arrays below begin with. */
  readonly first: number;
  /** Noise of every step of the whole way [steps + 1], metres; where every cloud has its own, that of the first. */
  readonly sigma: Float32Array;
  /** [steps − first + 1, clouds, samples, 2], metres */
  readonly positions: Float32Array;
  /** Geometric median of each cloud [steps − first + 1, clouds, 2], metres. */
  readonly centres: Float32Array;
  /** Radius around it that holds half of the samples [steps − first + 1, clouds], metres. */
  readonly spreads: Float32Array;
}

/** The clouds of a user, or why there are none. */
export type DenoisingAnswer =
  | { readonly kind: 'trace'; readonly trace: DenoisingTrace }
  | { readonly kind: 'unheard'; readonly user: number; readonly reason: string };

/** What `pull` is asked: where some sites would move positions at a noise. */
export interface PullRequest {
  readonly user: number;
  readonly sampler: SamplerId;
  readonly sites: readonly number[];
  /** [count, 2], metres */
  readonly positions: Float32Array;
  /** Metres. */
  readonly sigma: number;
  /** As in {@link DenoiseRequest}. */
  readonly prior: boolean;
}

/** What `surveyPosteriors` is asked. */
export interface SurveyRequest {
  readonly sampler: SamplerId;
  /** How many users are looked at, evenly spread over all. */
  readonly users: number;
  readonly seed: number;
}

/** How well a user's sites find it alone, and how well together. */
export interface PosteriorSpread {
  readonly user: number;
  /** Sites that hear the user. */
  readonly heard: number;
  /** How far from the user half of a single site's samples are at most, median over those sites, metres. */
  readonly alone: number;
  /** The same of all of them together, metres. */
  readonly together: number;
}

/** What `refine` is asked: a fix, metres. */
export interface RefineRequest {
  readonly user: number;
  readonly start: readonly [x: number, y: number];
  /** The last stage that is tried. */
  readonly until: KnowledgeStage;
}
