import { expect, it } from 'vitest';
import { openDataset } from './definition.ts';
import { findPositionsDataset } from './registry.ts';
import { tracedLinks } from './traced-links.ts';

it('has no path of a user inside of a rack, and goes on with the next', () => {
  const positions = Float64Array.of(30, 20, 1.5, 17, 12, 0.8, 30, 20.5, 1.5);
  const source = tracedLinks(openDataset(findPositionsDataset('s3-3d')), { count: 3, positions });
  const counts = [0, 1, 2].map((user) => source.paths(user, 0).count);
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts[1]).toBe(0);
  expect(counts[2]).toBeGreaterThan(0);
});
