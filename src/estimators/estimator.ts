/** What every estimator is: reports of the sites in, positions out. */
import type { ChannelSource } from '../measurement/channel-source.ts';
import type { MeasurementTable } from '../measurement/report.ts';
import type { DeviceReports } from '../measurement/reports-gpu.ts';
import type { Site } from '../scene/sites.ts';
import type { PosteriorSampler } from './diffusion/posterior-sampler.ts';
import type { NetworkAnatomy } from './network/anatomy.ts';
import type { UnitArithmetic, UnitPlace } from './network/arithmetic.ts';
import type { FixRefusal } from './no-fix.ts';
import type { InputKind } from './site-inputs/weights-name.ts';
import type { KnowledgeStage, Twin } from './twin/twin.ts';

/** What one site reports of all users. */
export interface SiteReports {
  /** The site that measured. */
  readonly site: Site;
  /** One row per user; NaN where the site has no report of a user. */
  readonly measurements: MeasurementTable;
  /** The same where they were made, for a network that runs there. */
  readonly onDevice?: DeviceReports;
}

/** What an estimator is given. */
export interface EstimatorInput {
  /** Number of users. */
  readonly count: number;
  /** Reports of the same users by every site, in the order of the scene's sites. */
  readonly links: readonly SiteReports[];
  /** Known heights [count], metres; a 2-D estimator needs them. */
  readonly heights?: Float64Array;
  /** Hertz; with it, classical estimators know what power a line of sight would have. */
  readonly carrierFrequency?: number;
  /** Which users are one on its way, and when; an estimator that follows users needs them. */
  readonly tracks?: {
    /** Number of the trajectory [count]; −1 for a user who stands alone. */
    readonly trajectories: Int32Array;
    /** Seconds [count]; zero is the same moment for all users of a trajectory. */
    readonly times: Float64Array;
  };
  /** What the reports were measured of, for an estimator that reads more of it. */
  readonly channels?: ChannelSource;
  /** Fixes of another estimator [count, 3], metres, for one that refines them; NaN where there is none. */
  readonly starts?: Float32Array;
  /** Whether the prior that all sites share is taken out of the product of what they say, where an estimator can do that. */
  readonly withoutPrior?: boolean;
  /** The ray-traced twin of the world, prepared when it is first asked for. */
  readonly twin?: () => Twin;
  /** The last stage that a refinement tries, where it is not the usual one. */
  readonly until?: KnowledgeStage;
}

/** One labelled layer output of a network for one user. */
export interface Activation {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Values [height, width, channels]. */
  readonly values: Float32Array;
}

/** The features of one user, raw and as the network is fed. */
export interface FeatureTrace {
  readonly names: readonly string[];
  readonly units: readonly string[];
  /** Raw values [N] in the paper's units, clipped to the training range. */
  readonly values: Float32Array;
  /** z-scores [N]. */
  readonly normalised: Float32Array;
  readonly height: number;
  readonly width: number;
  /** The image [height, width]. */
  readonly image: Float32Array;
}

/** What a network made of one user. */
export interface NetworkTrace {
  readonly features: FeatureTrace;
  readonly activations: readonly Activation[];
  /** Network output in normalised coordinates [3]. */
  readonly output: Float32Array;
  /** The same in metres [3]. */
  readonly position: Float32Array;
}

/** Fixes, and what an estimator thinks of other places. */
export interface Belief {
  /** Positions [count, 3], metres; NaN where a user has no fix. */
  readonly fixes: Float32Array;
  /**
   * The probability of everything that it holds for likelier than a place: the smallest region that holds the place and nothing
   * less likely has that level. Of truths, 90 % lie below 0.9 where a belief is calibrated.
   *
   * @returns in [0, 1]; NaN for a user without a fix
   */
  levelAt(this: void, user: number, x: number, y: number): number;
  /** What it says of itself as a whole: numbers of users and medians by name, null where there is none. */
  readonly summary?: Readonly<Record<string, number | null>>;
}

/** An estimator that is ready to use. */
export interface Estimator {
  /** Networks only: the dataset whose training split their weights come from, by id and content hash. */
  readonly trainedOn?: { readonly dataset: string; readonly hash: string };
  /** Networks of several sites only: what their weights are fed. */
  readonly input?: InputKind;
  /** Trainable parameters; 0 for a classical one. */
  readonly parameterCount: number;
  /** Floating-point operations of one fix, 0 where it is a handful. */
  readonly flopCount: number;
  /**
   * Positions of all users.
   *
   * @returns [count, 3], metres; NaN where a user has no fix
   */
  estimate(input: EstimatorInput): Promise<Float32Array>;
  /** Those that know a density: the same fixes, with what they believe of other places. */
  believe?(input: EstimatorInput): Promise<Belief>;
  /** Those that need several sites: why a user whom a site reports has no fix; see `explainNoFix`. */
  explain?(input: EstimatorInput, user: number): FixRefusal;
  /** Networks only: every stage of one user's fix, from one forward pass; null for a user without a report. */
  trace?(input: EstimatorInput, user: number): Promise<NetworkTrace | null>;
  /** Networks only: every operation with what it made of a user; null for a user without a report. */
  dissect?(input: EstimatorInput, user: number): Promise<NetworkAnatomy | null>;
  /**
   * Networks only: how one number of one operation comes about; null for a user without a report, and for an operation that is
   * no sum of products.
   *
   * @throws LabError 'unknown-id' for a unit or a place that the network does not have
   */
  explainNumber?(input: EstimatorInput, user: number, unit: string, place: UnitPlace): Promise<UnitArithmetic | null>;
  /**
   * Those that sample a posterior: what the sites say of one user, ready to be sampled while somebody watches; null for a user whom
   * no site hears.
   */
  samplePosterior?(input: EstimatorInput, user: number): Promise<PosteriorSampler | null>;
  /** Networks only: the tensor work of as many fixes, its results unread: a backend compiles ahead what it needs. */
  rehearse?(count: number): void;
  /** Networks only: positions in metres [count, 3] to the coordinates that the network is trained on. */
  normalisePositions?(positions: ArrayLike<number>): Float32Array;
  /** Frees what it holds; it must not be used afterwards. */
  dispose(): void;
}
