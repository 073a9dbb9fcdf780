/** Many straight lines, as the map draws them. */

/** Straight lines between pairs of points. */
export interface LineSet {
  readonly count: number;
  /** Beginnings [count, 3], metres. */
  readonly sources: Float32Array;
  /** Ends [count, 3], metres. */
  readonly targets: Float32Array;
}
