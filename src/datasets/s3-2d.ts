/** Scenario S3 of the PE-MSRN paper in two dimensions: the indoor hall, everybody at one known height. */
import type { PositionsDefinition } from './definition.ts';
import { S3_3D } from './s3-3d.ts';
import { atHeight } from './known-height.ts';

/** The definition. */
export const S3_2D: PositionsDefinition = {
  ...atHeight(S3_3D, 1.5),
  id: 's3-2d',
  title: 'Indoor hall, 2-D',
  validation: { count: 300, seed: 3201 },
  test: { count: 400, seed: 3202 },
  noiseSeed: 3203,
};
