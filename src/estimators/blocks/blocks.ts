/** The blocks that the networks of the PE-MSRN paper are built of (eqs. 14–20), as functions of symbolic tensors. */
import * as layers from '@tensorflow/tfjs-layers';
import { BatchNormalisation } from './batch-normalisation.ts';
import { SeededDropout } from './dropout.ts';
import { LeakyRelu } from './leaky-relu.ts';

/** Slope of LeakyReLU below zero. */
const NEGATIVE_SLOPE = 0.01;

type Symbolic = layers.SymbolicTensor;

/** LeakyReLU(x). */
export function leakyRelu(x: Symbolic, name: string): Symbolic {
  return new LeakyRelu(name, NEGATIVE_SLOPE).apply(x) as Symbolic;
}

/** Batch normalisation of the last axis. */
function batchNormalisation(x: Symbolic, name: string): Symbolic {
  return new BatchNormalisation({ name, momentum: 0.98 }).apply(x) as Symbolic;
}

/**
 * A convolution without bias (the batch normalisation after it has one), NHWC, zero-padded to the same size.
 *
 * @param kernelSize 1, 3 or 5
 * @param strides 1 keeps the image, 2 halves it
 */
export function convolution(x: Symbolic, filters: number, kernelSize: number, name: string, strides = 1): Symbolic {
  return layers.layers
    .conv2d({
      name,
      filters,
      kernelSize,
      strides,
      padding: 'same',
      useBias: false,
      kernelInitializer: initialiser(name),
    })
    .apply(x) as Symbolic;
}

/** σ(B(W·X)): convolution, batch normalisation, LeakyReLU. */
export function convolutionUnit(x: Symbolic, filters: number, kernelSize: number, name: string, strides = 1): Symbolic {
  const normalised = batchNormalisation(convolution(x, filters, kernelSize, `${name}_conv`, strides), `${name}_bn`);
  return leakyRelu(normalised, name);
}

/**
 * A residual block, y = σ(F(x) + Λ(x)) (eq. 14): two 3×3 convolutions with batch normalisation, LeakyReLU between; the
 * shortcut is the identity, or a 1×1 convolution where the shapes differ.
 */
export function residualBlock(x: Symbolic, filters: number, name: string, strides = 1): Symbolic {
  const first = convolutionUnit(x, filters, 3, `${name}_a`, strides);
  const second = batchNormalisation(convolution(first, filters, 3, `${name}_b_conv`), `${name}_b_bn`);
  const sameShape = strides === 1 && x.shape[3] === filters;
  const shortcut = sameShape
    ? x
    : batchNormalisation(convolution(x, filters, 1, `${name}_shortcut_conv`, strides), `${name}_shortcut_bn`);
  return leakyRelu(layers.layers.add({ name: `${name}_sum` }).apply([second, shortcut]) as Symbolic, name);
}

/** A residual block without its shortcut: the two convolutions alone, what an ablation is built of. */
export function plainBlock(x: Symbolic, filters: number, name: string, strides = 1): Symbolic {
  const first = convolutionUnit(x, filters, 3, `${name}_a`, strides);
  return leakyRelu(batchNormalisation(convolution(first, filters, 3, `${name}_b_conv`), `${name}_b_bn`), name);
}

/**
 * Squeeze-and-excitation attention: global average, two dense layers, a sigmoid weight for every channel.
 *
 * @param reduction β; at least four units are kept, or a slim network would squeeze its channels through one
 */
export function squeezeExcitation(x: Symbolic, reduction: number, name: string): Symbolic {
  const channels = x.shape[3] ?? 0;
  const units = Math.max(4, Math.round(channels / reduction));
  const squeezed = layers.layers.globalAveragePooling2d({ name: `${name}_squeeze` }).apply(x) as Symbolic;
  const reduced = layers.layers
    .dense({ name: `${name}_reduce`, units, activation: 'relu', kernelInitializer: initialiser(`${name}_reduce`) })
    .apply(squeezed) as Symbolic;
  const weights = layers.layers
    .dense({
      name: `${name}_excite`,
      units: channels,
      activation: 'sigmoid',
      kernelInitializer: initialiser(`${name}_excite`),
    })
    .apply(reduced) as Symbolic;
  const shaped = layers.layers
    .reshape({ name: `${name}_weights`, targetShape: [1, 1, channels] })
    .apply(weights) as Symbolic;
  return layers.layers.multiply({ name }).apply([x, shaped]) as Symbolic;
}

/**
 * The multi-scale block (eqs. 17–20): a 1×1, a 3×3 and a doubled 3×3 branch, concatenated, fused by 1×1, plus B(Ws·X).
 *
 * @param residual whether it has the last term, the shortcut
 */
export function multiScaleBlock(x: Symbolic, name: string, residual = true): Symbolic {
  const channels = x.shape[3] ?? 0;
  const fine = convolutionUnit(x, channels, 1, `${name}_f1`);
  const middle = convolutionUnit(x, channels, 3, `${name}_f2`);
  const coarse = convolutionUnit(convolutionUnit(x, channels, 3, `${name}_f3_inner`), channels, 3, `${name}_f3`);
  const concatenated = layers.layers.concatenate({ name: `${name}_concat` }).apply([fine, middle, coarse]) as Symbolic;
  const fused = convolutionUnit(concatenated, channels, 1, residual ? `${name}_fused` : name);
  if (!residual) return fused;
  const shortcut = batchNormalisation(convolution(x, channels, 1, `${name}_shortcut_conv`), `${name}_shortcut_bn`);
  return leakyRelu(layers.layers.add({ name: `${name}_sum` }).apply([fused, shortcut]) as Symbolic, name);
}

/** A dense layer, batch normalisation, LeakyReLU and, above zero, dropout. */
export function denseUnit(x: Symbolic, units: number, name: string, dropout: number): Symbolic {
  const dense = layers.layers
    .dense({ name: `${name}_dense`, units, useBias: false, kernelInitializer: initialiser(name) })
    .apply(x) as Symbolic;
  const active = leakyRelu(batchNormalisation(dense, `${name}_bn`), name);
  return dropout > 0 ? (new SeededDropout(`${name}_dropout`, dropout).apply(active) as Symbolic) : active;
}

/** Three coordinates. */
export function positionOutput(x: Symbolic): Symbolic {
  return layers.layers
    .dense({ name: 'position', units: 3, kernelInitializer: initialiser('position') })
    .apply(x) as Symbolic;
}

/** He-normal weights whose seed follows from the layer's name, so that a model is the same each time it is built. */
export function initialiser(name: string): ReturnType<typeof layers.initializers.heNormal> {
  let seed = 17;
  for (const character of name) seed = (Math.imul(seed, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return layers.initializers.heNormal({ seed: seed % 2147483647 });
}
