/** Users: where they stand, as one structure of arrays. */

/** Positions of many users. */
export interface UserTable {
  readonly count: number;
  /** Positions [count, 3], metres. */
  readonly positions: Float64Array;
}
