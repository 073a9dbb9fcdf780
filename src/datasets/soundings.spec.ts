import { describe, expect, it } from 'vitest';
import { RADIO_3_5GHZ } from '../channel/radio.ts';
import { CITY_LINK_BUDGET } from '../channel/link-budget.ts';
import { meanChannelPower } from '../channel/sounding.ts';
import { handPaths, handSite } from '../channel/testing/links.ts';
import { finishSteps } from '../numerics/steps.ts';
import type { LinkSource } from './links.ts';
import { measureUsers } from './measure-users.ts';
import { joinLinks, soundLinks } from './soundings.ts';

/** Two users before two sites; nothing reaches the second site from the first user. */
const source: LinkSource = {
  count: 2,
  radio: RADIO_3_5GHZ,
  sites: [handSite({ rows: 2, columns: 3 }), handSite({ rows: 3, columns: 2, azimuth: 1 })],
  paths: (user, site) =>
    user === 0 && site === 1
      ? handPaths()
      : handPaths({ delay: 2e-7 * (1 + user), azimuth: 0.6, elevation: -0.1, magnitude: 2e-7, phase: 1 }),
};

describe('the soundings behind reports', () => {
  const request = { snr: { kind: 'link-budget', budget: CITY_LINK_BUDGET, offsetDb: 0 }, seeds: [3, 4] } as const;

  it('are those that were measured', () => {
    const measured = finishSteps(measureUsers(source, { ...request, draws: 1 }));
    const channels = soundLinks(source, request);
    for (const user of [0, 1]) {
      for (const site of [0, 1]) {
        const { snr, power } = measured.links[site].measurements;
        const estimate = channels.estimate(user, site);
        if (!estimate) {
          expect(snr[user]).toBeNaN();
          continue;
        }
        // What `measure` says of the same estimate: signal is what is left of it without the noise.
        const noise = power[user] / snr[user] / RADIO_3_5GHZ.symbols;
        expect([meanChannelPower(estimate.values)]).toBeAllclose([power[user] + noise], { relative: 1e-6 });
        expect([estimate.noisePower]).toBeAllclose([noise], { relative: 0.1 });
      }
    }
    expect(channels.estimate(0, 1)).toBeNull();
  });

  it('go on from one part of the users to the next', () => {
    const first = { ...source, count: 1 };
    const second = { ...source, count: 1, paths: (_: number, site: number) => source.paths(1, site) };
    const joined = soundLinks(joinLinks([first, second]), request);
    const whole = soundLinks(source, request);
    expect(joined.estimate(1, 1)?.values).toEqual(whole.estimate(1, 1)?.values);
  });
});
