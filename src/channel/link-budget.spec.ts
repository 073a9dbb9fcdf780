import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { linkBudgetSnr, tonePowerOfNoise } from './link-budget.ts';
import { RADIO_3_5GHZ } from './radio.ts';

const budget = { transmitPower: 10 ** (23 / 10) / 1000, noiseFactor: 10 ** (5 / 10), snrLimit: 1000 };
const freeSpace = (metres: number): number =>
  (SPEED_OF_LIGHT / RADIO_3_5GHZ.carrierFrequency / (4 * Math.PI * metres)) ** 2;

describe('linkBudgetSnr', () => {
  it('is −174 dBm/Hz of noise, the figure, and the bandwidth of a tone', () => {
    const dbm = 10 * Math.log10(tonePowerOfNoise(budget, RADIO_3_5GHZ) * 1000);
    expect(dbm).toBeCloseTo(-173.975 + 5 + 10 * Math.log10(30e3), 2);
  });

  it('is the textbook budget in free space', () => {
    // 23 dBm over 816 tones, 32.44 + 20 lg(km) + 20 lg(MHz) of path loss.
    const loss = 32.44 + 20 * Math.log10(2) + 20 * Math.log10(3500);
    const expected = 23 - 10 * Math.log10(816) - loss - (-173.975 + 5 + 10 * Math.log10(30e3));
    expect(10 * Math.log10(linkBudgetSnr(freeSpace(2000), budget, RADIO_3_5GHZ))).toBeCloseTo(expected, 1);
  });

  it('is capped near the site, and zero without a path', () => {
    expect(linkBudgetSnr(freeSpace(10), budget, RADIO_3_5GHZ)).toBe(1000);
    expect(linkBudgetSnr(0, budget, RADIO_3_5GHZ)).toBe(0);
  });
});
