/**
 * Fast Fourier transforms of complex data, any length: radix 4 for powers of two (the last stage radix 2 where the
 * exponent is odd), Bluestein's chirp otherwise. Double precision throughout.
 */

/** A transform of one length with its twiddle factors and scratch space. Not re-entrant, so not for two workers. */
export interface FftPlan {
  /** Number of complex points. */
  readonly size: number;
  /** X[k] = Σ x[n]·e^{−j2πkn/N}, in place, interleaved [N, 2]. */
  forward(data: Float64Array): void;
  /** x[n] = (1/N)·Σ X[k]·e^{+j2πkn/N}, in place, interleaved [N, 2]. */
  inverse(data: Float64Array): void;
}

/**
 * A plan for transforms of `size` complex points.
 *
 * @throws RangeError unless size is a positive integer
 */
export function createFftPlan(size: number): FftPlan {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`FFT length must be a positive integer, got ${size}`);
  const forward = (size & (size - 1)) === 0 ? createRadix4(size) : createBluestein(size);
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

/** Self-sorting (Stockham) radix-4 decimation in frequency for a power of two. */
function createRadix4(size: number): (data: Float64Array) => void {
  const twiddles = new Float64Array(2 * size);
  for (let k = 0; k < size; k++) {
    twiddles[2 * k] = Math.cos((2 * Math.PI * k) / size);
    twiddles[2 * k + 1] = -Math.sin((2 * Math.PI * k) / size);
  }
  const scratch = new Float64Array(2 * size);
  return (data) => {
    let from: Float64Array = data;
    let to: Float64Array = scratch;
    let length = size;
    let stride = 1;
    while (length >= 4) {
      radix4Stage(from, to, length, stride, twiddles);
      [from, to] = [to, from];
      length >>= 2;
      stride <<= 2;
    }
    if (length === 2) {
      const half = 2 * stride;
      for (let i = 0; i < half; i++) {
        const a = from[i];
        const b = from[i + half];
        to[i] = a + b;
        to[i + half] = a - b;
      }
      [from, to] = [to, from];
    }
    if (from !== data) data.set(from);
  };
}

/** One stage: `length` points left per sub-transform, `stride` sub-transforms interleaved. */
function radix4Stage(
  from: Float64Array,
  to: Float64Array,
  length: number,
  stride: number,
  twiddles: Float64Array,
): void {
  const quarter = length >> 2;
  const hop = 2 * stride * quarter;
  const step = 2 * stride;
  for (let p = 0; p < quarter; p++) {
    // e^{−j2πp/length} lies at p·stride in the table of the whole size.
    const t = 2 * p * stride;
    const w1r = twiddles[t];
    const w1i = twiddles[t + 1];
    const w2r = twiddles[2 * t];
    const w2i = twiddles[2 * t + 1];
    const w3r = twiddles[3 * t];
    const w3i = twiddles[3 * t + 1];
    const base = step * p;
    const out = 4 * base;
    for (let q = 0; q < step; q += 2) {
      const i = base + q;
      const ar = from[i];
      const ai = from[i + 1];
      const br = from[i + hop];
      const bi = from[i + hop + 1];
      const cr = from[i + 2 * hop];
      const ci = from[i + 2 * hop + 1];
      const dr = from[i + 3 * hop];
      const di = from[i + 3 * hop + 1];
      const sumR = ar + cr;
      const sumI = ai + ci;
      const differenceR = ar - cr;
      const differenceI = ai - ci;
      const otherR = br + dr;
      const otherI = bi + di;
      const turnedR = bi - di; // −j(b − d)
      const turnedI = dr - br;
      const o = out + q;
      to[o] = sumR + otherR;
      to[o + 1] = sumI + otherI;
      const xr = differenceR + turnedR;
      const xi = differenceI + turnedI;
      to[o + step] = w1r * xr - w1i * xi;
      to[o + step + 1] = w1r * xi + w1i * xr;
      const yr = sumR - otherR;
      const yi = sumI - otherI;
      to[o + 2 * step] = w2r * yr - w2i * yi;
      to[o + 2 * step + 1] = w2r * yi + w2i * yr;
      const zr = differenceR - turnedR;
      const zi = differenceI - turnedI;
      to[o + 3 * step] = w3r * zr - w3i * zi;
      to[o + 3 * step + 1] = w3r * zi + w3i * zr;
    }
  }
}

/** Any length as a convolution with a chirp (Bluestein 1970), carried out by a power of two of at least 2N − 1. */
function createBluestein(size: number): (data: Float64Array) => void {
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
  return (data) => {
    work.fill(0);
    for (let i = 0; i < 2 * size; i += 2) multiplyInto(work, i, data[i], data[i + 1], chirp[i], chirp[i + 1]);
    convolution.forward(work);
    for (let i = 0; i < 2 * padded; i += 2) multiplyInto(work, i, work[i], work[i + 1], kernel[i], kernel[i + 1]);
    convolution.inverse(work);
    for (let i = 0; i < 2 * size; i += 2) multiplyInto(data, i, work[i], work[i + 1], chirp[i], chirp[i + 1]);
  };
}

function multiplyInto(target: Float64Array, i: number, ar: number, ai: number, br: number, bi: number): void {
  target[i] = ar * br - ai * bi;
  target[i + 1] = ar * bi + ai * br;
}
