/**
 * What a dataset is: a scene, a radio, and users. Two kinds: scattered positions, split by position, and users that
 * move along trajectories, split by trajectory; a random split of neighbouring samples would leak, so there is none.
 */
import type { LinkBudget } from '../channel/link-budget.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import type { TraceOptions } from '../propagation/trace.ts';
import { DEFAULT_TRACE } from '../propagation/trace.ts';
import { buildScene } from '../scene/registry.ts';
import type { TrajectoryTable } from '../scene/routes.ts';
import type { Bounds, Scene } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import type { GridLayout } from '../scene/user-sets.ts';

/** The three parts; their order is the number that a stored dataset gives them. */
export const SPLITS = ['training', 'validation', 'test'] as const;

/** One of the three parts; no position, and no trajectory, is in two of them. */
export type Split = (typeof SPLITS)[number];

/** Ids of the datasets that exist. */
export type DatasetId =
  's1-3d' | 's2-2d' | 's2-3d' | 's3-2d' | 's3-3d' | 'tokyo-streets' | 'tokyo-fast' | 'tokyo-practice' | 'tokyo-drives';

/** What every dataset has. */
interface CommonDefinition {
  readonly id: DatasetId;
  readonly title: string;
  readonly sceneId: string;
  readonly radio: RadioConfiguration;
  /** Coordinates that an estimator has to find; 2: the height is known and errors are horizontal. */
  readonly dimensions: 2 | 3;
  /** Seed of all SNR draws and noise. */
  readonly noiseSeed: number;
}

/** Scattered users who stand still before one site: the scenarios of the PE-MSRN paper. */
export interface PositionsDefinition extends CommonDefinition {
  readonly kind: 'positions';
  /** Index of the site that measures. */
  readonly site: number;
  /** Where users may be. */
  readonly region: Bounds;
  /** Training positions. */
  readonly grid: GridLayout;
  /** Noise draws of every training position that exist; an experiment may use the first of them alone. */
  readonly trainingDraws: number;
  /** Seeds of the random positions, and how many there are. */
  readonly validation: { readonly count: number; readonly seed: number };
  readonly test: { readonly count: number; readonly seed: number };
  /** SNR is imposed on each link, drawn uniformly from this range, decibels. */
  readonly snrDb: readonly [minimum: number, maximum: number];
}

/** Users that move through a city before all sites of its scene. */
export interface TrajectoriesDefinition extends CommonDefinition {
  readonly kind: 'trajectories';
  /** How the users move. */
  readonly routes: {
    readonly seed: number;
    readonly build: (seed: number) => TrajectoryTable;
  };
  /** Shares of the trajectories, which a seeded shuffle deals out; what is left of 1 is for the test. */
  readonly split: { readonly training: number; readonly validation: number; readonly seed: number };
  /** SNR follows from it. */
  readonly linkBudget: LinkBudget;
  /** The dataset whose networks it is for, where it has no training split of its own. */
  readonly weightsFrom?: DatasetId;
  /** What the paths are asked for beyond `DEFAULT_TRACE`. */
  readonly trace: Partial<PathRequest>;
}

/** Everything that determines a dataset. */
export type DatasetDefinition = PositionsDefinition | TrajectoriesDefinition;

/** A dataset with its scene built. */
export interface OpenDataset<D extends DatasetDefinition = PositionsDefinition> {
  readonly definition: D;
  readonly scene: Scene;
  /** The sites that measure. */
  readonly sites: readonly Site[];
  /** The first of them, the only one of a positions set. */
  readonly site: Site;
}

/** Builds the scene of a dataset. */
export function openDataset<D extends DatasetDefinition>(definition: D): OpenDataset<D> {
  const scene = buildScene(definition.sceneId);
  const sites = definition.kind === 'positions' ? [scene.sites[definition.site]] : scene.sites;
  return { definition, scene, sites, site: sites[0] };
}

/** What the tracer is asked for: all of `TraceOptions` that determines the paths. */
export type PathRequest = Omit<TraceOptions, 'nodeLimit'>;

/** The paths that a dataset consists of. */
export function pathRequest(definition: DatasetDefinition): PathRequest {
  const { nodeLimit, ...paths } = DEFAULT_TRACE;
  void nodeLimit; // how the tracer works, not what it finds
  return {
    ...paths,
    frequency: definition.radio.carrierFrequency,
    ...(definition.kind === 'trajectories' ? definition.trace : {}),
  };
}

/** Where the strength of the noise comes from. */
export type SnrRule =
  | {
      /** Every link gets an SNR of its own, drawn uniformly from a range, decibels. */
      readonly kind: 'imposed';
      readonly rangeDb: readonly [minimum: number, maximum: number];
    }
  | {
      /** Path gain decides; `offsetDb` is added to what the budget gives, before its limit, decibels. */
      readonly kind: 'link-budget';
      readonly budget: LinkBudget;
      readonly offsetDb: number;
    };

/**
 * The noise of a dataset.
 *
 * @param snrDb what a person asked for, decibels: the SNR of every link where it is imposed, an offset to the link budget
 */
export function snrRule(definition: DatasetDefinition, snrDb?: number): SnrRule {
  return definition.kind === 'positions'
    ? { kind: 'imposed', rangeDb: snrDb === undefined ? definition.snrDb : [snrDb, snrDb] }
    : { kind: 'link-budget', budget: definition.linkBudget, offsetDb: snrDb ?? 0 };
}
