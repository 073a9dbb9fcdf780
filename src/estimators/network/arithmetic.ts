/** How one number of one unit comes about: the sum of products that it is, and what the sum goes through. */
import type * as layers from '@tensorflow/tfjs-layers';
import { activationName, type LayeredUnit } from './anatomy.ts';

/** Where a number is in the output of a unit. */
export interface UnitPlace {
  readonly row: number;
  readonly column: number;
  readonly channel: number;
}

/** One number taken apart. */
export interface UnitArithmetic {
  readonly name: string;
  readonly place: UnitPlace;
  /** Extent of what is read: a patch of an image, or [1, 1, n]. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** What is read [height, width, channels]; zero where a patch reaches beyond the image. */
  readonly inputs: Float32Array;
  /** What each is multiplied by [height, width, channels]. */
  readonly weights: Float32Array;
  /** From the sum of products to the output, step by step. */
  readonly steps: readonly { readonly words: string; readonly value: number }[];
}

/** Output of a unit for one user [height, width, channels]. */
export interface UnitOutput {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: Float32Array;
}

/**
 * Takes a number apart, in double precision.
 *
 * @param reads outputs of the units that it reads, in their order
 * @returns null for an operation that is no sum of products
 */
export async function explainNumber(
  unit: LayeredUnit,
  reads: readonly UnitOutput[],
  place: UnitPlace,
): Promise<UnitArithmetic | null> {
  const terms = await gatherTerms(unit, reads, place);
  if (!terms) return null;
  let value = terms.inputs.reduce((sum, input, i) => sum + input * terms.weights[i], 0);
  const steps = [{ words: terms.words, value }];
  const step = (words: string, next: number): void => {
    value = next;
    steps.push({ words, value });
  };
  const { head, tail } = unit;
  const configuration = head.getConfig();
  if (unit.operation === 'dense' || unit.operation === 'convolution') {
    if (configuration.useBias) {
      const bias = (await weightsOf(head))[1][place.channel];
      step(`plus the bias, ${wordOf(bias)}`, value + bias);
    }
    if (configuration.activation !== 'linear') {
      step(activationName(configuration.activation), activate(configuration.activation, value));
    }
  }
  // A unit that is nothing but an activation has it in its head.
  for (const layer of unit.operation === 'activation' ? [head, ...tail] : tail) {
    switch (layer.getClassName()) {
      case 'BatchNormalization': {
        const [gamma, beta, mean, variance] = (await weightsOf(layer)).map((values) => values[place.channel]);
        const slope = gamma / Math.sqrt(variance + Number(layer.getConfig().epsilon));
        step(
          `batch normalisation: less ${wordOf(mean)}, times ${wordOf(slope)}, plus ${wordOf(beta)}`,
          (value - mean) * slope + beta,
        );
        break;
      }
      case 'LeakyReLU': {
        const alpha = Number(layer.getConfig().alpha);
        step(
          `LeakyReLU: ${value < 0 ? `below zero, times ${alpha}` : 'above zero, as it is'}`,
          Math.max(value, alpha * value),
        );
        break;
      }
      case 'Activation':
        step(activationName(layer.getConfig().activation), activate(layer.getConfig().activation, value));
        break;
      default: // a dropout, which does nothing in use
    }
  }
  return { name: unit.name, place, ...terms, steps };
}

/** A number inside of a sentence. */
function wordOf(value: number): string {
  return value.toPrecision(3).replace('-', '−');
}

type Terms = Pick<UnitArithmetic, 'height' | 'width' | 'channels' | 'inputs' | 'weights'> & { readonly words: string };

