/**
 * Normal numbers by their index instead of one after the other: number i of a key is the same whoever asks, in any order and on
 * any device, so that thousands of threads can draw the noise of one link. The bits are two rounds of SplitMix32's
 * finaliser over the index, keyed before and between; the shape is the ziggurat of `random.ts`. The twin on a graphics
 * processor is `counter-noise.wgsl`.
 */
import { createRandom, mixBits, ZIGGURAT } from './random.ts';

/** Two words that name a stream. */
export type NoiseKey = readonly [number, number];

/**
 * The key of a stream.
 *
 * @param seeds integers; every combination gives its own
 */
export function createNoiseKey(...seeds: readonly number[]): NoiseKey {
  const random = createRandom(...seeds);
  return [random.nextUint32(), random.nextUint32()];
}

/**
 * Fills `target` with numbers 0, 1, 2 … of a stream.
 *
 * @param standardDeviation of the numbers; their mean is zero
 */
export function fillCounterNormal(target: Float32Array, standardDeviation: number, key: NoiseKey): void {
  const { threshold, scale } = ZIGGURAT;
  const layerMask = threshold.length - 1;
  const [first, second] = key;
  for (let index = 0; index < target.length; index++) {
    const bits = mixBits(mixBits(index + first) ^ second) | 0;
    const layer = bits & layerMask;
    const value = Math.abs(bits) < threshold[layer] ? bits * scale[layer] : finishNormal(bits, index, key);
    target[index] = value * standardDeviation;
  }
}

/** Goes on with a number whose first bits fell outside the quick region of their layer. */
function finishNormal(first: number, index: number, [before, between]: NoiseKey): number {
  const { threshold, scale, density, tail } = ZIGGURAT;
  let draw = 1;
  const next = (): number => mixBits(mixBits(index + before) ^ (between + Math.imul(draw++, 0x9e3779b9)));
  // Uniform in (0, 1], with as many bits as single precision holds, so that the twin compares the same numbers.
  const uniform = (): number => ((next() >>> 8) + 1) / 16777216;
  for (let bits = first; ; bits = next() | 0) {
    const layer = bits & (threshold.length - 1);
    const value = bits * scale[layer];
    if (Math.abs(bits) < threshold[layer]) return value;
    if (layer === 0) {
      for (;;) {
        const x = -Math.log(uniform()) / tail;
        const y = -Math.log(uniform());
        if (y + y >= x * x) return bits > 0 ? tail + x : -tail - x;
      }
    }
    const height = density[layer] + uniform() * (density[layer - 1] - density[layer]);
    if (height < Math.exp(-0.5 * value * value)) return value;
  }
}

/** The ziggurat as `counter-noise.wgsl` takes it: threshold, scale and density (both as float32) of each layer. */
export function zigguratTable(): Uint32Array<ArrayBuffer> {
  const { threshold, scale, density } = ZIGGURAT;
  const words = new Uint32Array(3 * threshold.length);
  const floats = new Float32Array(words.buffer);
  for (let layer = 0; layer < threshold.length; layer++) {
    words[3 * layer] = threshold[layer];
    floats[3 * layer + 1] = scale[layer];
    floats[3 * layer + 2] = density[layer];
  }
  return words;
}

/** What `counter-noise.wgsl` is compiled with. */
export const ZIGGURAT_CONSTANTS = { ZIGGURAT_LAYERS: ZIGGURAT.threshold.length, ZIGGURAT_TAIL: ZIGGURAT.tail };
