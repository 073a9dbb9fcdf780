/** What a session plays in: a scene with the sites that listen, their radio, and what the tracer is asked for. */
import type { RadioConfiguration } from '../channel/radio.ts';
import type { DatasetDefinition, OpenDataset, PathRequest, SnrRule } from '../datasets/definition.ts';
import { pathRequest, snrRule } from '../datasets/definition.ts';
import { evaluatedSnr, evaluationOf } from '../datasets/evaluated.ts';
import { evaluationSeeds, type Protocol } from '../datasets/evaluation-set.ts';
import type { Scene } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';

/** See the file's head. */
export interface World {
  readonly scene: Scene;
  readonly sites: readonly Site[];
  readonly radio: RadioConfiguration;
  readonly paths: PathRequest;
  /** Seed of all noise. */
  readonly noiseSeed: number;
  /** Noise of the links when a person asks for this many decibels: the SNR itself, or an offset to a link budget. */
  readonly snr: (snrDb: number) => SnrRule;
  /**
   * The evaluation whose soundings are made over again, and the seeds of its noise; without it every link has a stream of its own
   * under `noiseSeed`, which any device can enter anywhere.
   */
  readonly evaluated?: { readonly protocol: Protocol; readonly seeds: readonly number[] };
}

/**
 * The world of a dataset.
 *
 * @param protocol the evaluation whose noise it has; null for a noise of its own, and for users who move
 */
export function worldOfDataset(
  { definition, scene, sites }: OpenDataset<DatasetDefinition>,
  protocol: Protocol | null = null,
): World {
  const world = {
    scene,
    sites,
    radio: definition.radio,
    paths: pathRequest(definition),
    noiseSeed: definition.noiseSeed,
    snr: (snrDb: number) => snrRule(definition, snrDb),
  };
  if (protocol === null || definition.kind === 'trajectories') return world;
  return {
    ...world,
    snr: (snrDb) => evaluatedSnr(definition, protocol, snrDb),
    evaluated: { protocol, seeds: evaluationSeeds(definition.noiseSeed, evaluationOf(protocol)) },
  };
}
