import { describe, expect, it } from 'vitest';
import { openDataset } from './definition.ts';
import type { LinkSource } from './links.ts';
import { S3_2D } from './s3-2d.ts';
import { soundingDigest, trainingLinks } from './sounding-digest.ts';

describe('the digest of soundings', () => {
  it('is the same each time, and another one where paths or noise are others', () => {
    const dataset = openDataset(S3_2D);
    const links = trainingLinks(dataset);
    const digest = soundingDigest(dataset, links);
    expect(digest).toMatch(/^[0-9a-f]{8}$/);
    expect(soundingDigest(dataset)).toBe(digest);
    const weaker: LinkSource = {
      ...links,
      paths(user, site) {
        const paths = links.paths(user, site);
        return { ...paths, delays: paths.delays.map((delay) => delay * (1 + 1e-4)) };
      },
    };
    expect(soundingDigest(dataset, weaker)).not.toBe(digest);
    const noisier = { ...dataset, definition: { ...S3_2D, noiseSeed: S3_2D.noiseSeed + 1 } };
    expect(soundingDigest(noisier, links)).not.toBe(digest);
  });
});
