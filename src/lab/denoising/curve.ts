/** The curves of a trace over its steps: the noise, how far each cloud's middle is from the truth, and the limit. */
import type { DenoisingTrace } from '../../engine/frontend.ts';
import { errorAt } from './trace.ts';

/** Decades that are drawn, metres. */
export const CURVE_RANGE = { low: 1e-3, high: 1e3 } as const;

/** Where the curves are drawn, in its own units. */
export interface CurveBox {
  readonly width: number;
  readonly height: number;
}

/** From a step to a place across. */
export function acrossOf(step: number, steps: number, { width }: CurveBox): number {
  return steps === 0 ? 0 : (width * step) / steps;
}

/** From metres to a place down. */
export function downOf(metres: number, { height }: CurveBox): number {
  const { low, high } = CURVE_RANGE;
  const share = Math.log(Math.min(high, Math.max(low, metres)) / low) / Math.log(high / low);
  return height * (1 - share);
}

/** The step under a place across, within the trace. */
export function stepAcross(x: number, steps: number, { width }: CurveBox): number {
  return Math.min(steps, Math.max(0, Math.round((x / width) * steps)));
}

function line(values: (step: number) => number, steps: number, box: CurveBox): string {
  let path = '';
  for (let step = 0; step <= steps; step++) {
    path += `${step === 0 ? 'M' : 'L'}${acrossOf(step, steps, box).toFixed(1)} ${downOf(values(step), box).toFixed(1)}`;
  }
  return path;
}

/** The noise, as the path of an SVG. */
export function noisePath({ sigma, steps }: DenoisingTrace, box: CurveBox): string {
  return line((step) => sigma[step], steps, box);
}

/**
 * The error of a cloud, as the path of an SVG.
 *
 * @param steps of the whole drawing: a shorter trace stays where it ended
 */
export function errorPath(
  trace: DenoisingTrace,
  cloud: number,
  truth: ArrayLike<number>,
  box: CurveBox,
  steps = trace.steps,
): string {
  return line((step) => errorAt(trace, Math.min(trace.steps, step), cloud, truth), steps, box);
}
