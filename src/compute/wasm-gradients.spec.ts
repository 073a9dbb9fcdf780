import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { startBackend } from './backend.ts';
import { installWasmGradients } from './wasm-gradients.ts';

const random = createRandom(5);
const values = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());

beforeAll(async () => {
  await startBackend({ requested: 'wasm' });
  installWasmGradients();
});

interface Shapes {
  readonly x: [number, number, number, number];
  readonly filter: [number, number, number, number];
  readonly strides: number;
  readonly pad: 'same' | 'valid';
}

const cases: Shapes[] = [
  { x: [2, 5, 5, 3], filter: [3, 3, 3, 4], strides: 1, pad: 'same' },
  { x: [3, 4, 6, 2], filter: [1, 1, 2, 5], strides: 1, pad: 'same' },
  { x: [2, 6, 5, 2], filter: [3, 3, 2, 3], strides: 1, pad: 'valid' },
  { x: [2, 7, 8, 2], filter: [3, 3, 2, 3], strides: 2, pad: 'same' },
  { x: [2, 8, 8, 2], filter: [1, 1, 2, 3], strides: 2, pad: 'same' },
  { x: [1, 9, 9, 1], filter: [5, 5, 1, 2], strides: 1, pad: 'same' },
];

async function convolutionGradients(
  backend: string,
  shapes: Shapes,
  x: Float32Array,
  w: Float32Array,
  dy: Float32Array,
) {
  await tf.setBackend(backend);
  const gradient = tf.grads((a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, shapes.strides, shapes.pad));
  const output = tf.conv2d(tf.tensor4d(x, shapes.x), tf.tensor4d(w, shapes.filter), shapes.strides, shapes.pad);
  const [dx, dw] = gradient(
    [tf.tensor(x, shapes.x), tf.tensor(w, shapes.filter)],
    tf.tensor(dy.slice(0, output.size), output.shape),
  );
  const read = async (tensor: tf.Tensor): Promise<Float32Array> => Float32Array.from(await tensor.data());
  return { dx: await read(dx), dw: await read(dw), value: await read(output) };
}

describe('convolution gradients on wasm', () => {
  it.each(cases)('agree with the cpu backend: %o', async (shapes) => {
    const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
    const x = values(size(shapes.x));
    const w = values(size(shapes.filter));
    const dy = values(4000);
    const ours = await convolutionGradients('wasm', shapes, x, w, dy);
    const theirs = await convolutionGradients('cpu', shapes, x, w, dy);
    expect(ours.dx).toBeAllclose(theirs.dx, { relative: 1e-4, absolute: 1e-4 });
    expect(ours.dw).toBeAllclose(theirs.dw, { relative: 1e-4, absolute: 1e-4 });
  });

  it('agree with finite differences of Σ y·dy', async () => {
    const shapes = cases[0];
    const x = values(2 * 25 * 3);
    const w = values(9 * 3 * 4);
    const dy = values(2 * 25 * 4);
    const { dx, dw } = await convolutionGradients('wasm', shapes, x, w, dy);
    const loss = async (a: Float32Array, b: Float32Array): Promise<number> => {
      const { value } = await convolutionGradients('cpu', shapes, a, b, dy);
      return value.reduce((sum, y, i) => sum + y * dy[i], 0);
    };
    const step = 1e-2; // the map is linear in each argument, so only rounding limits the step
    for (const index of [0, 17, 66, 107]) {
      const higher = w.slice();
      const lower = w.slice();
      higher[index] += step;
      lower[index] -= step;
      expect(dw[index]).toBeCloseTo(((await loss(x, higher)) - (await loss(x, lower))) / (2 * step), 2);
      const right = x.slice();
      const left = x.slice();
      right[index] += step;
      left[index] -= step;
      expect(dx[index]).toBeCloseTo(((await loss(right, w)) - (await loss(left, w))) / (2 * step), 2);
    }
  });
});

describe('matrix products on wasm', () => {
  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('have the right gradients with transposeA %s, transposeB %s', async (transposeA, transposeB) => {
    const a = values(2 * 3 * 4);
    const b = values(2 * 4 * 5);
    const dy = values(2 * 3 * 5);
    const shapeA: [number, number, number] = transposeA ? [2, 4, 3] : [2, 3, 4];
    const shapeB: [number, number, number] = transposeB ? [2, 5, 4] : [2, 4, 5];
    const run = async (backend: string) => {
      await tf.setBackend(backend);
      const gradient = tf.grads((p, q) => tf.matMul(p, q, transposeA, transposeB));
      const [da, db] = gradient([tf.tensor(a, shapeA), tf.tensor(b, shapeB)], tf.tensor(dy, [2, 3, 5]));
      return [await da.data(), await db.data()];
    };
    const [da, db] = await run('wasm');
    const [expectedA, expectedB] = await run('cpu');
    expect(da).toBeAllclose(expectedA, { relative: 1e-4, absolute: 1e-5 });
    expect(db).toBeAllclose(expectedB, { relative: 1e-4, absolute: 1e-5 });
  });
});
