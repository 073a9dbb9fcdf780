/** Scenario S1 of the PE-MSRN paper: a highway, every 50 m of every lane at three heights, one site. */
import { RADIO_30GHZ } from '../channel/radio.ts';
import { S1_GRID, S1_USER_REGION } from '../scene/highway.ts';
import type { PositionsDefinition } from './definition.ts';

/** The definition; counts and ranges are the reading that `pe-msrn` states for what the paper leaves open. */
export const S1_3D: PositionsDefinition = {
  kind: 'positions',
  id: 's1-3d',
  title: 'Highway, 3-D',
  sceneId: 'highway',
  site: 0,
  radio: RADIO_30GHZ,
  dimensions: 3,
  region: S1_USER_REGION,
  grid: S1_GRID,
  trainingDraws: 32,
  validation: { count: 300, seed: 1101 },
  test: { count: 400, seed: 1102 },
  snrDb: [-10, 6],
  noiseSeed: 1103,
};
