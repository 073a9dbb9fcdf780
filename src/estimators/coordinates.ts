/** The coordinates that networks are trained on: centred on the region, one scale for all axes. */
import type { Bounds } from '../scene/scene.ts';

/**
 * normalised = (position − centre)/scale. One scale for all axes keeps the training loss proportional to squared metres;
 * a scale for each axis would weigh a metre of height like ten metres of length.
 */
export interface CoordinateFrame {
  readonly centre: readonly [number, number, number];
  /** Half the longest side of the region, metres. */
  readonly scale: number;
}

/** The frame of a region. */
export function coordinateFrame(region: Bounds): CoordinateFrame {
  const { minimum, maximum } = region;
  return {
    centre: [(minimum[0] + maximum[0]) / 2, (minimum[1] + maximum[1]) / 2, (minimum[2] + maximum[2]) / 2],
    scale: Math.max(maximum[0] - minimum[0], maximum[1] - minimum[1], maximum[2] - minimum[2]) / 2,
  };
}

/** Positions in metres [count, 3] to normalised coordinates. */
export function normalisePositions(positions: ArrayLike<number>, frame: CoordinateFrame): Float32Array {
  return Float32Array.from(positions, (value, i) => (value - frame.centre[i % 3]) / frame.scale);
}

/** Normalised coordinates [count, 3] to positions in metres. */
export function restorePositions(normalised: ArrayLike<number>, frame: CoordinateFrame): Float32Array {
  return Float32Array.from(normalised, (value, i) => value * frame.scale + frame.centre[i % 3]);
}
