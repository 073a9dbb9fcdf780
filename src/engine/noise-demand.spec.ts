import { describe, expect, it } from 'vitest';
import { CITY_LINK_BUDGET } from '../channel/link-budget.ts';
import { RADIO_3_5GHZ } from '../channel/radio.ts';
import type { SnrRule } from '../datasets/definition.ts';
import { chooseSnrDb } from '../datasets/measure-users.ts';
import { toDecibels } from '../numerics/decibels.ts';
import { createRandom } from '../numerics/random.ts';
import { noiseDemand } from './noise-demand.ts';

describe('noiseDemand', () => {
  it.each<SnrRule>([
    { kind: 'imposed', rangeDb: [7, 7] },
    { kind: 'imposed', rangeDb: [-10, 6] },
    { kind: 'link-budget', budget: CITY_LINK_BUDGET, offsetDb: 0 },
    { kind: 'link-budget', budget: CITY_LINK_BUDGET, offsetDb: -12 },
  ])('is the SNR that %o gives, for strong and weak links', (rule) => {
    const { snr, leastNoise } = noiseDemand(rule, RADIO_3_5GHZ, createRandom(5));
    for (const power of [1e-6, 1e-9, 1e-12, 1e-15]) {
      const snrDb = chooseSnrDb(rule, power, RADIO_3_5GHZ, createRandom(5));
      expect(toDecibels(power / Math.max(power / snr, leastNoise))).toBeCloseTo(snrDb, 9);
    }
  });

  it('asks for a link without any signal at −∞ dB, where noise would be infinite', () => {
    const rule = { kind: 'link-budget', budget: CITY_LINK_BUDGET, offsetDb: -Infinity } as const;
    expect(noiseDemand(rule, RADIO_3_5GHZ, createRandom(5)).snr).toBe(0);
  });
});
