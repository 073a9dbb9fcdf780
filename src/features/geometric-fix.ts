/**
 * The fix that geometry alone gives, held to where users can be: the point to which a residual network adds its correction,
 * and the features that tell such a network how far the fix can be trusted.
 */
import type { Vector3 } from '../scene/scene.ts';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { apparentPositions } from './apparent-position.ts';
import type { FeatureLabel } from './positional-encoding.ts';
import { RAW_FEATURE_COUNT } from './positional-encoding.ts';

/** What is known before any report: where the site is, and the region that users keep to, metres. */
export interface GeometricReference {
  readonly origin: Vector3;
  readonly minimum: Vector3;
  readonly maximum: Vector3;
}

/** Ranges below this give no logarithm worth having, metres. */
const SMALLEST_RANGE = 0.05;

/**
 * TOA + AOA fixes inside the region.
 *
 * The delay is by far the best of the three measurements, and the elevation the worst: floor and ceiling bend it. So the
 * apparent height is held to the region's first, and the horizontal distance then follows from the measured range and
 * that height, before x and y are held to the region, too.
 *
 * @param raw [count, 5] raw features
 * @returns positions [count, 3], metres; NaN stays NaN
 */
export function geometricFixes(raw: Float64Array, reference: GeometricReference): Float64Array {
  const { origin, minimum, maximum } = reference;
  const positions = apparentPositions(raw, origin);
  const hold = (value: number, axis: 0 | 1 | 2): number => Math.min(Math.max(value, minimum[axis]), maximum[axis]);
  for (let i = 0; i < raw.length / RAW_FEATURE_COUNT; i++) {
    const azimuth = raw[i * 5 + 1];
    const range = SPEED_OF_LIGHT * raw[i * 5 + 3] * 1e-9;
    const z = hold(positions[i * 3 + 2], 2);
    const horizontal = Math.sqrt(Math.max(range * range - (z - origin[2]) ** 2, 0));
    positions[i * 3] = hold(origin[0] + horizontal * Math.cos(azimuth), 0);
    positions[i * 3 + 1] = hold(origin[1] + horizontal * Math.sin(azimuth), 1);
    positions[i * 3 + 2] = z;
  }
  return positions;
}

/** The features of {@link writeGeometricFeatures}. */
export const GEOMETRIC_FEATURES: readonly FeatureLabel[] = [
  ['SNR γ', 'dB'],
  ['azimuth θ', 'rad'],
  ['elevation φ', 'rad'],
  ['delay τ', 'ns'],
  ['power P', 'dB'],
  ['apparent x', 'm'],
  ['apparent y', 'm'],
  ['apparent z', 'm'],
  ['x in the region', 'm'],
  ['y in the region', 'm'],
  ['z in the region', 'm'],
  ['tanh Δx', ''],
  ['tanh Δy', ''],
  ['tanh Δz', ''],
  ['power over free space', 'dB'],
  ['ln range', 'ln m'],
];

/** Where the fix begins among them. */
const FIX = 8;

/**
 * The fixes among features that begin with these.
 *
 * @param features [count, width], not normalised
 * @returns positions [count, 3], metres
 */
export function fixesAmong(features: Float64Array, width: number): Float64Array {
  const fixes = new Float64Array((features.length / width) * 3);
  for (let i = 0; i < fixes.length / 3; i++) fixes.set(features.subarray(i * width + FIX, i * width + FIX + 3), i * 3);
  return fixes;
}

/**
 * Writes the geometric features of one report: the raw values, the apparent position, the fix inside the region, what lies
 * between the two (squeezed, because a reflection may put a user a hundred metres away), the power relative to a lone
 * path of the same delay (which tells a bounce or an interference from a clear line of sight), and the range.
 *
 * @param raw [5] of `rawFeatures`
 * @param target receives them from index 0 on, in the order of {@link GEOMETRIC_FEATURES}
 */
export function writeGeometricFeatures(raw: Float64Array, reference: GeometricReference, target: Float64Array): void {
  writeFixFeatures(raw, reference.origin, geometricFixes(raw, reference), target);
}

/** The same of any fix [3]. */
export function writeFixFeatures(
  raw: Float64Array,
  origin: Vector3,
  fix: ArrayLike<number>,
  target: Float64Array,
): void {
  const apparent = apparentPositions(raw, origin);
  const range = Math.max(SPEED_OF_LIGHT * raw[3] * 1e-9, SMALLEST_RANGE);
  target.set(raw);
  target.set(apparent, 5);
  target.set(fix, FIX);
  for (let axis = 0; axis < 3; axis++) target[11 + axis] = Math.tanh(apparent[axis] - fix[axis]);
  target[14] = raw[4] + 20 * Math.log10(range);
  target[15] = Math.log(range);
}
