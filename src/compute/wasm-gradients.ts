/**
 * Kernels that make training on the wasm backend possible and fast.
 *
 * tfjs 4.22 has no wasm kernel for the filter gradient of a convolution, its input gradient is a scalar loop, and its
 * matrix product runs some twenty times slower with a transpose flag than after an explicit transpose. The three kernels
 * are replaced by the same mathematics in terms of what wasm does well: plain matrix products and forward convolutions.
 * Only training needs them: of the page's workers, the one that trains alone loads this file.
 */
import * as tf from '@tensorflow/tfjs-core';
// Registers tfjs's gradient functions; tfjs-core alone has none.
import '@tensorflow/tfjs-layers';

let installed = false;

/**
 * Replaces the wasm kernels `BatchMatMul`, `Conv2DBackpropFilter` and `Conv2DBackpropInput`. Call it once the wasm
 * backend is current; harmless when called again.
 */
export function installWasmGradients(): void {
  if (installed) return;
  installed = true;
  const plainMatMul = tf.getKernel(tf.BatchMatMul, 'wasm');
  const plainInputGradient = tf.getKernel(tf.Conv2DBackpropInput, 'wasm');
  replaceKernel(tf.BatchMatMul, (parameters) => {
    const { transposeA, transposeB } = attributesAs<tf.BatchMatMulAttrs>(parameters.attrs);
    const { a, b } = parameters.inputs as unknown as { a: tf.Tensor; b: tf.Tensor };
    if (!transposeA && !transposeB) return plainMatMul.kernelFunc(parameters);
    return tf.tidy(() => tf.matMul(transposeA ? swapLastTwo(a) : a, transposeB ? swapLastTwo(b) : b));
  });
  replaceKernel(tf.Conv2DBackpropFilter, ({ inputs, attrs }) => {
    const { x, dy } = inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D };
    const { filterShape, ...window } = attributesAs<tf.Conv2DBackpropFilterAttrs>(attrs);
    const geometry = convolutionGeometry(x.shape, filterShape, window);
    return tf.tidy(() => filterGradient(dy, x, geometry));
  });
  replaceKernel(tf.Conv2DBackpropInput, (parameters) => {
    const { dy, filter } = parameters.inputs as unknown as { dy: tf.Tensor4D; filter: tf.Tensor4D };
    const { inputShape, ...window } = attributesAs<tf.Conv2DBackpropInputAttrs>(parameters.attrs);
    const geometry = convolutionGeometry(inputShape, filter.shape, window);
    // A strided gradient would need ∂Y interleaved with zeros; no network here strides on a hot path.
    if (geometry.strideHeight !== 1 || geometry.strideWidth !== 1) return plainInputGradient.kernelFunc(parameters);
    return tf.tidy(() => inputGradient(dy, filter, geometry));
  });
}

function replaceKernel(kernelName: string, kernelFunc: tf.KernelFunc): void {
  if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}

/** tfjs types a kernel's attributes loosely; each kernel's published interface says what they are. */
function attributesAs<T>(attributes: tf.NamedAttrMap | undefined): T {
  return attributes as unknown as T;
}

function swapLastTwo(x: tf.Tensor): tf.Tensor {
  const order = Array.from({ length: x.shape.length }, (_, axis) => axis);
  order.reverse();
  const [last, previous, ...rest] = order;
  return tf.transpose(x, [...rest.reverse(), last, previous]);
}

/** What both gradients need to know of a convolution; NHWC, no dilation. */
interface Geometry {
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly padding: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };
}

function convolutionGeometry(
  inputShape: [number, number, number, number],
  filterShape: [number, number, number, number],
  window: Omit<tf.Conv2DBackpropInputAttrs, 'inputShape'>,
): Geometry {
  if (window.dataFormat !== 'NHWC') throw new Error(`convolution gradients are NHWC only, got ${window.dataFormat}`);
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    window.strides,
    1,
    window.pad,
    window.dimRoundingMode,
  );
  return {
    kernelHeight: info.filterHeight,
    kernelWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    padding: info.padInfo,
  };
}

/**
 * ∂W as a forward convolution: with batch and channels swapped, x is an image of as many "channels" as there are samples,
 * ∂Y is the filter that slides over it, and each of the k² places where it fits is one kernel element. A stride of the
 * convolution becomes a dilation of that filter.
 */
function filterGradient(dy: tf.Tensor4D, x: tf.Tensor4D, g: Geometry): tf.Tensor4D {
  const { top, bottom, left, right } = g.padding;
  const image = tf.transpose(x, [3, 1, 2, 0]);
  const filter = tf.transpose(dy, [1, 2, 0, 3]);
  const padding: [number, number][] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const places = tf.conv2d(image, filter, 1, padding as tf.backend_util.ExplicitPadding, 'NHWC', [
    g.strideHeight,
    g.strideWidth,
  ]);
  // A stride may leave places where the dilated filter fits but no kernel element is.
  const elements = tf.slice(places, [0, 0, 0, 0], [x.shape[3], g.kernelHeight, g.kernelWidth, dy.shape[3]]);
  return tf.transpose(elements, [1, 2, 0, 3]);
}

/** ∂X = ∂Y convolved with the filter turned by 180° and its channels swapped. */
function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, g: Geometry): tf.Tensor4D {
  const [height, width, inChannels, outChannels] = filter.shape;
  // Turning the kernel reverses its flattened elements. Whole rows are cut and joined, because wasm's reverse and gather
  // go element by element.
  const elements = tf.split(tf.reshape(filter, [height * width, inChannels, outChannels]), height * width, 0);
  const reversed = elements.length > 1 ? tf.concat(elements.reverse(), 0) : elements[0];
  const turned = tf.reshape<tf.Rank.R4>(tf.transpose(reversed, [0, 2, 1]), [height, width, outChannels, inChannels]);
  const { top, bottom, left, right } = g.padding;
  return tf.conv2d(dy, turned, 1, [
    [0, 0],
    [g.kernelHeight - 1 - top, g.kernelHeight - 1 - bottom],
    [g.kernelWidth - 1 - left, g.kernelWidth - 1 - right],
    [0, 0],
  ]);
}
