/**
 * Batched fast Fourier transforms of any length on a graphics processor: mixed radix, a prime factor by its plain sum. The
 * twin in double precision is `createFftPlan` of `numerics/fft.ts`.
 */
import fftStage from './fft-stage.wgsl?raw';
import { createStep } from './kernel.ts';
import type { Step } from './kernel.ts';
import type { Arena } from './buffers.ts';

/** A transform along the middle axis of [outer, length, inner]. */
export interface FftDescription {
  readonly label: string;
  readonly length: number;
  /** Points between neighbours along the axis: 1 for rows. */
  readonly inner?: number;
  readonly direction: 'forward' | 'inverse';
  /** Complex [outer, inputLength, inner, 2]; only read. */
  readonly input: GPUBuffer;
  /** Points along the axis of the input, at most `length`; the rest is zero. */
  readonly inputLength?: number;
  /** Complex [outer, length, inner, 2]. */
  readonly output: GPUBuffer;
  /** Of the size of `output`, and another buffer than the other two; unused where a single stage does it. */
  readonly scratch: GPUBuffer;
  /** Outer rows of one run. */
  readonly outer: (count: number) => number;
}

/** The radices of a length: fours, then what is left by its primes. */
function fftRadices(length: number): number[] {
  const radices: number[] = [];
  let rest = length;
  for (let radix = 4; rest > 1; radix = radix === 4 ? 2 : radix === 2 ? 3 : radix + 2) {
    // No factor up to its root: the rest is prime.
    if (radix > 4 && radix * radix > rest) radix = rest;
    for (; rest % radix === 0; rest /= radix) radices.push(radix);
  }
  return radices;
}

/**
 * X[k] = Σ x[n]·e^{∓j2πkn/N}, the inverse divided by N, as the steps of a run.
 *
 * @throws RangeError for a length below 2
 */
export async function createFft(arena: Arena, description: FftDescription): Promise<Step[]> {
  const { label, length, inner = 1, direction, input, inputLength = length, output, scratch, outer } = description;
  if (!Number.isInteger(length) || length < 2)
    throw new RangeError(`a transform needs two points or more, got ${length}`);
  const table = new Float32Array(2 * length);
  for (let n = 0; n < length; n++) {
    table[2 * n] = Math.cos((2 * Math.PI * n) / length);
    table[2 * n + 1] = -Math.sin((2 * Math.PI * n) / length);
  }
  const twiddles = await arena.upload(`${label}: twiddle factors`, table);
  const radices = fftRadices(length);
  const steps: Step[] = [];
  let done = 1;
  let from = input;
  for (const [number, radix] of radices.entries()) {
    const last = number === radices.length - 1;
    const to = (radices.length - 1 - number) % 2 === 0 ? output : scratch;
    const words = new DataView(new ArrayBuffer(32));
    [length, radix, done, inner, number === 0 ? inputLength : length].forEach((word, i) =>
      words.setUint32(4 * i, word, true),
    );
    words.setFloat32(20, direction === 'forward' ? 1 : -1, true);
    words.setFloat32(24, last && direction === 'inverse' ? 1 / length : 1, true);
    const stage = await arena.uniform(`${label}: stage ${number}`, words.buffer);
    steps.push(
      await createStep(arena.device, {
        label: `${label}, radix ${radix}`,
        code: fftStage,
        buffers: [stage, twiddles, from, to],
        workgroups: (count) => [Math.ceil((length * inner) / 64), outer(count), 1],
      }),
    );
    done *= radix;
    from = to;
  }
  return steps;
}
