/** What the networks cost, counted from their layers: as they are trained here, and as wide as the paper's. */
import { countFlops, countParameters } from '../../estimators/blocks/cost.ts';
import { inputShape } from '../../estimators/network/definition.ts';
import { featureCount } from '../../features/feature-set.ts';
import { completeFeatures } from '../../training/experiment.ts';
import { findExperiment } from '../../training/experiments/registry.ts';
import type { SettingId } from '../../training/experiments/settings.ts';
import type { NetworkId } from '../../training/networks.ts';
import { NETWORKS, NETWORK_IDS } from '../../training/networks.ts';
import { PUBLISHED_COMPLEXITY } from '../../training/published.ts';

/** Trainable parameters, and operations of one forward pass of one user. */
export interface NetworkCost {
  readonly parameters: number;
  readonly flops: number;
}

/** A network at the paper's width, on its own image or features, and on the image that the paper counts where it has one. */
export interface WideCost extends NetworkCost {
  readonly width: number;
  readonly image: (NetworkCost & { readonly side: number }) | null;
}

/** Those of table 3. */
export type WideCosts = ReadonlyMap<NetworkId, WideCost>;

/**
 * A network as its experiment builds it.
 *
 * @param baseWidth another width than the experiment's
 * @param side pixels along a side of another image than that of its features
 */
export function costOf(id: NetworkId, dataset: SettingId, baseWidth?: number, side?: number): NetworkCost {
  const { encoding, architecture } = findExperiment(`${dataset}/${id}`);
  const nowhere = { origin: [0, 0, 0], minimum: [0, 0, 0], maximum: [0, 0, 0], scene: '' } as const;
  const own = inputShape(NETWORKS[id], featureCount(completeFeatures(encoding, nowhere)));
  const model = NETWORKS[id].build({
    ...architecture,
    baseWidth: baseWidth ?? architecture.baseWidth,
    inputShape: side === undefined ? own : [side, side, 1],
  });
  const counted = { parameters: countParameters(model), flops: countFlops(model) };
  model.dispose();
  return counted;
}

/** Builds the networks of table 3 as wide as the paper's: seconds of work, and hundreds of megabytes one after the other. */
export function countAtPaperWidth(dataset: SettingId): WideCosts {
  return new Map(
    NETWORK_IDS.flatMap((id) => {
      const { width, imageSide: side } = PUBLISHED_COMPLEXITY[id] ?? {};
      if (width === undefined) return [];
      const image = side === undefined ? null : { side, ...costOf(id, dataset, width, side) };
      return [[id, { width, ...costOf(id, dataset, width), image }] as const];
    }),
  );
}
