import { describe, expect, it } from 'vitest';
import { meanPathPower } from './mean-path-power.ts';
import { RADIO_3_5GHZ } from './radio.ts';
import { meanChannelPower } from './sounding.ts';
import { synthesizeChannel } from './synthesize.ts';
import { handSite, randomPaths } from './testing/links.ts';

describe('meanPathPower', () => {
  it.each([0, 1, 2, 9])('is the mean power of the synthesised channel of %i paths', (count) => {
    const site = handSite({ rows: 4, columns: 5 });
    const paths = randomPaths(count);
    const expected = meanChannelPower(synthesizeChannel(paths, site, RADIO_3_5GHZ));
    expect([meanPathPower(paths, site, RADIO_3_5GHZ)]).toBeAllclose([expected], { relative: 1e-5 });
  });
});
