/** What a network of this lab is, before it has weights. */
import type * as layers from '@tensorflow/tfjs-layers';
import { imageSide } from '../../features/image.ts';

/** The numbers that a network is built from; everything else is fixed by its paper. */
export interface NetworkArchitecture {
  /** Shape of one input: [side, side, 1] of an image, [features] of a vector. */
  readonly inputShape: readonly number[];
  /** Channels of the first convolution, or units of the first dense layer; other widths follow from it. */
  readonly baseWidth: number;
  /** Dropout after the dense layers, 0 for none. */
  readonly dropout: number;
}

/** One network: `<estimator>/network.ts` holds one of these. */
export interface NetworkDefinition {
  /** Its estimator's id. */
  readonly id: string;
  /** Whether it reads the features as an image (eqs. 11–13) or as they are. */
  readonly layout: 'image' | 'vector';
  /** Builds it: features in, three coordinates out. Weights are seeded by the layers' names. */
  readonly build: (architecture: NetworkArchitecture) => layers.LayersModel;
  /** Layers whose outputs the lab shows, from the input to the coordinates, and what it calls them. */
  readonly shown: readonly (readonly [layer: string, title: string])[];
}

/** Shape of one input of `features` values. */
export function inputShape({ layout }: Pick<NetworkDefinition, 'layout'>, features: number): number[] {
  switch (layout) {
    case 'image': {
      const side = imageSide(features);
      return [side, side, 1];
    }
    case 'vector':
      return [features];
    default:
      return layout satisfies never;
  }
}
