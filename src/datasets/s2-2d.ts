/** Scenario S2 of the PE-MSRN paper in two dimensions: the factory, everybody at one known height. */
import type { PositionsDefinition } from './definition.ts';
import { atHeight } from './known-height.ts';
import { S2_3D } from './s2-3d.ts';

/** The definition. */
export const S2_2D: PositionsDefinition = {
  ...atHeight(S2_3D, 1.5),
  id: 's2-2d',
  title: 'Factory, 2-D',
  validation: { count: 300, seed: 2201 },
  test: { count: 400, seed: 2202 },
  noiseSeed: 2203,
};
