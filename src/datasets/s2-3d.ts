/** Scenario S2 of the PE-MSRN paper in three dimensions: a factory, a 10 m grid at three heights, one site. */
import { RADIO_30GHZ } from '../channel/radio.ts';
import { S2_GRID, S2_USER_REGION } from '../scene/factory.ts';
import type { PositionsDefinition } from './definition.ts';

/** The definition; counts and ranges are the reading that `pe-msrn` states for what the paper leaves open. */
export const S2_3D: PositionsDefinition = {
  kind: 'positions',
  id: 's2-3d',
  title: 'Factory, 3-D',
  sceneId: 'factory',
  site: 0,
  radio: RADIO_30GHZ,
  dimensions: 3,
  region: S2_USER_REGION,
  grid: S2_GRID,
  trainingDraws: 32,
  validation: { count: 300, seed: 2101 },
  test: { count: 400, seed: 2102 },
  snrDb: [-10, 6],
  noiseSeed: 2103,
};
