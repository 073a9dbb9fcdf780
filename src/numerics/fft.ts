/**
 * Fast Fourier transforms of complex data, any length: radix 8 for powers of two, ended by radix 4 or 2 so that the lengths
 * come out, Bluestein's chirp otherwise. Double precision throughout.
 */
import { FFT_STAGES, POINT, stageTwiddles } from './fft-stages.ts';
import { createKernelLibrary } from './simd/library.ts';

/** A transform of one length with its twiddle factors and scratch space. Not re-entrant, so not for two workers. */
export interface FftPlan {
  /** Number of complex points. */
  readonly size: number;
  /** An array of the plan's own [N, 2]: what is written there is transformed without a copy. */
  readonly points: Float64Array;
  /**
   * X[k] = Σ x[n]·e^{−j2πkn/N}, in place, interleaved [N, 2].
   *
   * @param occupied points from this one on are taken for zero, whatever the array holds there: padding costs less than data
   */
  forward(this: void, data: Float64Array, occupied?: number): void;
  /** x[n] = (1/N)·Σ X[k]·e^{+j2πkn/N}, in place, interleaved [N, 2]. */
  inverse(this: void, data: Float64Array): void;
}

/**
 * A plan for transforms of `size` complex points.
 *
 * @throws RangeError unless size is a positive integer
 */
export function createFftPlan(size: number): FftPlan {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`FFT length must be a positive integer, got ${size}`);
  const { points, forward } = (size & (size - 1)) === 0 ? createPowerOfTwo(size) : createBluestein(size);
  return {
    size,
    points,
    forward,
    inverse(data) {
      // The inverse is the conjugate of the forward transform of the conjugate.
      for (let i = 1; i < 2 * size; i += 2) data[i] = -data[i];
      forward(data);
      const scale = 1 / size;
      for (let i = 0; i < 2 * size; i += 2) {
        data[i] *= scale;
        data[i + 1] *= -scale;
      }
    },
  };
}

/** The smallest power of two that is not below `minimum`. */
export function nextPowerOfTwo(minimum: number): number {
  let size = 1;
  while (size < minimum) size *= 2;
  return size;
}

/** Shortest sub-transforms that radix 8 is used for: what it leaves of them ends with radix 4 or 2. */
const LEAST_FOR_RADIX_8 = 32;

const LIBRARY = createKernelLibrary(FFT_STAGES);

/** A plan for one direction. */
type ForwardPlan = Pick<FftPlan, 'points' | 'forward'>;

function createPowerOfTwo(size: number): ForwardPlan {
  const bytes = POINT * size;
  // Points, the points of every other stage, and one table of twiddle factors after the other.
  const stages: { kernel: string; others: readonly number[] }[] = [];
  const tables: { at: number; values: Float64Array }[] = [];
  let end = 2 * bytes;
  let length = size;
  while (length > 4) {
    const radix = length >= LEAST_FOR_RADIX_8 ? 8 : 4;
    const values = stageTwiddles(length, radix);
    stages.push({ kernel: `radix${radix}`, others: [end, length, size / length] });
    tables.push({ at: end, values });
    end += values.byteLength;
    length /= radix;
  }
  if (length > 1) stages.push({ kernel: `lastRadix${length}`, others: [size] });
  const { memory, find } = LIBRARY.instantiate(end);
  for (const { at, values } of tables) new Float64Array(memory, at, values.length).set(values);
  const points = new Float64Array(memory, 0, 2 * size);
  const result = new Float64Array(memory, (stages.length % 2) * bytes, 2 * size);
  const calls = stages.map(({ kernel, others }, i) => {
    const call = find(kernel);
    const [from, to] = i % 2 === 0 ? [0, bytes] : [bytes, 0];
    return () => call(from, to, ...others);
  });
  const firstHalf = find('radix8Half');
  return {
    points,
    forward(data, occupied = size) {
      const isHalfEmpty = size >= LEAST_FOR_RADIX_8 && 2 * occupied <= size;
      if (data !== points) points.set(occupied < size ? data.subarray(0, 2 * occupied) : data);
      points.fill(0, 2 * occupied, isHalfEmpty ? size : undefined);
      if (isHalfEmpty) firstHalf(0, bytes, ...stages[0].others);
      for (let i = isHalfEmpty ? 1 : 0; i < calls.length; i++) calls[i]();
      if (data !== result) data.set(result);
    },
  };
}

/** Any length as a convolution with a chirp (Bluestein 1970), carried out by a power of two of at least 2N − 1. */
function createBluestein(size: number): ForwardPlan {
  const padded = nextPowerOfTwo(2 * size - 1);
  const convolution = createFftPlan(padded);
  const chirp = new Float64Array(2 * size);
  const kernel = new Float64Array(2 * padded);
  for (let n = 0; n < size; n++) {
    // n² mod 2N keeps the angle exact for long transforms.
    const angle = (Math.PI * ((n * n) % (2 * size))) / size;
    chirp[2 * n] = Math.cos(angle);
    chirp[2 * n + 1] = -Math.sin(angle);
    for (const m of n === 0 ? [0] : [n, padded - n]) {
      kernel[2 * m] = chirp[2 * n];
      kernel[2 * m + 1] = -chirp[2 * n + 1];
    }
  }
  convolution.forward(kernel);
  const work = convolution.points;
  const forward: FftPlan['forward'] = (data, occupied = size) => {
    for (let i = 0; i < 2 * occupied; i += 2) multiplyInto(work, i, data[i], data[i + 1], chirp[i], chirp[i + 1]);
    convolution.forward(work, occupied);
    for (let i = 0; i < 2 * padded; i += 2) multiplyInto(work, i, work[i], work[i + 1], kernel[i], kernel[i + 1]);
    convolution.inverse(work);
    for (let i = 0; i < 2 * size; i += 2) multiplyInto(data, i, work[i], work[i + 1], chirp[i], chirp[i + 1]);
  };
  return { points: new Float64Array(2 * size), forward };
}

function multiplyInto(target: Float64Array, i: number, ar: number, ai: number, br: number, bi: number): void {
  target[i] = ar * br - ai * bi;
  target[i + 1] = ar * bi + ai * br;
}
