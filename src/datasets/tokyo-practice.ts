/**
 * Further routes through the same town, to train on: two hundred of them leave a seventh of the streets' lanes and pavements
 * unvisited, and there a network can but guess.
 */
import { thinRoutes } from '../scene/routes.ts';
import { buildTokyoRoutes } from '../scene/tokyo/routes.ts';
import type { TrajectoriesDefinition } from './definition.ts';
import { TOKYO_STREETS } from './tokyo-streets.ts';

/** The definition. */
export const TOKYO_PRACTICE: TrajectoriesDefinition = {
  ...TOKYO_STREETS,
  id: 'tokyo-practice',
  title: 'Further routes through the Tokyo-style town, for training alone (synthetic)',
  noiseSeed: 4303,
  routes: {
    seed: 4301,
    // Every tenth position: neighbours of a route teach little, another route more.
    build: (seed) => thinRoutes(buildTokyoRoutes('streets', { trajectories: 4000, positions: 200, seed }), 10),
  },
  split: { training: 1, validation: 0, seed: 4302 },
  weightsFrom: 'tokyo-streets',
};
