/** Which values a network is fed, by name: from five raw numbers to everything that a report implies. */
import { FOLDED_FEATURES, writeFoldedFeatures } from './folded-features.ts';
import type { FixReference } from './folded-fix.ts';
import type { GeometricReference } from './geometric-fix.ts';
import { GEOMETRIC_FEATURES, writeGeometricFeatures } from './geometric-fix.ts';
import type { FeatureLabel, PositionalEncoding } from './positional-encoding.ts';
import {
  BASE_FEATURES,
  BASE_FEATURE_COUNT,
  RAW_FEATURE_COUNT,
  encodingFrequencies,
  positionalFeatures,
  writeBaseFeatures,
  writePositionalFeatures,
} from './positional-encoding.ts';

/**
 * - `raw`: the five measured values X_r.
 * - `base`: the 16 features of X_e without the positional encoding.
 * - `composite`: those and three composites of power and delay, the 19 inputs (D4) of FE-FCNet.
 * - `printed`, `integer-harmonic`: the base features and a positional encoding.
 * - `geometric`: ours. What geometry makes of the report, and integer harmonics; the network answers with a correction to
 *   the geometric fix.
 * - `folded`: the same in a known scene, at whose surfaces the measured ray is mirrored.
 */
export type FeatureSet =
  | { readonly kind: 'raw' }
  | { readonly kind: 'base' }
  | { readonly kind: 'composite' }
  | PositionalEncoding
  | { readonly kind: 'geometric'; readonly order: number; readonly reference: GeometricReference }
  | { readonly kind: 'folded'; readonly order: number; readonly reference: FixReference };

/** The composites of power and delay: free-space excess and two products. */
const COMPOSITE_FEATURES: readonly FeatureLabel[] = [
  ['P + 20·lg τ', 'dB'],
  ['P·τ', 'dB·ns'],
  ['P·ln(τ+ε)', 'dB'],
];

/** Names and units of all features of a set, in their order [N]. */
export function featureLabels(set: FeatureSet): readonly FeatureLabel[] {
  switch (set.kind) {
    case 'raw':
      return BASE_FEATURES.slice(0, RAW_FEATURE_COUNT);
    case 'base':
      return BASE_FEATURES;
    case 'composite':
      return [...BASE_FEATURES, ...COMPOSITE_FEATURES];
    case 'printed':
    case 'integer-harmonic':
      return [...BASE_FEATURES, ...positionalFeatures(set)];
    case 'geometric':
      return [...GEOMETRIC_FEATURES, ...positionalFeatures({ kind: 'integer-harmonic', order: set.order })];
    case 'folded':
      return [...FOLDED_FEATURES, ...positionalFeatures({ kind: 'integer-harmonic', order: set.order })];
    default:
      return set satisfies never;
  }
}

/** Number of features N. */
export function featureCount(set: FeatureSet): number {
  return featureLabels(set).length;
}

/**
 * The features of every report, not yet normalised.
 *
 * @param raw [count, 5] of `rawFeatures`
 * @returns [count, N] in the order of {@link featureLabels}
 */
export function encodeFeatures(raw: Float64Array, set: FeatureSet): Float64Array {
  const count = raw.length / RAW_FEATURE_COUNT;
  const width = featureCount(set);
  const features = new Float64Array(count * width);
  const write = featureWriter(set);
  for (let i = 0; i < count; i++) {
    write(
      raw.subarray(i * RAW_FEATURE_COUNT, (i + 1) * RAW_FEATURE_COUNT),
      features.subarray(i * width, (i + 1) * width),
    );
  }
  return features;
}

type FeatureWriter = (raw: Float64Array, target: Float64Array) => void;

function featureWriter(set: FeatureSet): FeatureWriter {
  switch (set.kind) {
    case 'raw':
      return (raw, target) => target.set(raw);
    case 'base':
      return writeBaseFeatures;
    case 'composite':
      return (raw, target) => {
        writeBaseFeatures(raw, target);
        const powerDb = raw[4];
        const logDelay = target[12];
        target[BASE_FEATURE_COUNT] = powerDb + 20 * Math.LOG10E * logDelay;
        target[BASE_FEATURE_COUNT + 1] = powerDb * raw[3];
        target[BASE_FEATURE_COUNT + 2] = powerDb * logDelay;
      };
    case 'printed':
    case 'integer-harmonic': {
      const frequencies = encodingFrequencies(set);
      return (raw, target) => {
        writeBaseFeatures(raw, target);
        writePositionalFeatures(raw, frequencies, target.subarray(BASE_FEATURE_COUNT));
      };
    }
    case 'geometric': {
      const frequencies = encodingFrequencies({ kind: 'integer-harmonic', order: set.order });
      return (raw, target) => {
        writeGeometricFeatures(raw, set.reference, target);
        writePositionalFeatures(raw, frequencies, target.subarray(GEOMETRIC_FEATURES.length));
      };
    }
    case 'folded': {
      const frequencies = encodingFrequencies({ kind: 'integer-harmonic', order: set.order });
      return (raw, target) => {
        writeFoldedFeatures(raw, set.reference, target);
        writePositionalFeatures(raw, frequencies, target.subarray(FOLDED_FEATURES.length));
      };
    }
    default:
      return set satisfies never;
  }
}

/** Whether a network that is fed a set answers with a correction to the fix among its features. */
export function hasFix(set: FeatureSet): set is Extract<FeatureSet, { kind: 'geometric' | 'folded' }> {
  return set.kind === 'geometric' || set.kind === 'folded';
}
