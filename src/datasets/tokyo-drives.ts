/**
 * Drives along the avenues of the same town, for the memory of its places alone: fast vehicles keep to long straight lanes, on which
 * the routes of `tokyo-streets` and `tokyo-practice` leave gaps, and beyond a metre from every known place nothing looks familiar.
 */
import { thinRoutes } from '../scene/routes.ts';
import { buildTokyoRoutes } from '../scene/tokyo/routes.ts';
import type { TrajectoriesDefinition } from './definition.ts';
import { TOKYO_STREETS } from './tokyo-streets.ts';

/** The definition. */
export const TOKYO_DRIVES: TrajectoriesDefinition = {
  ...TOKYO_STREETS,
  id: 'tokyo-drives',
  title: 'Drives along the avenues of the Tokyo-style town, for known places alone (synthetic)',
  noiseSeed: 4403,
  routes: {
    seed: 4401,
    build: (seed) => thinRoutes(buildTokyoRoutes('fast', { trajectories: 2000, positions: 200, seed }), 10),
  },
  split: { training: 1, validation: 0, seed: 4402 },
  weightsFrom: 'tokyo-streets',
};
