/**
 * z-scores by the statistics of the training set, and the range outside which the network is not asked to guess.
 */
import { encodeFeatures, featureCount } from './feature-set.ts';
import type { FeatureSet } from './feature-set.ts';
import { RAW_FEATURE_COUNT } from './positional-encoding.ts';

/** What the training set says about the features; travels with the weights. */
export interface FeatureStatistics {
  /** Mean of every feature [N]. */
  readonly mean: readonly number[];
  /** Standard deviation of every feature [N]; 1 where the training set never varies. */
  readonly standardDeviation: readonly number[];
  /** Smallest raw value of the training set [5], the paper's units. */
  readonly rawMinimum: readonly number[];
  /** Largest raw value of the training set [5]. */
  readonly rawMaximum: readonly number[];
}

/** Raw values may leave the training range by this share of it before they are clipped. */
const RANGE_MARGIN = 0.05;

/**
 * Statistics of a training set; reports that hold NaN are left out.
 *
 * @param raw [count, 5] raw features
 * @param set the features that the network will use
 * @throws Error where no report is complete
 */
export function fitFeatureStatistics(raw: Float64Array, set: FeatureSet): FeatureStatistics {
  const width = featureCount(set);
  const features = encodeFeatures(raw, set);
  const mean = new Array<number>(width).fill(0);
  const variance = new Array<number>(width).fill(0);
  const rawMinimum = new Array<number>(RAW_FEATURE_COUNT).fill(Infinity);
  const rawMaximum = new Array<number>(RAW_FEATURE_COUNT).fill(-Infinity);
  let count = 0;
  for (let i = 0; i < raw.length / RAW_FEATURE_COUNT; i++) {
    if (!isComplete(raw, i)) continue;
    count++;
    for (let j = 0; j < RAW_FEATURE_COUNT; j++) {
      rawMinimum[j] = Math.min(rawMinimum[j], raw[i * RAW_FEATURE_COUNT + j]);
      rawMaximum[j] = Math.max(rawMaximum[j], raw[i * RAW_FEATURE_COUNT + j]);
    }
    // Welford's update: one pass, no cancellation.
    for (let j = 0; j < width; j++) {
      const value = features[i * width + j];
      const delta = value - mean[j];
      mean[j] += delta / count;
      variance[j] += delta * (value - mean[j]);
    }
  }
  if (count === 0) throw new Error('no complete report to take statistics from');
  const standardDeviation = variance.map((sum) => {
    const deviation = Math.sqrt(sum / count);
    return deviation > 1e-9 ? deviation : 1;
  });
  return { mean, standardDeviation, rawMinimum, rawMaximum };
}

/** True where all five values of report `index` are finite. */
export function isComplete(raw: Float64Array, index: number): boolean {
  for (let j = 0; j < RAW_FEATURE_COUNT; j++) if (!Number.isFinite(raw[index * RAW_FEATURE_COUNT + j])) return false;
  return true;
}

/**
 * Clips the five raw values to the training range, widened by 5 % on each side.
 *
 * A network extrapolates badly: a user at 30 dB would leave what it saw (−10…6 dB) through the SNR and its crosses with
 * the power although nothing else changed. The raw values are clipped, before the encoding, so that all features of one
 * report still belong together. NaN stays NaN.
 *
 * @param raw [count, 5] raw features
 * @returns a new array of the same shape
 */
export function clipToTrainingRange(raw: Float64Array, statistics: FeatureStatistics): Float64Array {
  const ranges = Array.from({ length: RAW_FEATURE_COUNT }, (_, feature) => trainingRange(statistics, feature));
  return raw.map((value, i) => {
    const [lowest, highest] = ranges[i % RAW_FEATURE_COUNT];
    return Math.min(Math.max(value, lowest), highest);
  });
}

/** What {@link clipToTrainingRange} holds one of the five raw features to. */
export function trainingRange(
  { rawMinimum, rawMaximum }: Pick<FeatureStatistics, 'rawMinimum' | 'rawMaximum'>,
  feature: number,
): readonly [lowest: number, highest: number] {
  const margin = RANGE_MARGIN * (rawMaximum[feature] - rawMinimum[feature]);
  return [rawMinimum[feature] - margin, rawMaximum[feature] + margin];
}

/**
 * z-scores of encoded features.
 *
 * @param features [count, N]
 * @returns (value − mean) / standard deviation [count, N]
 */
export function normaliseFeatures(features: Float64Array, statistics: FeatureStatistics): Float32Array {
  const width = statistics.mean.length;
  const normalised = new Float32Array(features.length);
  for (let i = 0; i < features.length; i++) {
    const j = i % width;
    normalised[i] = (features[i] - statistics.mean[j]) / statistics.standardDeviation[j];
  }
  return normalised;
}
