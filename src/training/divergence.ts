/** When a training has run away: its loss is no number any more, or far above what a network says that has learnt nothing. */

/** Losses that are averaged, so that one odd batch is no divergence. */
const WINDOW = 20;
/** So many times the mean of the first window. */
const LIMIT = 10;

/**
 * Watches the losses of one run, step by step.
 *
 * @returns told every loss, it answers what is wrong, in words that follow a colon, or an empty string
 */
export function createDivergenceWatch(): (loss: number) => string {
  const latest: number[] = [];
  let start = NaN;
  return (loss) => {
    if (!Number.isFinite(loss)) return `the loss is ${loss}`;
    latest.push(loss);
    if (latest.length > WINDOW) latest.shift();
    if (latest.length < WINDOW) return '';
    const mean = latest.reduce((sum, value) => sum + value, 0) / WINDOW;
    if (Number.isNaN(start)) start = mean;
    if (!(mean > LIMIT * start)) return '';
    return `the loss of the last ${WINDOW} steps is ${(mean / start).toFixed(0)} times that of the first ${WINDOW}`;
  };
}
