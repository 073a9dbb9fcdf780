/**
 * From the five measured values to the enhanced feature vector X_e of the PE-MSRN paper (section 4.2).
 *
 * 16 base features (5 raw; sine and cosine of both angles; unit direction; two transforms of the delay; two crosses of
 * SNR and power) and 4K positional ones. Units are those of the paper: decibels, radians, nanoseconds.
 */
import type { MeasurementTable } from '../measurement/report.ts';

/** Values per report: SNR (dB), azimuth (rad), elevation (rad), delay (ns), power (dB). */
export const RAW_FEATURE_COUNT = 5;

/** Features before the positional ones. */
export const BASE_FEATURE_COUNT = 16;

/** ε of eq. 10, nanoseconds: keeps ln(τ+ε) finite at τ = 0. */
const DELAY_OFFSET = 1e-3;

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

/** Number of features N = 16 + 4K. */
export function featureCount(encoding: PositionalEncoding): number {
  return BASE_FEATURE_COUNT + 4 * encoding.order;
}

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
export function rawFeatures(measurements: MeasurementTable): Float64Array {
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
 * The enhanced feature vector X_e of every report (eqs. 5–10), not yet normalised.
 *
 * @param raw [count, 5] of {@link rawFeatures}
 * @param encoding kind and order of the positional encoding
 * @returns [count, 16 + 4K] in the order of {@link featureNames}
 */
export function encodeFeatures(raw: Float64Array, encoding: PositionalEncoding): Float64Array {
  const count = raw.length / RAW_FEATURE_COUNT;
  const width = featureCount(encoding);
  const frequencies = encodingFrequencies(encoding);
  const features = new Float64Array(count * width);
  for (let i = 0; i < count; i++) {
    const snrDb = raw[i * 5];
    const azimuth = raw[i * 5 + 1];
    const elevation = raw[i * 5 + 2];
    // A noisy spline may place a very near user a little before zero.
    const delay = Math.max(raw[i * 5 + 3], 0) + DELAY_OFFSET;
    const powerDb = raw[i * 5 + 4];
    const sinAzimuth = Math.sin(azimuth);
    const cosAzimuth = Math.cos(azimuth);
    const sinElevation = Math.sin(elevation);
    const cosElevation = Math.cos(elevation);
    let at = i * width;
    for (let j = 0; j < RAW_FEATURE_COUNT; j++) features[at++] = raw[i * 5 + j];
    features[at++] = sinAzimuth;
    features[at++] = cosAzimuth;
    features[at++] = sinElevation;
    features[at++] = cosElevation;
    features[at++] = cosElevation * cosAzimuth;
    features[at++] = cosElevation * sinAzimuth;
    features[at++] = sinElevation;
    features[at++] = Math.log(delay);
    features[at++] = Math.sqrt(delay);
    features[at++] = snrDb * powerDb;
    features[at++] = snrDb - powerDb;
    for (const frequency of frequencies) {
      features[at++] = Math.sin(azimuth * frequency);
      features[at++] = Math.cos(azimuth * frequency);
      features[at++] = Math.sin(elevation * frequency);
      features[at++] = Math.cos(elevation * frequency);
    }
  }
  return features;
}

const BASE_NAMES: readonly (readonly [name: string, unit: string])[] = [
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

/** One name per feature, such as "cos(θ·λ₂)" [16 + 4K]. */
export function featureNames(encoding: PositionalEncoding): string[] {
  const names = BASE_NAMES.map(([name]) => name);
  for (let k = 1; k <= encoding.order; k++) {
    const [azimuth, elevation] =
      encoding.kind === 'printed' ? [`θ·λ${subscript(k)}`, `φ·λ${subscript(k)}`] : [`${k}θ`, `${k}φ`];
    names.push(`sin(${azimuth})`, `cos(${azimuth})`, `sin(${elevation})`, `cos(${elevation})`);
  }
  return names;
}

/** Unit of each feature, or an empty string [16 + 4K]. */
export function featureUnits(encoding: PositionalEncoding): string[] {
  return [...BASE_NAMES.map(([, unit]) => unit), ...new Array<string>(4 * encoding.order).fill('')];
}
