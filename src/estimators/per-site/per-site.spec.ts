import { describe, expect, it } from 'vitest';
import { handSite } from '../../channel/testing/links.ts';
import { LINK_FEATURE_WIDTH, PATH_WIDTH, SUMMARY_WIDTH } from '../../features/taps/link-features.ts';
import { anchorOf } from '../../features/taps/anchors.ts';
import { createRandom } from '../../numerics/random.ts';
import { RECALLED, RECALLED_LINK_WIDTH } from '../known-places/memory.ts';
import { ANCHOR_OFFSET, encodeLinks, fitLinkStatistics, SITE_INPUT_WIDTH } from './encoding.ts';

describe('the inputs of a site', () => {
  const site = handSite();
  const rows = new Float32Array(3 * RECALLED_LINK_WIDTH).fill(NaN);
  const random = createRandom(2);
  for (const link of [0, 2]) {
    for (let i = 0; i < SUMMARY_WIDTH + 2 * PATH_WIDTH; i++) rows[link * RECALLED_LINK_WIDTH + i] = random.uniform();
  }
  const paths = SUMMARY_WIDTH + PATH_WIDTH;
  rows[paths] = 120;
  rows[paths + 1] = 0.3;
  rows.set([10, 8, 0.2, 12, 8, 0.2], LINK_FEATURE_WIDTH);
  const encoding = {
    statistics: fitLinkStatistics(rows, RECALLED_LINK_WIDTH),
    coordinates: { centre: [5, 6, 0], scale: 50 },
  } as const;
  const inputs = encodeLinks(rows, [site], [1.5, 1.5, 1.5], encoding);

  it('are z-scores of what there is, and zeros for what there is not', () => {
    const firstPower = SUMMARY_WIDTH + PATH_WIDTH - 1;
    const [a, b] = [rows[firstPower], rows[2 * RECALLED_LINK_WIDTH + firstPower]];
    // Of two values the z-scores are one and minus one.
    expect(inputs[1 + SUMMARY_WIDTH + PATH_WIDTH - 1]).toBeCloseTo(Math.sign(a - b), 3);
    expect(inputs.subarray(SITE_INPUT_WIDTH, 2 * SITE_INPUT_WIDTH).every((value) => value === 0)).toBe(true);
    expect(inputs[0]).toBe(1);
    expect(inputs.every(Number.isFinite)).toBe(true);
  });

  it('end with the anchors in the coordinates of the network', () => {
    const [x, y] = anchorOf(site, 120, 0.3, 1.5);
    const expected = [(x - 5) / 50, (y - 6) / 50];
    const paths = ANCHOR_OFFSET + 2 * RECALLED;
    expect(inputs.subarray(paths + 2, paths + 4)).toBeAllclose(expected, { absolute: 1e-5 });
    expect(inputs.subarray(paths + 4, SITE_INPUT_WIDTH).every((value) => value === 0)).toBe(true);
  });

  it('hold the recalled places as anchors, how alike they are, and how far from where they agree', () => {
    const recalled = ANCHOR_OFFSET;
    expect(inputs.subarray(recalled, recalled + 6)).toBeAllclose([0.1, 0.04, 0.14, 0.04, 0, 0], { absolute: 1e-6 });
    const [agreed, place, none] = [0, 1, 2].map((number) =>
      inputs.subarray(ANCHOR_OFFSET - 4 * (RECALLED - number), ANCHOR_OFFSET - 4 * (RECALLED - number - 1)),
    );
    const [x, y] = anchorOf(site, 120, 0.3, 1.5);
    const squeezed = (metres: number): number => 0.4 * Math.sign(metres) * Math.log1p(Math.abs(metres) / 0.5);
    const alike = -0.25 * Math.log(0.21);
    expect(agreed).toBeAllclose([1, alike, squeezed(10 - x), squeezed(8 - y)], { absolute: 1e-5 });
    expect(place).toBeAllclose([1, alike, squeezed(2), 0], { absolute: 1e-5 });
    expect(none).toBeAllclose([0, 0, 0, 0]);
  });
});
