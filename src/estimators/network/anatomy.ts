/**
 * A network taken apart for the eye: its operations as units, each with what it made of one user. A normalisation or an
 * activation that only one operation's output goes through belongs to that unit, as a person would draw it.
 */
import * as layers from '@tensorflow/tfjs-layers';
import { readNames } from '../blocks/predictor.ts';

type Layer = layers.layers.Layer;

/** What a unit does. */
export type UnitOperation =
  'input' | 'convolution' | 'dense' | 'sum' | 'product' | 'concatenation' | 'mean' | 'copy' | 'activation' | 'other';

/** One unit of a network. */
export interface NetworkUnit {
  /** Name of the layer whose output it makes. */
  readonly name: string;
  readonly operation: UnitOperation;
  /** What happens in it, in order, such as "3×3 convolution", "batch normalisation", "LeakyReLU". */
  readonly parts: readonly string[];
  /** Names of the units that it reads. */
  readonly reads: readonly string[];
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Trainable parameters. */
  readonly parameters: number;
}

/** A network as one user went through it. */
export interface NetworkAnatomy {
  readonly units: readonly (NetworkUnit & {
    /** What the unit made of the user [height, width, channels]. */
    readonly values: Float32Array;
  })[];
}

/** A unit with the layers that it is made of. */
export interface LayeredUnit extends NetworkUnit {
  /** The operation. */
  readonly head: Layer;
  /** What its output goes through, in order. */
  readonly tail: readonly Layer[];
}

/** Layers that change values one by one, and may belong to the operation before them. */
const FOLDED = ['BatchNormalization', 'LeakyReLU', 'Activation', 'SeededDropout', 'Dropout'];

/** The units of a model in an order in which each comes after those that it reads. */
export function listUnits(model: layers.LayersModel): readonly LayeredUnit[] {
  const readers = new Map<string, Layer[]>();
  for (const layer of model.layers) {
    for (const name of readNames(layer)) readers.set(name, [...(readers.get(name) ?? []), layer]);
  }
  /** The unit that makes what a layer puts out. */
  const unitOf = new Map<string, string>();
  const units: LayeredUnit[] = [];
  for (const head of model.layers) {
    if (unitOf.has(head.name)) continue;
    const tail: Layer[] = [];
    for (let last = head; head.getClassName() !== 'InputLayer';) {
      const [next, ...others] = readers.get(last.name) ?? [];
      if (!next || others.length > 0 || !FOLDED.includes(next.getClassName())) break;
      tail.push(next);
      last = next;
    }
    const all = [head, ...tail];
    const { name } = all[all.length - 1];
    for (const layer of all) unitOf.set(layer.name, name);
    const shape = (head.outputShape as layers.Shape).slice(1).map((size) => size ?? 1);
    const [height, width, channels] = shape.length === 3 ? shape : [1, 1, shape[0]];
    units.push({
      name,
      operation: operationOf(head),
      parts: all.flatMap(wordsOf),
      reads: readNames(head).map((read) => unitOf.get(read) ?? read),
      height,
      width,
      channels,
      parameters: all.flatMap((layer) => layer.trainableWeights).reduce((sum, weight) => sum + sizeOf(weight.shape), 0),
      head,
      tail,
    });
  }
  return units;
}

/** A model that answers the outputs of all units. */
export function revealUnits(model: layers.LayersModel, units: readonly NetworkUnit[]): layers.LayersModel {
  return layers.model({
    inputs: model.inputs,
    outputs: units.map(({ name }) => model.getLayer(name).output as layers.SymbolicTensor),
  });
}

function sizeOf(shape: layers.Shape): number {
  return shape.reduce<number>((product, size) => product * (size ?? 1), 1);
}

function operationOf(layer: Layer): UnitOperation {
  switch (layer.getClassName()) {
    case 'InputLayer':
      return 'input';
    case 'Conv2D':
      return 'convolution';
    case 'Dense':
      return 'dense';
    case 'Add':
      return 'sum';
    case 'Multiply':
      return 'product';
    case 'Concatenate':
      return 'concatenation';
    case 'GlobalAveragePooling2D':
    case 'AveragePooling2D':
      return 'mean';
    case 'Reshape':
    case 'Flatten':
      return 'copy';
    case 'LeakyReLU':
    case 'Activation':
    case 'BatchNormalization':
      return 'activation';
    default:
      return 'other';
  }
}

/** What a layer does, in words; a dropout does nothing in use. */
function wordsOf(layer: Layer): string[] {
  const configuration = layer.getConfig();
  switch (layer.getClassName()) {
    case 'InputLayer':
      return ['input'];
    case 'Conv2D': {
      const [height, width] = configuration.kernelSize as [number, number];
      const [stride] = configuration.strides as [number, number];
      return [`${height}×${width} convolution${stride > 1 ? `, every ${stride}nd pixel` : ''}`];
    }
    case 'Dense':
      return ['dense', ...(configuration.activation === 'linear' ? [] : [activationName(configuration.activation)])];
    case 'Add':
      return ['sum'];
    case 'Multiply':
      return ['product'];
    case 'Concatenate':
      return ['side by side'];
    case 'GlobalAveragePooling2D':
      return ['mean over all pixels'];
    case 'AveragePooling2D':
      return ['mean over 2×2 pixels'];
    case 'Reshape':
      return ['one pixel'];
    case 'Flatten':
      return ['all pixels in a row'];
    case 'BatchNormalization':
      return ['batch normalisation'];
    case 'LeakyReLU':
      return ['LeakyReLU'];
    case 'Activation':
      return [activationName(configuration.activation)];
    case 'SeededDropout':
    case 'Dropout':
      return [];
    default:
      return [layer.getClassName()];
  }
}

/** The name that people use for an activation of tfjs. */
export function activationName(activation: unknown): string {
  const name = String(activation);
  return name === 'relu' ? 'ReLU' : name;
}
