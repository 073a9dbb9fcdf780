import { describe, expect, it } from 'vitest';
import { polarOf } from '../../features/apparent-position.ts';
import type { FeatureSet } from '../../features/feature-set.ts';
import { encodeFeatures } from '../../features/feature-set.ts';
import { S3_SITE, S3_USER_REGION } from '../../scene/s3.ts';
import { createTargets } from './targets.ts';

const reference = { origin: S3_SITE.position, ...S3_USER_REGION };
const sets: readonly FeatureSet[] = [
  { kind: 'raw' },
  { kind: 'geometric', order: 2, reference },
  { kind: 'folded', order: 2, reference: { ...reference, scene: 's3' } },
];
const positions = [10, 20.4, 1.5, 30, 8, 2.5, 55, 37, 0.5];
/** Reports that are a decimetre and a third of a degree off. */
const raw = Float64Array.from(
  [0, 1, 2].flatMap((user) => {
    const [azimuth, elevation, delay] = polarOf(
      [positions[3 * user], positions[3 * user + 1], positions[3 * user + 2]],
      S3_SITE.position,
    );
    return [0, azimuth + 0.006, elevation, delay + 0.33, -80];
  }),
);

describe.each(sets)('targets of a network that is fed $kind features', (encoding) => {
  const targets = createTargets({ encoding, coordinates: { centre: [30, 20, 1.5], scale: 2 } });
  const features = encodeFeatures(raw, encoding);

  it('come back as the positions that they were made of', () => {
    expect(targets.restore(targets.answers(positions, features), features)).toBeAllclose(positions, { absolute: 1e-4 });
  });

  it('are small where the network answers with a correction', () => {
    const largest = Math.max(...targets.answers(positions, features).map(Math.abs));
    if (encoding.kind === 'raw') expect(largest).toBeGreaterThan(10);
    else expect(largest).toBeLessThan(2);
  });

  it('stay inside of the region where a fix is corrected', () => {
    const [x] = targets.restore(new Float32Array(9).fill(100), features);
    if (encoding.kind === 'raw') expect(x).toBe(230);
    else expect(x).toBe(S3_USER_REGION.maximum[0]);
  });
});
