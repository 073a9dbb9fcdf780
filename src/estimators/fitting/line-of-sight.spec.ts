import { describe, expect, it } from 'vitest';
import { CITY_SITES, reportsOf } from '../testing/reports.ts';
import { lateDensity, normalDensity } from './detours.ts';
import { sightProbabilities } from './line-of-sight.ts';

/** The frequency at which isotropic ends hear (0.007/d)² of the power sent, λ/4π = 0.007 m. */
const FREQUENCY = 299792458 / (4 * Math.PI * 0.007);
const user = [40, -30, 1.5] as const;

describe('line of sight from power', () => {
  it('is near certain at the power of free space, and open at 9 dB less', () => {
    const { links } = reportsOf([user], CITY_SITES);
    for (const probability of sightProbabilities(links, 0, FREQUENCY)) expect(probability).toBeGreaterThan(0.9);
    links[2].measurements.power[0] /= 10 ** 0.9;
    links[3].measurements.power[0] /= 10 ** 3;
    const probabilities = sightProbabilities(links, 0, FREQUENCY);
    expect(probabilities[2]).toBeCloseTo(0.5, 6);
    expect(probabilities[3]).toBeLessThan(0.06);
  });

  it('is judged by the best site where the frequency is not known', () => {
    const { links } = reportsOf([user], CITY_SITES);
    links.forEach(({ measurements }) => (measurements.power[0] /= 1000));
    for (const probability of sightProbabilities(links, 0, FREQUENCY)) expect(probability).toBeLessThan(0.06);
    for (const probability of sightProbabilities(links, 0, undefined)) expect(probability).toBeGreaterThan(0.9);
  });

  it('counts the gain of the element towards the arrival', () => {
    const site = { ...CITY_SITES[0], panel: { ...CITY_SITES[0].panel, pattern: 'tr38901' as const } };
    const away = { ...site, orientation: { azimuth: Math.PI, elevation: 0 } };
    for (const turned of [site, away]) {
      const { links } = reportsOf([user], [turned]);
      // The element hears 8 dBi in front, 30 dB less behind.
      links[0].measurements.power[0] *= turned === away ? 10 ** -2.2 : 10 ** 0.55;
      expect(sightProbabilities(links, 0, FREQUENCY)[0]).toBeGreaterThan(0.85);
    }
  });
});

describe('densities of ranges', () => {
  it.each([0.3, 3])('are densities, and late ones are one-sided, at a scale of %d m', (scale) => {
    const step = 0.01;
    let late = 0;
    let early = 0;
    let normal = 0;
    for (let r = -600; r < 2000; r += step) {
      late += step * lateDensity(r, scale);
      normal += step * normalDensity(r, scale);
      if (r < -4 * scale) early += step * lateDensity(r, scale);
    }
    expect(late).toBeCloseTo(1, 2);
    expect(normal).toBeCloseTo(1, 6);
    expect(early).toBeLessThan(0.006);
  });
});
