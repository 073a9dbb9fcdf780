/** What is painted on the ground of a scene: for the eye alone, no wave meets it. */
import { NumberList } from '../numerics/number-list.ts';

/** What a strip is: where people walk, where vehicles drive, or a line between lanes. */
export const MARKING_KINDS = ['pavement', 'roadway', 'line'] as const;

/** One of the kinds. */
export type MarkingKind = (typeof MARKING_KINDS)[number];

/** Straight strips of the ground; later ones lie over earlier ones. */
export interface GroundMarkings {
  readonly count: number;
  /** Index into `MARKING_KINDS` of each strip [count]. */
  readonly kinds: Uint8Array;
  /** Corners, one after the other around each strip [count, 4, 2], metres. */
  readonly corners: Float64Array;
}

/** Width of a painted line, metres. */
const LINE_WIDTH = 0.3;

/** Collects strips. */
export class MarkingList {
  readonly #kinds: number[] = [];
  readonly #corners = new NumberList((length) => new Float64Array(length));

  /**
   * Adds a strip along a straight line.
   *
   * @param from where the line begins [x, y], metres
   * @param to where it ends
   * @param left edge of the strip to the left of the line, metres; negative to its right
   * @param right the other edge, likewise
   */
  addStrip(
    kind: MarkingKind,
    from: readonly [number, number],
    to: readonly [number, number],
    left: number,
    right: number,
  ): void {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const [nx, ny] = [-(to[1] - from[1]) / length, (to[0] - from[0]) / length];
    this.#kinds.push(MARKING_KINDS.indexOf(kind));
    for (const [[x, y], offset] of [
      [from, right],
      [to, right],
      [to, left],
      [from, left],
    ] as const) {
      this.#corners.addAll([x + offset * nx, y + offset * ny]);
    }
  }

  /** Adds a painted line beside a straight line, `offset` metres to its left. */
  addLine(from: readonly [number, number], to: readonly [number, number], offset: number): void {
    this.addStrip('line', from, to, offset + LINE_WIDTH / 2, offset - LINE_WIDTH / 2);
  }

  /** All strips in the order in which they were added. */
  toMarkings(): GroundMarkings {
    return {
      count: this.#kinds.length,
      kinds: Uint8Array.from(this.#kinds),
      corners: this.#corners.toArray(),
    };
  }
}
