/** Vehicles at 15 to 25 m/s in the same town: a test of what was trained on `tokyo-streets`. */
import { buildTokyoRoutes } from '../scene/tokyo/routes.ts';
import type { TrajectoriesDefinition } from './definition.ts';
import { TOKYO_STREETS } from './tokyo-streets.ts';

/** The definition. */
export const TOKYO_FAST: TrajectoriesDefinition = {
  ...TOKYO_STREETS,
  id: 'tokyo-fast',
  title: 'Fast vehicles in the Tokyo-style town (synthetic)',
  noiseSeed: 4203,
  routes: {
    seed: 4201,
    build: (seed) => buildTokyoRoutes('fast', { trajectories: 100, positions: 200, seed }),
  },
  split: { training: 0, validation: 0, seed: 4202 },
  weightsFrom: 'tokyo-streets',
};
