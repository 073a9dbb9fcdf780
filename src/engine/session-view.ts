/** What the page is told of an open scene: the world, who can find users in it, and who moves along which way. */
import type { BackendChoice } from '../compute/choice.ts';
import type { PreprocessingChoice } from '../compute/preprocessing-choice.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import type { PathRequest, SnrRule } from '../datasets/definition.ts';
import type { Protocol } from '../datasets/evaluation-set.ts';
import type { EstimatorEntry, EstimatorId } from '../estimators/registry.ts';
import type { GroundMarkings } from '../scene/markings.ts';
import type { Bounds, ObjectRole } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';

/** Which backend the networks run on and who measures, each with the reason in a sentence for the page. */
export interface BackendView extends BackendChoice {
  readonly preprocessing: PreprocessingChoice;
}

/** A built-in scene as a list shows it before it is open. */
export interface SceneChoice {
  readonly id: string;
  readonly title: string;
  /** Why it cannot be opened, or an empty string. */
  readonly unavailable: string;
}

/** The world, ready to draw. */
export interface SceneView {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly attribution: string;
  /** Materials that are used beyond the frequencies they are known at, a sentence each. */
  readonly notes: readonly string[];
  /** Vertex coordinates [V, 3], metres. */
  readonly positions: Float32Array;
  /** Vertex indices [T, 3]. */
  readonly indices: Uint32Array;
  /** Index into `objects` of each triangle [T]. */
  readonly objectOfTriangle: Uint32Array;
  readonly objects: readonly { readonly name: string; readonly role: ObjectRole; readonly material: string }[];
  readonly sites: readonly Site[];
  readonly bounds: Bounds;
  /** Streets as they are painted on the ground. */
  readonly markings: GroundMarkings;
  readonly radio: RadioConfiguration;
}

/** An estimator as the page lists it. */
export interface EstimatorView {
  readonly id: EstimatorId;
  /** Short name for chips and tables, such as "PE-MSRN". */
  readonly title: string;
  /** One sentence on how it works. */
  readonly summary: string;
  /** One sentence on what it is fed, by its weights where they are loaded. */
  readonly fed: string;
  /** What it reads: the reports of the sites, the channel estimates behind them, or those and another estimator's fixes. */
  readonly reads: NonNullable<EstimatorEntry['reads']>;
  /** 2: knows the user's height, error is horizontal. 3: estimates all three coordinates. */
  readonly dimensions: 2 | 3;
  /** Why it cannot run here, or an empty string. */
  readonly unavailable: string;
}

/** Ways along which users move, one after the other. */
export interface RouteTable {
  /** Number of routes. */
  readonly count: number;
  /** First sample of each route [count + 1]. */
  readonly offsets: Uint32Array;
  /** Positions of all routes [Σ, 3], metres. */
  readonly positions: Float64Array;
  /** Time of each sample since the start of its route [Σ], seconds. */
  readonly times: Float64Array;
  /** Route of each user [users]. */
  readonly routeOfUser: Int32Array;
  /** When on its route each user is where the session found it [users], seconds. */
  readonly timeOfUser: Float64Array;
}

/** What the tracer is asked for. */
export type Tracing = Pick<PathRequest, 'maximumReflections' | 'maximumTransmissions' | 'diffraction' | 'scattering'>;

/** Everything the page knows once a scene is open. */
export interface SessionView {
  /** Null for a scene that somebody brought. */
  readonly datasetId: string | null;
  /**
   * What opens the same world again: its scene, its dataset where the scene by itself opens another one, or the name of an
   * evaluation's users; null for a scene that somebody brought.
   */
  readonly opensAs: string | null;
  /** Whose users they are: anybody unseen, or those of an evaluation, in the noise that it drew. */
  readonly users: 'unseen' | Protocol;
  /**
   * What the SNR slider means: the SNR of every link, an offset to what the link budget gives, or one to the SNR that an evaluation
   * drew for each user.
   */
  readonly snr: SnrRule['kind'] | 'drawn';
  readonly tracing: Tracing;
  /** Null where users stand. */
  readonly routes: RouteTable | null;
  /** What was left out or mended when the scene was brought in, one sentence each. */
  readonly repairs: readonly string[];
  readonly scene: SceneView;
  /** True positions of all users [N, 3], metres. */
  readonly truth: Float64Array;
  readonly estimators: readonly EstimatorView[];
  readonly backend: BackendView;
}
