/** How far samples scatter, in words that do not count atoms. */
import { fineMetres } from '../format.ts';

/** Spreads below this say no more than that all samples are one, metres. */
const ONE_POINT = 1e-5;

/** The radius that holds half of the samples: "± 3.1 m", "< 0.01 mm". */
export function spreadText(metres: number): string {
  return metres < ONE_POINT ? `< ${fineMetres(ONE_POINT)}` : `± ${fineMetres(metres)}`;
}

/** The same in a sentence: "half of the samples within 3.1 m". */
export function spreadSentence(metres: number): string {
  return `half of the samples within ${fineMetres(Math.max(ONE_POINT, metres))}`;
}
