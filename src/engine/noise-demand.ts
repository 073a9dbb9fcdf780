/** The noise that a rule asks for, in the words of the measurers. */
import { leastNoisePower } from '../channel/link-budget.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import type { SnrRule } from '../datasets/definition.ts';
import { chooseSnrDb } from '../datasets/measure-users.ts';
import type { NoiseDemand } from '../measurement/batch/measure-batch.ts';
import { fromDecibels } from '../numerics/decibels.ts';
import type { RandomGenerator } from '../numerics/random.ts';

/**
 * How strong the noise of a link has to be, known before its channel is.
 *
 * @param random decides where the rule leaves it to chance, as it does in `chooseSnrDb`
 */
export function noiseDemand(rule: SnrRule, radio: RadioConfiguration, random: RandomGenerator): NoiseDemand {
  switch (rule.kind) {
    case 'imposed':
      return { snr: fromDecibels(chooseSnrDb(rule, Number.NaN, radio, random)), leastNoise: 0 };
    case 'link-budget': {
      const leastNoise = leastNoisePower(rule.budget, radio) / fromDecibels(rule.offsetDb);
      return { snr: leastNoise === Infinity ? 0 : rule.budget.snrLimit, leastNoise };
    }
    default:
      return rule satisfies never;
  }
}
