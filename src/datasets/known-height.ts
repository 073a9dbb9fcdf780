/** From three dimensions to two: everybody at one known height. */
import type { PositionsDefinition } from './definition.ts';

/**
 * The region, the grid and the coordinates of a dataset whose users all keep one known height.
 *
 * @param height metres
 */
export function atHeight(definition: PositionsDefinition, height: number): PositionsDefinition {
  const { region, grid } = definition;
  return {
    ...definition,
    dimensions: 2,
    region: {
      minimum: [region.minimum[0], region.minimum[1], height],
      maximum: [region.maximum[0], region.maximum[1], height],
    },
    grid: { ...grid, heights: [height] },
  };
}
