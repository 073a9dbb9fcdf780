/**
 * The messages between the page and the worker that runs the spine: what can be asked, and what comes back.
 * Plain data only, so that everything crosses the border as a structured clone with its buffers transferred.
 */
import type { BackendName } from '../compute/choice.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import type { PathRequest, SnrRule } from '../datasets/definition.ts';
import type { Activation, FeatureTrace } from '../estimators/estimator.ts';
import type { EstimatorId } from '../estimators/registry.ts';
import type { PathTable } from '../propagation/path-table.ts';
import type { Bounds, ObjectRole } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';

export type { BackendName, EstimatorId };

/** Which backend runs, and why that one, in a sentence for the page. */
export interface BackendView {
  readonly name: BackendName;
  readonly reason: string;
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
  /** Vertex coordinates [V, 3], metres. */
  readonly positions: Float32Array;
  /** Vertex indices [T, 3]. */
  readonly indices: Uint32Array;
  /** Index into `objects` of each triangle [T]. */
  readonly objectOfTriangle: Uint32Array;
  readonly objects: readonly { readonly name: string; readonly role: ObjectRole; readonly material: string }[];
  readonly sites: readonly Site[];
  readonly bounds: Bounds;
  readonly radio: RadioConfiguration;
}

/** An estimator as the page lists it. */
export interface EstimatorView {
  readonly id: EstimatorId;
  /** Short name for chips and tables, such as "PE-MSRN". */
  readonly title: string;
  /** One sentence on how it works. */
  readonly summary: string;
  /** 2: knows the user's height, error is horizontal. 3: estimates all three coordinates. */
  readonly dimensions: 2 | 3;
  /** Why it cannot run here, or an empty string. */
  readonly unavailable: string;
  /** Trainable parameters; 0 for a classical estimator. */
  readonly parameterCount: number;
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
  /** What the SNR slider means: the SNR of every link, or an offset to what the link budget gives. */
  readonly snr: SnrRule['kind'];
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

/** How far a long task has come. */
export interface Progress {
  /** What is being done, such as "weights". */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'users' | 'steps';
}

/** New fixes of a run of neighbouring users. Users without a fix hold NaN. */
export interface FixBatch {
  /** First user of the batch. */
  readonly start: number;
  readonly count: number;
  /** Estimated positions [count, 3] per estimator, metres. */
  readonly estimates: Readonly<Partial<Record<EstimatorId, Float32Array>>>;
  /** Position errors [count] per estimator, metres. */
  readonly errors: Readonly<Partial<Record<EstimatorId, Float32Array>>>;
}

/** One site's link to a user. */
export interface LinkView {
  readonly paths: PathTable;
  /** SNR of the sounding, decibels; −∞ where no path reaches the site. */
  readonly snrDb: number;
  /** Why the site reports nothing, or an empty string. */
  readonly reason: string;
}

/** Where one user is found, and along which paths: what must keep up with a pointer, and no more. */
export interface LocatedUser {
  readonly user: number;
  /** True position, metres. */
  readonly position: readonly [number, number, number];
  /** The links to all sites, in the order of the scene's sites. */
  readonly links: readonly LinkView[];
  /** Index of the site whose link is shown where one is: the one that hears best, or the one that was asked for. */
  readonly site: number;
  /** The fix of every estimator in use. */
  readonly fixes: Readonly<Partial<Record<EstimatorId, FixView>>>;
}

/** Everything that every stage produced for one user, at the site `site`: what the rail and the inspector show. */
export interface Inspection extends LocatedUser {
  readonly csi: {
    readonly antennas: number;
    readonly tones: number;
    /** Tone spacing, hertz. */
    readonly toneSpacing: number;
    /** Noise-free channel frequency response [antennas, tones, 2]. */
    readonly channel: Float32Array;
    /** Least-squares estimate from the noisy sounding [antennas, tones, 2]. */
    readonly estimate: Float32Array;
  };
  /** Null where no path reaches the site: `reason` then says so. */
  readonly measurement: MeasurementView | null;
  /** Null without a measurement. */
  readonly features: FeatureTrace | null;
  /** Null without a measurement, or where no network is in use. */
  readonly network: NetworkView | null;
}

/** The measurement stage of one user at one site, each value beside its truth. */
export interface MeasurementView {
  /** Estimated and imposed SNR, linear. */
  readonly snr: { readonly measured: number; readonly truth: number };
  /** Received power per antenna and tone over transmit power, linear. */
  readonly power: { readonly measured: number; readonly truth: number };
  /** Time of arrival, seconds; the truth is the strongest path's delay. */
  readonly delay: { readonly measured: number; readonly truth: number };
  /** Azimuth of arrival, global frame, radians; the truth is the strongest path's. */
  readonly azimuth: { readonly measured: number; readonly truth: number };
  /** Elevation of arrival, global frame, radians; the truth is the strongest path's. */
  readonly elevation: { readonly measured: number; readonly truth: number };
  /** Power delay profile [bins], linear. */
  readonly powerDelayProfile: Float32Array;
  /** Width of one delay bin, seconds. */
  readonly binWidth: number;
  /** MUSIC pseudo-spectrum [elevations, azimuths], linear. */
  readonly spectrum: Float32Array;
  /** Axis of the spectrum, global azimuth, radians. */
  readonly spectrumAzimuths: Float32Array;
  /** Axis of the spectrum, global elevation, radians. */
  readonly spectrumElevations: Float32Array;
  /** Sources that the MDL criterion found. */
  readonly sourceCount: number;
}

/** What the network made of the features. */
export interface NetworkView {
  readonly estimator: EstimatorId;
  readonly activations: readonly Activation[];
  /** Network output, normalised coordinates. */
  readonly output: Float32Array;
  /** The truth in the same normalised coordinates. */
  readonly target: Float32Array;
}

/** One estimator's answer for one user. */
export interface FixView {
  /** Estimated position, metres. */
  readonly position: readonly [number, number, number];
  /** Error, metres. */
  readonly error: number;
}

/** 'auto' follows the rules of `compute/`; a name overrides them where that backend runs at all. */
export type BackendRequest = BackendName | 'auto';

/** A scene to open. */
export type SceneSource =
  | { readonly kind: 'built-in'; readonly id: string }
  | {
      readonly kind: 'files';
      /** Name of the file, folder or zip that was dropped. */
      readonly name: string;
      /** `path` lies within what was dropped, with "/" between folders. */
      readonly files: readonly { readonly path: string; readonly file: Blob }[];
    };

/** What `open` is asked. */
export interface OpenRequest {
  readonly source: SceneSource;
  readonly backend: BackendRequest;
}

/** What `arrange` is asked: other sites, or other interactions; what is left out stays. */
export interface ArrangeRequest {
  readonly sites?: readonly Site[];
  readonly tracing?: Partial<Tracing>;
}

/** What `arrange` answers. Everybody has to be found anew: call `run`. */
export interface Arrangement {
  readonly sites: readonly Site[];
  readonly tracing: Tracing;
  readonly estimators: readonly EstimatorView[];
}

/** What `cover` is asked. */
export interface CoverageRequest {
  /** Distance between places, metres. */
  readonly spacing: number;
  /** Height above the lowest point of the scene, metres. */
  readonly height: number;
}

/** What some places hear of every site. */
export interface CoverageBatch {
  readonly count: number;
  /** Places [count, 3], metres. */
  readonly positions: Float32Array;
  /** Sum of the path gains [count, sites], linear; 0 where no path arrives. */
  readonly pathGain: Float32Array;
  /** Delay of the strongest path [count, sites], seconds; NaN without a path. */
  readonly delay: Float32Array;
  /** RMS delay spread [count, sites], seconds; NaN without a path. */
  readonly delaySpread: Float32Array;
  /** 1 where there is a line of sight [count, sites]. */
  readonly lineOfSight: Uint8Array;
}

/** A batch and how far the map has come, places. */
export interface CoverageEvent {
  readonly batch: CoverageBatch;
  readonly done: number;
  readonly total: number;
}

/** What `run` is asked. */
export interface RunRequest {
  readonly snrDb: number;
  readonly estimators: readonly EstimatorId[];
}

/** What `locate` is asked; `position` moves the user for good, metres. */
export interface LocateRequest {
  readonly user: number;
  readonly position?: readonly [number, number, number];
}

/** What `inspect` is asked; without a site, the one that hears the user best is shown. */
export interface InspectRequest {
  readonly user: number;
  readonly site?: number;
}

/**
 * Everything that the worker can be asked; `rpc.ts` carries it, with progress and cancellation.
 * `events` is what each call streams before it answers.
 */
export interface EngineCalls {
  scenes: { request: null; event: never; response: readonly SceneChoice[] };
  /** Streams what runs instead whenever a backend failed; never answers. */
  watchBackend: { request: null; event: BackendView; response: never };
  /** `assetBase` is the address that weights lie under. */
  open: { request: OpenRequest & { readonly assetBase: string }; event: Progress; response: SessionView };
  run: { request: RunRequest; event: FixBatch; response: { readonly users: number } };
  arrange: { request: ArrangeRequest; event: never; response: Arrangement };
  cover: { request: CoverageRequest; event: CoverageEvent; response: { readonly cells: number } };
  locate: { request: LocateRequest; event: never; response: LocatedUser };
  inspect: { request: InspectRequest; event: never; response: Inspection };
}
