/** Scenario S3 of the PE-MSRN paper in three dimensions: an indoor hall, a 2 m grid at three heights, one site. */
import { RADIO_30GHZ } from '../channel/radio.ts';
import { S3_USER_REGION } from '../scene/s3.ts';
import { S3_GRID } from '../scene/user-sets.ts';
import type { PositionsDefinition } from './definition.ts';

/** The definition; counts and ranges are the reading that `pe-msrn` states for what the paper leaves open. */
export const S3_3D: PositionsDefinition = {
  kind: 'positions',
  id: 's3-3d',
  title: 'Indoor hall, 3-D',
  sceneId: 's3',
  site: 0,
  radio: RADIO_30GHZ,
  dimensions: 3,
  region: S3_USER_REGION,
  grid: S3_GRID,
  trainingDraws: 32,
  validation: { count: 300, seed: 3101 },
  test: { count: 400, seed: 3102 },
  snrDb: [-10, 6],
  noiseSeed: 3103,
};
