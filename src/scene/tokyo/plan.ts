/** The whole town as data: streets, buildings, viaducts. Scene, sites and routes are made from one plan. */
import { createRandom } from '../../numerics/random.ts';
import type { TownPlan } from './blocks.ts';
import { planTown } from './blocks.ts';
import type { Building } from './buildings.ts';
import { planBuildings } from './buildings.ts';
import type { Viaduct } from './viaduct.ts';
import { planViaducts } from './viaduct.ts';

/** Which town to build. */
export interface TokyoOptions {
  /** Every seed gives another town of the same kind. */
  readonly seed?: number;
  /** Side of the town in units of 600 m: 2 and 4 give 4 and 16 times the buildings at the same density. */
  readonly tiles?: number;
}

/** The town of the built-in scene. */
const TOKYO_SEED = 35;

/** Streets, buildings and viaducts of a town. */
export interface TokyoPlan extends TownPlan {
  readonly buildings: readonly Building[];
  readonly viaducts: readonly Viaduct[];
}

/** Plans a town; equal options give equal towns. */
export function planTokyo({ seed = TOKYO_SEED, tiles = 1 }: TokyoOptions = {}): TokyoPlan {
  const town = planTown(tiles, createRandom(seed, 1));
  const buildings = planBuildings(town.plots, town.network.streets, createRandom(seed, 2));
  return { ...town, buildings, viaducts: planViaducts(town.network) };
}
