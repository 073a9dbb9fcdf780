/**
 * Fast Fourier transforms of complex data, any length: radix 8 for powers of two, ended by radix 4 or 2 so that the lengths
 * come out, Bluestein's chirp otherwise. Double precision throughout.
 */
import { lastRadix2Stage, lastRadix4Stage, radix4Stage, radix8HalfStage, radix8Stage } from './fft-stages.ts';

/** A transform of one length with its twiddle factors and scratch space. Not re-entrant, so not for two workers. */
export interface FftPlan {
  /** Number of complex points. */
  readonly size: number;
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
  const forward = (size & (size - 1)) === 0 ? createPowerOfTwo(size) : createBluestein(size);
  return {
    size,
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

function createPowerOfTwo(size: number): FftPlan['forward'] {
  const twiddles = new Float64Array(2 * size);
  for (let k = 0; k < size; k++) {
    twiddles[2 * k] = Math.cos((2 * Math.PI * k) / size);
    twiddles[2 * k + 1] = -Math.sin((2 * Math.PI * k) / size);
  }
  const scratch = new Float64Array(2 * size);
  return (data, occupied = size) => {
    const isHalfEmpty = size >= LEAST_FOR_RADIX_8 && 2 * occupied <= size;
    data.fill(0, 2 * occupied, isHalfEmpty ? size : undefined);
    let from: Float64Array = data;
    let to: Float64Array = scratch;
    let length = size;
    const swap = (radix: number): void => {
      [from, to] = [to, from];
      length /= radix;
    };
    if (isHalfEmpty) {
      radix8HalfStage(from, to, size, twiddles);
      swap(8);
    }
    for (; length >= LEAST_FOR_RADIX_8; swap(8)) radix8Stage(from, to, length, size / length, twiddles);
    for (; length > 4; swap(4)) radix4Stage(from, to, length, size / length, twiddles);
    if (length === 4) {
      lastRadix4Stage(from, to, size);
      swap(4);
    } else if (length === 2) {
      lastRadix2Stage(from, to, size);
      swap(2);
    }
    if (from !== data) data.set(from);
  };
}

/** Any length as a convolution with a chirp (Bluestein 1970), carried out by a power of two of at least 2N − 1. */
function createBluestein(size: number): FftPlan['forward'] {
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
  const work = new Float64Array(2 * padded);
  return (data, occupied = size) => {
    for (let i = 0; i < 2 * occupied; i += 2) multiplyInto(work, i, data[i], data[i + 1], chirp[i], chirp[i + 1]);
    convolution.forward(work, occupied);
    for (let i = 0; i < 2 * padded; i += 2) multiplyInto(work, i, work[i], work[i + 1], kernel[i], kernel[i + 1]);
    convolution.inverse(work);
    for (let i = 0; i < 2 * size; i += 2) multiplyInto(data, i, work[i], work[i + 1], chirp[i], chirp[i + 1]);
  };
}

function multiplyInto(target: Float64Array, i: number, ar: number, ai: number, br: number, bi: number): void {
  target[i] = ar * br - ai * bi;
  target[i + 1] = ar * bi + ai * br;
}
