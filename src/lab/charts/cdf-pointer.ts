/**
 * What a pointer means on the error curves, without React and without the chart's library: a press on a curve chooses the
 * user whose error that step is, a pull along the axis chooses a range of errors.
 */
import { rangeBetween, type ErrorRange } from '../comparison/error-range.ts';
import type { CdfLine } from './cdf.ts';
import { CDF_MARGIN } from './cdf-figure.ts';

/** Where the plot area lies in its box, CSS pixels, and what its logarithmic axis spans. */
export interface PlotFrame {
  readonly width: number;
  readonly height: number;
  /** Decades at the left and right end of the axis. */
  readonly decades: readonly [low: number, high: number];
}

/** A press within this distance of a curve means it, CSS pixels. */
const REACH = 14;
/** A pull shorter than this is a press, CSS pixels. */
const SLACK = 5;

const innerWidth = ({ width }: PlotFrame): number => width - CDF_MARGIN.left - CDF_MARGIN.right;

/** The error below a point of the box, metres; beyond the plot area that at its end. */
export function errorAt(frame: PlotFrame, x: number): number {
  const [low, high] = frame.decades;
  const part = Math.min(1, Math.max(0, (x - CDF_MARGIN.left) / innerWidth(frame)));
  return 10 ** (low + part * (high - low));
}

/** How far along the plot area an error lies, 0 to 1. */
export function partOf(decades: PlotFrame['decades'], error: number): number {
  const [low, high] = decades;
  return Math.min(1, Math.max(0, (Math.log10(error) - low) / (high - low)));
}

/** The user whose step of a curve is nearest to a point of the box; null where no curve is near. */
export function userAt(frame: PlotFrame, lines: readonly CdfLine[], x: number, y: number): number | null {
  const innerHeight = frame.height - CDF_MARGIN.top - CDF_MARGIN.bottom;
  let best: number | null = null;
  let nearest = REACH;
  for (const { errors, shares, users } of lines) {
    for (let step = 0; step < errors.length; step++) {
      const px = CDF_MARGIN.left + partOf(frame.decades, errors[step]) * innerWidth(frame);
      // The axis ends a little above 100 %.
      const py = CDF_MARGIN.top + (1 - shares[step] / 101.5) * innerHeight;
      const distance = Math.hypot(px - x, py - y);
      if (distance < nearest) [best, nearest] = [users[step], distance];
    }
  }
  return best;
}

/** What gestures do. */
export interface CdfIntents {
  readonly choose: (user: number) => void;
  /** While the pull goes on. */
  readonly show: (range: ErrorRange | null) => void;
  /** Once it ends: nothing comes after. */
  readonly settle: (range: ErrorRange | null) => void;
}

/** One pointer on the curves; coordinates are CSS pixels of the box. */
export interface CdfPointer {
  down(x: number, y: number): void;
  move(x: number): void;
  up(x: number, y: number): void;
  /** The gesture is taken away, by a scroll or by Escape: nothing happens. */
  cancel(): void;
}

/** @param look what the pointer is on now; null while no curve is drawn */
export function createCdfPointer(
  look: () => { readonly frame: PlotFrame; readonly lines: readonly CdfLine[] } | null,
  { choose, show, settle }: CdfIntents,
): CdfPointer {
  let from: number | null = null;
  let isPulling = false;
  const rangeTo = (frame: PlotFrame, start: number, x: number): ErrorRange | null =>
    rangeBetween(errorAt(frame, start), errorAt(frame, x));
  return {
    down(x) {
      from = x;
      isPulling = false;
    },
    move(x) {
      const seen = look();
      if (from === null || !seen) return;
      isPulling ||= Math.abs(x - from) > SLACK;
      if (isPulling) show(rangeTo(seen.frame, from, x));
    },
    up(x, y) {
      const seen = look();
      if (from !== null && seen && isPulling) settle(rangeTo(seen.frame, from, x));
      if (from !== null && seen && !isPulling) {
        const user = userAt(seen.frame, seen.lines, x, y);
        if (user !== null) choose(user);
      }
      from = null;
    },
    cancel() {
      from = null;
    },
  };
}
