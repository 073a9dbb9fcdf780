/** What a benchmark is: a name to ask for, and figures to report. Absolute times depend on the machine; ratios less. */

/** One figure of `wavefix bench`. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'kB' | 'users/s' | 'ratio';
  /** NaN, printed as null, where it was not measured; the note then says why. */
  readonly value: number;
  /** What the figure is held against, such as a library that does the same, or the bar. */
  readonly peer?: string;
  readonly peer_value?: number;
  /** Peer's time over ours: above 1 ours is faster, or keeps the bar. */
  readonly ratio?: number;
  /** What a reader must know to read the figure. */
  readonly note?: string;
}

/** One benchmark; `--only NAME` runs it alone. */
export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  run(): Promise<readonly Figure[]>;
}

/**
 * A figure that is held against a bar.
 *
 * @param bar the most that a time or a size may be, the least that a rate must be
 */
export function againstBar(figure: Omit<Figure, 'peer' | 'peer_value' | 'ratio'>, bar: number): Figure {
  const { unit, value } = figure;
  const ratio = unit === 'users/s' ? value / bar : bar / value;
  return { ...figure, peer: 'the bar', peer_value: bar, ratio };
}
