/** Learning rates over a run. */

/** How the learning rate moves. */
export interface Schedule {
  /** `cosine` falls smoothly to 1 % of the peak; `halving` halves it every fifth of the run, as the paper does. */
  readonly kind: 'cosine' | 'halving';
  readonly peak: number;
  /** Steps of the linear start. */
  readonly warmup: number;
  readonly totalSteps: number;
  /** Further cosines, each from its step and rate to the next one or the end (Loshchilov and Hutter 2017). */
  readonly restarts?: readonly { readonly step: number; readonly peak: number }[];
}

/** Learning rate of step `step`, counted from 0. */
export function learningRate(schedule: Schedule, step: number): number {
  const { kind, warmup, totalSteps, restarts = [] } = schedule;
  if (step < warmup) return (schedule.peak * (step + 1)) / warmup;
  const begun = restarts.filter((restart) => restart.step <= step);
  const { peak, step: start } = begun.at(-1) ?? { peak: schedule.peak, step: warmup };
  const end = restarts.length > begun.length ? restarts[begun.length].step : totalSteps;
  const share = Math.min((step - start) / Math.max(end - start, 1), 1);
  switch (kind) {
    case 'cosine':
      return peak * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * share)));
    case 'halving':
      return peak * 0.5 ** Math.min(Math.floor(share * 5), 4);
    default:
      return kind satisfies never;
  }
}
