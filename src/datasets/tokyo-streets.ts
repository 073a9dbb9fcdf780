/** Unseen trajectories in a Tokyo-style town: pedestrians and vehicles on its streets, before five sites at 3.5 GHz. */
import { CITY_LINK_BUDGET } from '../channel/link-budget.ts';
import { RADIO_3_5GHZ } from '../channel/radio.ts';
import { buildTokyoRoutes } from '../scene/tokyo/routes.ts';
import type { TrajectoriesDefinition } from './definition.ts';

/** The definition. */
export const TOKYO_STREETS: TrajectoriesDefinition = {
  kind: 'trajectories',
  id: 'tokyo-streets',
  title: 'Tokyo-style streets (synthetic)',
  sceneId: 'tokyo',
  radio: RADIO_3_5GHZ,
  dimensions: 2,
  noiseSeed: 4103,
  routes: {
    seed: 4101,
    build: (seed) => buildTokyoRoutes('streets', { trajectories: 300, positions: 200, seed }),
  },
  split: { training: 0.7, validation: 0.15, seed: 4102 },
  linkBudget: CITY_LINK_BUDGET,
  trace: { maximumReflections: 2, diffraction: 'edge-and-reflection' },
};