async function gatherTerms(
  { operation, head }: LayeredUnit,
  reads: readonly UnitOutput[],
  { row, column, channel }: UnitPlace,
): Promise<Terms | null> {
  const at = (output: UnitOutput, y: number, x: number, c: number): number =>
    output.values[(y * output.width + x) * output.channels + c];
  const list = (inputs: readonly number[], weights: readonly number[], words: string): Terms => ({
    height: 1,
    width: 1,
    channels: inputs.length,
    inputs: Float32Array.from(inputs),
    weights: Float32Array.from(weights),
    words,
  });
  const [first] = reads;
  switch (operation) {
    case 'convolution': {
      const [kernel] = await weightsOf(head);
      const { kernelSize, strides } = head.getConfig() as { kernelSize: [number, number]; strides: [number, number] };
      const [height, width] = kernelSize;
      const { channels } = first;
      const filters = kernel.length / (height * width * channels);
      const top = row * strides[0] - paddingBefore(first.height, height, strides[0]);
      const left = column * strides[1] - paddingBefore(first.width, width, strides[1]);
      const inputs = new Float32Array(height * width * channels);
      const weights = new Float32Array(inputs.length);
      for (let i = 0; i < inputs.length; i++) {
        const c = i % channels;
        const x = left + (Math.floor(i / channels) % width);
        const y = top + Math.floor(i / (channels * width));
        const isInside = x >= 0 && x < first.width && y >= 0 && y < first.height;
        inputs[i] = isInside ? at(first, y, x, c) : 0;
        weights[i] = kernel[i * filters + channel];
      }
      return { height, width, channels, inputs, weights, words: 'sum of kernel times patch' };
    }
    case 'dense': {
      const [kernel] = await weightsOf(head);
      const units = kernel.length / first.values.length;
      const weights = first.values.map((_, i) => kernel[i * units + channel]);
      return list([...first.values], [...weights], 'sum of weights times inputs');
    }
    case 'sum':
      return list(
        reads.map((output) => at(output, row, column, channel)),
        reads.map(() => 1),
        'sum of what arrives',
      );
    case 'product': {
      const [value, factor] = reads;
      const isShared = factor.height * factor.width === 1;
      const times = isShared ? at(factor, 0, 0, channel) : at(factor, row, column, channel);
      return list([at(value, row, column, channel)], [times], 'product of what arrives');
    }
    case 'concatenation': {
      let source = 0;
      let c = channel;
      while (c >= reads[source].channels) c -= reads[source++].channels;
      return list([at(reads[source], row, column, c)], [1], `channel ${c + 1} of branch ${source + 1}`);
    }
    case 'mean': {
      const isGlobal = head.getClassName() === 'GlobalAveragePooling2D';
      const [height, width] = isGlobal ? [first.height, first.width] : [2, 2];
      const inputs = Float32Array.from({ length: height * width }, (_, i) =>
        at(first, row * height + Math.floor(i / width), column * width + (i % width), channel),
      );
      const weights = new Float32Array(inputs.length).fill(1 / inputs.length);
      return { height, width, channels: 1, inputs, weights, words: 'mean' };
    }
    case 'copy':
      // The same numbers in the same order.
      return list(
        [first.values[first.values.length === 1 ? 0 : flatIndex(first, row, column, channel)]],
        [1],
        'as it is',
      );
    case 'activation':
      return list([at(first, row, column, channel)], [1], 'as it arrives');
    case 'input':
    case 'other':
      return null;
    default:
      return operation satisfies never;
  }
}

/** Of a value that keeps its place in the order while the shape changes: one row of numbers, or one pixel. */
function flatIndex(source: UnitOutput, row: number, column: number, channel: number): number {
  const isFlat = row === 0 && column === 0;
  return isFlat ? channel : (row * source.width + column) * source.channels + channel;
}

/** Pixels before an image under "same" padding: half of what is missing, rounded down. */
function paddingBefore(size: number, kernel: number, stride: number): number {
  const missing = (Math.ceil(size / stride) - 1) * stride + kernel - size;
  return Math.max(0, Math.floor(missing / 2));
}

async function weightsOf(layer: layers.layers.Layer): Promise<readonly (Float32Array | Int32Array | Uint8Array)[]> {
  return Promise.all(layer.getWeights().map((tensor) => tensor.data()));
}

function activate(activation: unknown, value: number): number {
  switch (activation) {
    case 'relu':
      return Math.max(0, value);
    case 'sigmoid':
      return 1 / (1 + Math.exp(-value));
    case 'tanh':
      return Math.tanh(value);
    case 'linear':
      return value;
    default:
      throw new Error(`unknown activation ${String(activation)}`);
  }
}
