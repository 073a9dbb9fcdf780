/** The split by trajectory. */
import { createRandom } from '../numerics/random.ts';
import type { TrajectoriesDefinition } from './definition.ts';
import { SPLITS } from './definition.ts';

/**
 * Deals whole trajectories to the splits, after a seeded shuffle (Fisher and Yates).
 *
 * @param count number of trajectories
 * @returns index into `SPLITS` of each [count]
 */
export function dealTrajectories(count: number, split: TrajectoriesDefinition['split']): Uint8Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const random = createRandom(split.seed);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const training = Math.round(split.training * count);
  const validation = Math.round((split.training + split.validation) * count);
  const splits = new Uint8Array(count);
  order.forEach((trajectory, place) => {
    splits[trajectory] = SPLITS.indexOf(place < training ? 'training' : place < validation ? 'validation' : 'test');
  });
  return splits;
}
