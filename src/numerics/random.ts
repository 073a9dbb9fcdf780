/**
 * Seeded random numbers. The only source of randomness in the project: a stage that needs chance is handed a generator.
 */

/** A stream of random numbers that its seed determines completely. */
export interface RandomGenerator {
  /** The next unsigned 32-bit integer. */
  nextUint32(): number;
  /** The next number, uniform in [0, 1), with 53 random bits. */
  uniform(): number;
  /** The next standard normal number (mean 0, variance 1). */
  normal(): number;
  /** Fills `target` with independent normal numbers of mean 0 and the given standard deviation. */
  fillNormal(target: Float32Array | Float64Array, standardDeviation: number): void;
}

/**
 * The finaliser of SplitMix32 (Steele, Lea, Flood 2014): a bijection that turns nearby words into unrelated ones. Words are
 * signed, because larger numbers than those would not stay integers inside a compiled loop.
 */
export function mixBits(bits: number): number {
  let z = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

function splitMix32(state: number): () => number {
  let s = state >>> 0;
  return () => mixBits((s = (s + 0x9e3779b9) >>> 0)) >>> 0;
}

/** Tables of the ziggurat method: a draw of 32 bits picks a layer by its lowest ones. */
interface Ziggurat {
  /** Draws of smaller magnitude are taken without another look [layers]. */
  readonly threshold: Int32Array;
  /** What a draw is multiplied by [layers]. */
  readonly scale: Float64Array;
  /** The density e^{−x²/2} at the outer edge of each layer [layers]. */
  readonly density: Float64Array;
  /** How far the density leaves its chord between the edges of each layer, at most, over the layer's height [layers]. */
  readonly bend: Float64Array;
  /** Where the tail begins. */
  readonly tail: number;
}

const ZIGGURAT_LAYERS = 128;
const ZIGGURAT_TAIL = 3.442619855899;

/** Tables of the ziggurat method with 128 layers (Marsaglia and Tsang, J. Stat. Soft. 5(8), 2000). */
function buildZiggurat(): Ziggurat {
  const layerArea = 9.91256303526217e-3;
  const threshold = new Int32Array(ZIGGURAT_LAYERS);
  const scale = new Float64Array(ZIGGURAT_LAYERS);
  const density = new Float64Array(ZIGGURAT_LAYERS);
  const m = 2147483648;
  let edge = ZIGGURAT_TAIL;
  let previous = edge;
  const base = layerArea / Math.exp(-0.5 * edge * edge);
  threshold[0] = (edge / base) * m;
  threshold[1] = 0;
  scale[0] = base / m;
  scale[ZIGGURAT_LAYERS - 1] = edge / m;
  density[0] = 1;
  density[ZIGGURAT_LAYERS - 1] = Math.exp(-0.5 * edge * edge);
  for (let i = ZIGGURAT_LAYERS - 2; i >= 1; i--) {
    edge = Math.sqrt(-2 * Math.log(layerArea / edge + Math.exp(-0.5 * edge * edge)));
    threshold[i + 1] = (edge / previous) * m;
    previous = edge;
    density[i] = Math.exp(-0.5 * edge * edge);
    scale[i] = edge / m;
  }
  const bend = new Float64Array(ZIGGURAT_LAYERS);
  for (let i = 1; i < ZIGGURAT_LAYERS; i++) {
    const outer = scale[i] * m;
    const inner = (outer * threshold[i]) / m;
    bend[i] = (largestCurvature(inner, outer) * (outer - inner) ** 2) / 8 / (density[i - 1] - density[i]);
  }
  return { threshold, scale, density, bend, tail: ZIGGURAT_TAIL };
}

/** Largest magnitude of the density's second derivative (x² − 1)·e^{−x²/2} in an interval of x ≥ 0; its extremum lies at √3. */
function largestCurvature(from: number, to: number): number {
  const places = from < Math.sqrt(3) && Math.sqrt(3) < to ? [from, Math.sqrt(3), to] : [from, to];
  return Math.max(...places.map((x) => Math.abs(x * x - 1) * Math.exp(-0.5 * x * x)));
}

/** See {@link Ziggurat}. */
export const ZIGGURAT = buildZiggurat();

/**
 * Whether a draw that fell into the strip of its layer, between inner and outer edge, lies under the density. The chord of the
 * strip decides nearly always; only the few near it ask for an exponential, which costs more than all else.
 *
 * @param bits the draw; its layer is not 0
 * @param uniform its height over the layer's, in [0, 1]
 */
export function liesUnderDensity(bits: number, uniform: number): boolean {
  const { threshold, scale, density, bend } = ZIGGURAT;
  const layer = bits & (ZIGGURAT_LAYERS - 1);
  const overChord = uniform - (2147483648 - Math.abs(bits)) / (2147483648 - threshold[layer]);
  const margin = bend[layer] + CHORD_TOLERANCE;
  if (overChord > margin) return false;
  if (overChord < -margin) return true;
  const value = bits * scale[layer];
  return density[layer] + uniform * (density[layer - 1] - density[layer]) < Math.exp(-0.5 * value * value);
}

/** Thresholds are rounded to whole draws, and so is the chord. */
const CHORD_TOLERANCE = 1e-6;

/**
 * A xoshiro128** generator (Blackman and Vigna, ACM TOMS 47(4), 2021) with ziggurat normals.
 *
 * @param seeds one or more integers; every combination gives its own stream, so `createRandom(seed, userIndex)` is a
 *   stream for one user that no other user's work can shift
 */
export function createRandom(...seeds: readonly number[]): RandomGenerator {
  let mixed = 0x811c9dc5;
  for (const seed of seeds)
    mixed = splitMix32(mixed ^ (seed >>> 0) ^ Math.imul(Math.floor(seed / 4294967296), 0x9e3779b1))();
  const next = splitMix32(mixed);
  const state = Int32Array.of(next(), next(), next(), next() | 1); // never the all-zero state

  const nextUint32 = (): number => {
    const a = state[0];
    const b = state[1];
    const c = state[2];
    const d = state[3];
    const t = Math.imul(b, 5);
    const c1 = c ^ a;
    const d1 = d ^ b;
    state[0] = a ^ d1;
    state[1] = b ^ c1;
    state[2] = c1 ^ (b << 9);
    state[3] = (d1 << 11) | (d1 >>> 21);
    return Math.imul((t << 7) | (t >>> 25), 9) >>> 0;
  };
  const uniform = (): number => ((nextUint32() >>> 5) * 67108864 + (nextUint32() >>> 6)) / 9007199254740992;
  const { threshold, scale } = ZIGGURAT;

  /** Finishes a draw whose first 32 bits fell outside the quick region of their layer; NaN asks for fresh bits. */
  const finishNormal = (bits: number): number => {
    const layer = bits & (ZIGGURAT_LAYERS - 1);
    if (layer === 0) {
      let x: number;
      let y: number;
      do {
        x = -Math.log(1 - uniform()) / ZIGGURAT_TAIL;
        y = -Math.log(1 - uniform());
      } while (y + y < x * x);
      return bits > 0 ? ZIGGURAT_TAIL + x : -ZIGGURAT_TAIL - x;
    }
    return liesUnderDensity(bits, uniform()) ? bits * scale[layer] : Number.NaN;
  };
  const normal = (): number => {
    for (;;) {
      const bits = nextUint32() | 0;
      const layer = bits & (ZIGGURAT_LAYERS - 1);
      // The layer's seven bits are reused as the low bits of the magnitude, as in the published generator; a second
      // draw would cost a third more time for correlations far below the resolution of a float32.
      if (Math.abs(bits) < threshold[layer]) return bits * scale[layer];
      const value = finishNormal(bits);
      if (value === value) return value;
    }
  };

  /** The same numbers as `normal`, with the state in local variables: four times as fast. */
  const fillNormal = (target: Float32Array | Float64Array, standardDeviation: number): void => {
    let a = state[0];
    let b = state[1];
    let c = state[2];
    let d = state[3];
    for (let i = 0; i < target.length;) {
      const t = Math.imul(b, 5);
      const bits = Math.imul((t << 7) | (t >>> 25), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
      const layer = bits & (ZIGGURAT_LAYERS - 1);
      if (Math.abs(bits) < threshold[layer]) {
        target[i++] = bits * scale[layer] * standardDeviation;
        continue;
      }
      state[0] = a;
      state[1] = b;
      state[2] = c;
      state[3] = d;
      const value = finishNormal(bits);
      a = state[0];
      b = state[1];
      c = state[2];
      d = state[3];
      if (value === value) target[i++] = value * standardDeviation;
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
  };
  return { nextUint32, uniform, normal, fillNormal };
}
