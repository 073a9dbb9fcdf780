/** What a network is asked for: the position itself, or the correction that takes the fix of geometry there. */
import type { FeatureSet } from '../../features/feature-set.ts';
import { featureCount, hasFix } from '../../features/feature-set.ts';
import { fixesAmong } from '../../features/geometric-fix.ts';
import type { CoordinateFrame } from '../coordinates.ts';
import { normalisePositions, restorePositions } from '../coordinates.ts';

/** Between positions in metres and what a network answers. */
export interface Targets {
  /** Positions [count, 3], metres, to normalised coordinates. */
  normalise(this: void, positions: ArrayLike<number>): Float32Array;
  /**
   * What the network should answer [count, 3] for users at these positions.
   *
   * @param positions [count, 3], metres
   * @param features theirs [count, N], not normalised
   */
  answers(this: void, positions: ArrayLike<number>, features: Float64Array): Float32Array;
  /**
   * Positions [count, 3], metres, of what the network answered; a corrected fix is held to the region, because every user is
   * known to be inside.
   *
   * @param features their features [count, N], not normalised
   */
  restore(this: void, answers: Float32Array, features: Float64Array): Float32Array;
}

/** The targets of a network that is fed `encoding` and trained in `coordinates`. */
export function createTargets({
  encoding,
  coordinates,
}: {
  readonly encoding: FeatureSet;
  readonly coordinates: CoordinateFrame;
}): Targets {
  const normalise = (positions: ArrayLike<number>): Float32Array => normalisePositions(positions, coordinates);
  if (!hasFix(encoding)) {
    return { normalise, answers: normalise, restore: (answers) => restorePositions(answers, coordinates) };
  }
  const { reference } = encoding;
  const width = featureCount(encoding);
  return {
    normalise,
    answers(positions, features) {
      const fixes = fixesAmong(features, width);
      return Float32Array.from(positions, (value, i) => (value - fixes[i]) / coordinates.scale);
    },
    restore(answers, features) {
      const fixes = fixesAmong(features, width);
      return answers.map((value, i) => {
        const corrected = fixes[i] + value * coordinates.scale;
        return Math.min(Math.max(corrected, reference.minimum[i % 3]), reference.maximum[i % 3]);
      });
    },
  };
}
