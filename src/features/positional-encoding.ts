/**
 * From the five measured values to the enhanced feature vector X_e of the PE-MSRN paper (section 4.2).
 *
 * 16 base features (5 raw; sine and cosine of both angles; unit direction; two transforms of the delay; two crosses of
 * SNR and power) and 4K positional ones. Units are those of the paper: decibels, radians, nanoseconds.
 */
import type { ReportValues } from '../measurement/report.ts';

/** Values per report: SNR (dB), azimuth (rad), elevation (rad), delay (ns), power (dB). */
export const RAW_FEATURE_COUNT = 5;

/** Features before the positional ones. */
export const BASE_FEATURE_COUNT = 16;

/** ε of eq. 10, nanoseconds: keeps ln(τ+ε) finite at τ = 0. */
export const DELAY_OFFSET = 1e-3;

/**
 * How angles are encoded: `printed` follows eqs. 5–7; `integer-harmonic` uses sin(mθ), cos(mθ), m = 1…K, which has no
 * jump at ±π and no period below the angle error.
 */
export type EncodingKind = 'printed' | 'integer-harmonic';

/** A positional encoding: its kind and K, the number of frequencies. */
export interface PositionalEncoding {
  readonly kind: EncodingKind;
  readonly order: number;
}

/** The paper's encoding with the K that makes N = 32, its D5. */
export const PRINTED_ENCODING: PositionalEncoding = { kind: 'printed', order: 4 };

/**
 * The K multipliers λ_k of the angles.
 *
 * @returns λ_k = 2π·10000^((k−1)/(K−1)) as printed (eq. 5; a single frequency is λ_0 = 2π), or 1…K
 */
export function encodingFrequencies(encoding: PositionalEncoding): Float64Array {
  const { kind, order } = encoding;
  switch (kind) {
    case 'printed':
      return Float64Array.from({ length: order }, (_, k) => 2 * Math.PI * 10000 ** (order > 1 ? k / (order - 1) : 0));
    case 'integer-harmonic':
      return Float64Array.from({ length: order }, (_, k) => k + 1);
    default:
      return kind satisfies never;
  }
}

/**
 * The five raw features of every report in the paper's units.
 *
 * @param measurements reports in SI units and linear ratios
 * @returns [count, 5]: SNR (dB), azimuth (rad), elevation (rad), delay (ns), power (dB); NaN stays NaN
 */
export function rawFeatures(measurements: ReportValues): Float64Array {
  const raw = new Float64Array(measurements.count * RAW_FEATURE_COUNT);
  for (let i = 0; i < measurements.count; i++) {
    raw[i * 5] = 10 * Math.log10(measurements.snr[i]);
    raw[i * 5 + 1] = measurements.azimuth[i];
    raw[i * 5 + 2] = measurements.elevation[i];
    raw[i * 5 + 3] = measurements.delay[i] * 1e9;
    raw[i * 5 + 4] = 10 * Math.log10(measurements.power[i]);
  }
  return raw;
}

/**
 * Writes the 16 base features of one report (eqs. 8–10 and the crosses), not yet normalised.
 *
 * @param raw [5] of {@link rawFeatures}
 * @param target receives them from index 0 on, in the order of {@link BASE_FEATURES}
 */
export function writeBaseFeatures(raw: Float64Array, target: Float64Array): void {
  const [snrDb, azimuth, elevation, delayNs, powerDb] = raw;
  // A noisy spline may place a very near user a little before zero.
  const delay = Math.max(delayNs, 0) + DELAY_OFFSET;
  const cosElevation = Math.cos(elevation);
  target.set(raw);
  target[5] = Math.sin(azimuth);
  target[6] = Math.cos(azimuth);
  target[7] = Math.sin(elevation);
  target[8] = cosElevation;
  target[9] = cosElevation * Math.cos(azimuth);
  target[10] = cosElevation * Math.sin(azimuth);
  target[11] = Math.sin(elevation);
  target[12] = Math.log(delay);
  target[13] = Math.sqrt(delay);
  target[14] = snrDb * powerDb;
  target[15] = snrDb - powerDb;
}

/**
 * Writes the 4K positional features of one report (eqs. 5–7): for every frequency sine and cosine of both angles.
 *
 * @param raw [5] of {@link rawFeatures}
 * @param target receives them from index 0 on
 */
export function writePositionalFeatures(raw: Float64Array, frequencies: Float64Array, target: Float64Array): void {
  frequencies.forEach((frequency, k) => {
    target[4 * k] = Math.sin(raw[1] * frequency);
    target[4 * k + 1] = Math.cos(raw[1] * frequency);
    target[4 * k + 2] = Math.sin(raw[2] * frequency);
    target[4 * k + 3] = Math.cos(raw[2] * frequency);
  });
}

/** Name and unit of a feature, for people; the unit is empty where it has none. */
export type FeatureLabel = readonly [name: string, unit: string];

/** The 16 base features; the first five are the raw values. */
export const BASE_FEATURES: readonly FeatureLabel[] = [
  ['SNR γ', 'dB'],
  ['azimuth θ', 'rad'],
  ['elevation φ', 'rad'],
  ['delay τ', 'ns'],
  ['power P', 'dB'],
  ['sin θ', ''],
  ['cos θ', ''],
  ['sin φ', ''],
  ['cos φ', ''],
  ['direction x', ''],
  ['direction y', ''],
  ['direction z', ''],
  ['ln(τ+ε)', 'ln ns'],
  ['√(τ+ε)', '√ns'],
  ['γ·P', 'dB²'],
  ['γ−P', 'dB'],
];

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

function subscript(n: number): string {
  return [...String(n)].map((digit) => SUBSCRIPTS[Number(digit)]).join('');
}

/** The 4K positional features, such as "cos(θ·λ₂)". */
export function positionalFeatures(encoding: PositionalEncoding): FeatureLabel[] {
  return Array.from({ length: encoding.order }, (_, i): FeatureLabel[] => {
    const k = i + 1;
    const [azimuth, elevation] =
      encoding.kind === 'printed' ? [`θ·λ${subscript(k)}`, `φ·λ${subscript(k)}`] : [`${k}θ`, `${k}φ`];
    return [`sin(${azimuth})`, `cos(${azimuth})`, `sin(${elevation})`, `cos(${elevation})`].map((name) => [name, '']);
  }).flat();
}
