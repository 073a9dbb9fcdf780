/**
 * A trained network as it is used: the same arithmetic with fewer operations. Batch normalisation at inference is one
 * affine map a channel, so it is folded into the weights before it, and LeakyReLU into the same kernel. One user costs a
 * slim network mostly the overhead of its operations, and a third of them are left.
 */
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';

/** A network with constant weights. */
export interface Predictor {
  /**
   * @param input what the network's input layer takes [batch, …]
   * @returns the output of its only output layer; the caller's to dispose of
   */
  predict(input: tf.Tensor): tf.Tensor;
  /** Frees the folded weights; the model and its own weights stay. */
  dispose(): void;
}

/** One layer of a network, with everything that was folded into it. */
interface Step {
  readonly run: (inputs: tf.Tensor[]) => tf.Tensor;
  /** Which of the values so far it reads, by the name of the layer that made them. */
  readonly reads: readonly string[];
  /** The layer whose output it makes. */
  readonly makes: string;
}

/**
 * Folds a network as it is now; weights that change later are not seen.
 *
 * @param model a graph of layers with one input and one output, in which every layer is used once
 */
export function createPredictor(model: layers.LayersModel): Predictor {
  const inputsOf = new Map(model.layers.map((layer) => [layer.name, readNames(layer)]));
  const readers = new Map<string, layers.layers.Layer[]>();
  for (const layer of model.layers) {
    for (const name of inputsOf.get(layer.name) ?? []) readers.set(name, [...(readers.get(name) ?? []), layer]);
  }
  const onlyReader = ({ name }: layers.layers.Layer): layers.layers.Layer | undefined => {
    const found = readers.get(name) ?? [];
    return found.length === 1 && name !== model.outputNames[0] ? found[0] : undefined;
  };

  const owned: tf.Tensor[] = [];
  const folded = new Set<string>();
  const steps: Step[] = [];
  for (const layer of model.layers) {
    if (layer.getClassName() === 'InputLayer' || folded.has(layer.name)) continue;
    const reads = inputsOf.get(layer.name) ?? [];
    const normalisation = onlyReader(layer);
    if (!isLinear(layer) || normalisation?.getClassName() !== 'BatchNormalization') {
      steps.push({ run: (inputs) => callLayer(layer, inputs), reads, makes: layer.name });
      continue;
    }
    const next = onlyReader(normalisation);
    const activation = next?.getClassName() === 'LeakyReLU' ? next : undefined;
    const { kernel, bias } = tf.tidy(() => foldNormalisation(layer, normalisation));
    owned.push(kernel, bias);
    for (const { name } of [normalisation, activation ?? normalisation]) folded.add(name);
    steps.push({
      run: fusedOperation(layer, kernel, bias, activation),
      reads,
      makes: (activation ?? normalisation).name,
    });
  }
  const [input] = model.inputNames;
  const [output] = model.outputNames;
  return {
    predict: (tensor) =>
      tf.tidy(() => {
        const values = new Map([[input, tensor]]);
        for (const { run, reads, makes } of steps) values.set(makes, run(reads.map((name) => valueOf(values, name))));
        return valueOf(values, output);
      }),
    dispose: () => tf.dispose(owned),
  };
}

function valueOf(values: ReadonlyMap<string, tf.Tensor>, name: string): tf.Tensor {
  const value = values.get(name);
  if (value) return value;
  throw new Error(`The layer ${name} comes after one that reads it.`);
}

/** Names of the layers whose outputs a layer reads. */
export function readNames(layer: layers.layers.Layer): readonly string[] {
  if (layer.getClassName() === 'InputLayer') return [];
  const input = layer.input;
  return (Array.isArray(input) ? input : [input]).map(({ sourceLayer }) => sourceLayer.name);
}

function callLayer(layer: layers.layers.Layer, inputs: tf.Tensor[]): tf.Tensor {
  const output = layer.call(inputs.length === 1 ? inputs[0] : inputs, { training: false });
  return Array.isArray(output) ? output[0] : output;
}

/** A convolution or dense layer that is nothing but its kernel. */
function isLinear(layer: layers.layers.Layer): boolean {
  const { activation, useBias } = layer.getConfig();
  return ['Conv2D', 'Dense'].includes(layer.getClassName()) && activation === 'linear' && useBias === false;
}

/** W·γ/√(σ² + ε) and β − μγ/√(σ² + ε): the last axis of a kernel are its output channels. */
function foldNormalisation(
  layer: layers.layers.Layer,
  normalisation: layers.layers.Layer,
): { kernel: tf.Tensor; bias: tf.Tensor1D } {
  const [kernel] = layer.getWeights();
  const [gamma, beta, mean, variance] = normalisation.getWeights() as tf.Tensor1D[];
  const slope = tf.div(gamma, tf.sqrt(tf.add(variance, normalisation.getConfig().epsilon as number)));
  return { kernel: tf.mul(kernel, slope), bias: tf.sub<tf.Tensor1D>(beta, tf.mul(mean, slope)) };
}

function fusedOperation(
  layer: layers.layers.Layer,
  kernel: tf.Tensor,
  bias: tf.Tensor1D,
  activation: layers.layers.Layer | undefined,
): (inputs: tf.Tensor[]) => tf.Tensor {
  const fusion = activation
    ? ({ activation: 'leakyrelu', leakyreluAlpha: activation.getConfig().alpha as number } as const)
    : {};
  if (layer.getClassName() === 'Dense') {
    return ([x]) => tf.fused.matMul({ a: x, b: kernel, bias, ...fusion });
  }
  const { strides, padding } = layer.getConfig() as { strides: [number, number]; padding: 'same' | 'valid' };
  return ([x]) =>
    tf.fused.conv2d({
      x: x as tf.Tensor4D,
      filter: kernel as tf.Tensor4D,
      strides,
      pad: padding,
      bias,
      ...fusion,
    });
}
