import { describe, expect, it } from 'vitest';
import { handSite } from '../../channel/testing/links.ts';
import { LINK_FEATURE_WIDTH, PATH_WIDTH, SUMMARY_WIDTH } from '../../features/taps/link-features.ts';
import { anchorOf } from '../../features/taps/anchors.ts';
import { createRandom } from '../../numerics/random.ts';
import { ANCHOR_OFFSET, encodeLinks, fitLinkStatistics, SITE_INPUT_WIDTH } from './encoding.ts';

describe('the inputs of a site', () => {
  const site = handSite();
  const rows = new Float32Array(3 * LINK_FEATURE_WIDTH).fill(NaN);
  const random = createRandom(2);
  for (const link of [0, 2]) {
    for (let i = 0; i < SUMMARY_WIDTH + 2 * PATH_WIDTH; i++) rows[link * LINK_FEATURE_WIDTH + i] = random.uniform();
  }
  const paths = SUMMARY_WIDTH + PATH_WIDTH;
  rows[paths] = 120;
  rows[paths + 1] = 0.3;
  const encoding = { statistics: fitLinkStatistics(rows), coordinates: { centre: [5, 6, 0], scale: 50 } } as const;
  const inputs = encodeLinks(rows, [site], [1.5, 1.5, 1.5], encoding);

  it('are z-scores of what there is, and zeros for what there is not', () => {
    const firstPower = SUMMARY_WIDTH + PATH_WIDTH - 1;
    const [a, b] = [rows[firstPower], rows[2 * LINK_FEATURE_WIDTH + firstPower]];
    // Of two values the z-scores are one and minus one.
    expect(inputs[1 + SUMMARY_WIDTH + PATH_WIDTH - 1]).toBeCloseTo(Math.sign(a - b), 3);
    expect(inputs.subarray(SITE_INPUT_WIDTH, 2 * SITE_INPUT_WIDTH).every((value) => value === 0)).toBe(true);
    expect(inputs[0]).toBe(1);
    expect(inputs.every(Number.isFinite)).toBe(true);
  });

  it('end with the anchors in the coordinates of the network', () => {
    const [x, y] = anchorOf(site, 120, 0.3, 1.5);
    const expected = [(x - 5) / 50, (y - 6) / 50];
    expect(inputs.subarray(ANCHOR_OFFSET + 2, ANCHOR_OFFSET + 4)).toBeAllclose(expected, { absolute: 1e-5 });
    expect(inputs.subarray(ANCHOR_OFFSET + 4, SITE_INPUT_WIDTH).every((value) => value === 0)).toBe(true);
  });
});
