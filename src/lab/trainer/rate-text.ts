/** Learning rates as people read them. */
import { fixed, significant } from '../format.ts';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A learning rate with two digits that carry: 0.0030, and 8.8 · 10⁻⁶ where noughts would have to be counted. */
export function rateText(rate: number): string {
  if (!(rate > 0 && rate < 1e-3)) return Number.isNaN(rate) ? fixed(rate, 0) : significant(rate, 2);
  const [mantissa, exponent] = rate.toExponential(1).split('e-');
  return `${mantissa} · 10⁻${[...exponent].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`;
}
