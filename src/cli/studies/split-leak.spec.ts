import { describe, expect, it } from 'vitest';
import type { LinkFeatures } from '../../datasets/link-features.ts';
import { LINK_FEATURE_WIDTH, SUMMARY_WIDTH } from '../../features/taps/link-features.ts';
import { study } from '../study.ts';
import { runDeal } from './split-leak.ts';
import { splitPage } from './split-page.ts';

/** Twenty routes side by side, each heard with a power and over a noise of its own, which say nothing of where it lies. */
function routes(): LinkFeatures {
  const [trajectories, positions] = [20, 30];
  const count = trajectories * positions;
  const rows = new Float32Array(count * LINK_FEATURE_WIDTH).fill(NaN);
  const places = new Float64Array(3 * count);
  for (let user = 0; user < count; user++) {
    const trajectory = Math.floor(user / positions);
    const along = 2 * (user % positions);
    places.set([along, 10 * trajectory, 1.5], 3 * user);
    rows.set([(7 * trajectory) % 20, 0, 0, (3 * trajectory) % 20, along], user * LINK_FEATURE_WIDTH);
  }
  return {
    sites: 1,
    rows,
    users: {
      ...{ count, positions: places, velocities: new Float64Array(3 * count), times: new Float64Array(count) },
      trajectories: Int32Array.from({ length: count }, (_, user) => Math.floor(user / positions)),
      splits: new Uint8Array(count),
    },
  };
}

describe('a random split', () => {
  it('finds the neighbours of whoever is looked for, which whole trajectories held back do not have', () => {
    const [held, leaked] = (['by trajectory', 'at random'] as const).map((deal) => runDeal(routes(), deal, 60, 1));
    expect([held.known, held.sought]).toEqual([480, 60]);
    expect(leaked.nearest_m).toBeCloseTo(2, 6);
    expect(held.nearest_m).toBeGreaterThanOrEqual(10);
    expect(leaked.errors.mean_m).toBeLessThan(3);
    expect(held.errors.mean_m).toBeGreaterThan(10);
  });

  it('is told from users with other paths', () => {
    const { rows, ...rest } = routes();
    const missing = rows.slice();
    for (let user = 0; user < 600; user += 2) missing[user * LINK_FEATURE_WIDTH + SUMMARY_WIDTH] = NaN;
    const changed = runDeal({ rows: missing, ...rest }, 'at random', 60, 1);
    expect(changed.errors.mean_m).toBeGreaterThan(2);
  });

  it('is a warning on its page', () => {
    const deals = [runDeal(routes(), 'at random', 10, 1)];
    const page = splitPage({ study: 'split-leak', dataset: 'd', dataset_hash: 'h', seed: 1, neighbours: 4, deals });
    expect(page).toContain('**Warning.**');
    expect(page).toMatch(/\| at random \| \d+ \| 10 \| 2\.00 m \|/);
  });
});

describe('study', () => {
  it('says which studies there are', async () => {
    await expect(study(['weather'])).rejects.toThrow('"weather"');
    await expect(study([])).rejects.toThrow('No study');
  });
});
