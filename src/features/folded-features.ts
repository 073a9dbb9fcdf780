/** The geometric features of a fix that knows the scene, and how far it can be trusted. */
import { foldedFix } from './folded-fix.ts';
import type { FixReference } from './folded-fix.ts';
import { GEOMETRIC_FEATURES, writeFixFeatures } from './geometric-fix.ts';
import type { FeatureLabel } from './positional-encoding.ts';

/** A smaller spread gives no logarithm worth having, metres. */
const SMALLEST_SPREAD = 0.05;

/** The features of {@link writeFoldedFeatures}. */
export const FOLDED_FEATURES: readonly FeatureLabel[] = [
  ...GEOMETRIC_FEATURES,
  ['ln spread', 'ln m'],
  ['mirrors on the way', ''],
];

/**
 * Writes the features of one report: those of `writeGeometricFeatures`, of the folded fix instead, how far apart the ends of
 * its bundle are, and how often its ray was mirrored.
 *
 * @param raw [5] of `rawFeatures`
 * @param target receives them from index 0 on, in the order of {@link FOLDED_FEATURES}
 */
export function writeFoldedFeatures(raw: Float64Array, reference: FixReference, target: Float64Array): void {
  const { position, spread, bounces } = foldedFix(raw, reference);
  writeFixFeatures(raw, reference.origin, position, target);
  target[GEOMETRIC_FEATURES.length] = Math.log(Math.max(spread, SMALLEST_SPREAD));
  target[GEOMETRIC_FEATURES.length + 1] = bounces;
}
