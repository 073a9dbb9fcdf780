import { expect, it } from 'vitest';
import { openDataset, pathRequest } from './definition.ts';
import { findPositionsDataset } from './registry.ts';
import { createBlockTracer } from './trace-block.ts';

it('hears nobody inside of a rack, and goes on with the next', () => {
  const { scene, site, definition } = openDataset(findPositionsDataset('s3-3d'));
  const trace = createBlockTracer({ scene, sites: [site], request: pathRequest(definition) });
  const { counts } = trace(Float64Array.of(30, 20, 1.5, 17, 12, 0.8, 30, 20.5, 1.5));
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts[1]).toBe(0);
  expect(counts[2]).toBeGreaterThan(0);
});
