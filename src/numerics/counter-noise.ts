/**
 * Normal numbers by their index instead of one after the other: number i of a key is the same whoever asks, in any order and on
 * any device, so that thousands of threads can draw the noise of one link. The bits are those of SplitMix32 with a start and
 * an increment of each stream's own (Steele, Lea and Flood, OOPSLA 2014, §3), which can be entered anywhere; the shape is the
 * ziggurat of `random.ts`. The twin on a graphics processor is `counter-noise.wgsl`.
 */
import { BLOCK, sharedNoiseBlock } from './counter-noise-kernel.ts';
import { createRandom, liesUnderDensity, mixBits, ZIGGURAT } from './random.ts';

/** Start and increment of a stream; the increment is odd. */
export type NoiseKey = readonly [number, number];

/**
 * The key of a stream.
 *
 * @param seeds integers; every combination gives its own
 */
export function createNoiseKey(...seeds: readonly number[]): NoiseKey {
  const random = createRandom(...seeds);
  const start = random.nextUint32();
  for (;;) {
    const increment = (random.nextUint32() | 1) >>> 0;
    // Increments with long runs of equal bits step through words that are too much alike (ibidem).
    if (countBits(increment ^ (increment >>> 1)) >= 12) return [start, increment];
  }
}

/**
 * Fills `target` with numbers 0, 1, 2 … of a stream.
 *
 * @param standardDeviation of the numbers; their mean is zero
 */
export function fillCounterNormal(target: Float32Array, standardDeviation: number, key: NoiseKey): void {
  const { numbers, missing, draw } = sharedNoiseBlock();
  const increment = key[1] | 0;
  let state = key[0] | 0;
  for (let from = 0; from < target.length; from += BLOCK, state = (state + Math.imul(BLOCK, increment)) | 0) {
    const count = Math.min(BLOCK, target.length - from);
    const groups = draw(count, state, increment, standardDeviation);
    for (let group = 0; group < groups; group++) {
      for (let place = 0; place < 4; place++) {
        if ((missing[group] & (1 << place)) === 0) continue;
        const index = (missing[group] >> 4) + place;
        const own = (state + Math.imul(index, increment)) | 0;
        numbers[index] = finishNormal(mixBits(own), own) * standardDeviation;
      }
    }
    target.set(count < BLOCK ? numbers.subarray(0, count) : numbers, from);
  }
}

/** Word `draw` of the number whose first word the state makes, from 1 on. */
function counterBits(state: number, draw: number): number {
  return mixBits(mixBits(state) + Math.imul(draw, 0x9e3779b9));
}

/** The same, uniform in (0, 1], with as many bits as single precision holds, so that the twin compares the same numbers. */
function counterUniform(state: number, draw: number): number {
  return ((counterBits(state, draw) >>> 8) + 1) / 16777216;
}

/** Goes on with a number whose first bits fell outside the quick region of their layer. */
function finishNormal(first: number, state: number): number {
  const { threshold, scale, tail } = ZIGGURAT;
  let draw = 1;
  for (let bits = first; ; bits = counterBits(state, draw++)) {
    const layer = bits & (threshold.length - 1);
    const value = bits * scale[layer];
    if (Math.abs(bits) < threshold[layer]) return value;
    if (layer === 0) {
      for (;;) {
        const x = -Math.log(counterUniform(state, draw++)) / tail;
        const y = -Math.log(counterUniform(state, draw++));
        if (y + y >= x * x) return bits > 0 ? tail + x : -tail - x;
      }
    }
    if (liesUnderDensity(bits, counterUniform(state, draw++))) return value;
  }
}

/** Bits of a word that are one. */
function countBits(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
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
