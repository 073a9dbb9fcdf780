/** What a session plays in: a scene with the sites that listen, their radio, and what the tracer is asked for. */
import type { RadioConfiguration } from '../channel/radio.ts';
import type { DatasetDefinition, OpenDataset, PathRequest, SnrRule } from '../datasets/definition.ts';
import { pathRequest, snrRule } from '../datasets/definition.ts';
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
}

/** The world of a dataset. */
export function worldOfDataset({ definition, scene, sites }: OpenDataset<DatasetDefinition>): World {
  return {
    scene,
    sites,
    radio: definition.radio,
    paths: pathRequest(definition),
    noiseSeed: definition.noiseSeed,
    snr: (snrDb) => snrRule(definition, snrDb),
  };
}
