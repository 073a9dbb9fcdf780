/** A city of boxes by the square, to see how costs grow with its size at equal density. */
import { createRandom } from '../../numerics/random.ts';
import { createMaterial } from '../../scene/materials.ts';
import { SceneBuilder } from '../../scene/scene-builder.ts';
import type { Bounds, Scene, Vector3 } from '../../scene/scene.ts';

/** From one house to the next, metres. */
const PITCH = 37.5;

/** The polygons of each house, the ground first. */
export interface BoxCity {
  readonly scene: Scene;
  /** Extents of the houses, metres. */
  readonly houses: readonly Bounds[];
  /** Half the city's width, metres. */
  readonly half: number;
}

/**
 * Builds the city: houses of 6 to 35 m, and a few towers.
 *
 * @param rows houses in a row, and rows
 * @param seed equal seeds give equal cities
 */
export function buildBoxCity(rows: number, seed: number): BoxCity {
  const random = createRandom(seed);
  const builder = new SceneBuilder();
  const half = (rows * PITCH) / 2;
  builder.beginObject('Ground', createMaterial('concrete'), 'ground');
  builder.addPolygon([-half, -half, 0], [half, -half, 0], [half, half, 0], [-half, half, 0]);
  const materials = (['concrete', 'brick', 'glass', 'metal'] as const).map((name) => createMaterial(name));
  const houses: Bounds[] = [];
  for (let i = 0; i < rows * rows; i++) {
    const x = -half + ((i % rows) + 0.5) * PITCH + 2 * (random.uniform() - 0.5);
    const y = -half + (Math.floor(i / rows) + 0.5) * PITCH + 2 * (random.uniform() - 0.5);
    const kind = random.uniform();
    const [low, range] = kind < 0.6 ? [6, 10] : kind < 0.93 ? [15, 20] : [40, 50];
    const height = low + range * random.uniform();
    const width = 9 + 7 * random.uniform();
    const depth = 9 + 7 * random.uniform();
    builder.beginObject(`House ${i}`, materials[Math.floor(4 * random.uniform())], 'building', true);
    const house: Bounds = { minimum: [x - width, y - depth, 0], maximum: [x + width, y + depth, height] };
    builder.addBox(house, { bottom: false });
    houses.push(house);
  }
  return {
    scene: builder.build({ id: 'boxes', title: 'City of boxes', summary: 'Boxes.', attribution: '' }),
    houses,
    half,
  };
}

/**
 * Five masts, each 3 m over the roof of a house within 200 m of the city's middle, so that a larger city has the same.
 *
 * @param city see `buildBoxCity`
 */
export function mastsOf({ houses, half }: BoxCity): Vector3[] {
  const reach = Math.min(half, 200);
  return [
    [0, 0],
    [0.7, 0.5],
    [-0.7, 0.5],
    [0.5, -0.7],
    [-0.5, -0.5],
  ].map(([u, v]): Vector3 => {
    const distance = ({ minimum, maximum }: Bounds): number =>
      Math.hypot((minimum[0] + maximum[0]) / 2 - u * reach, (minimum[1] + maximum[1]) / 2 - v * reach);
    const { minimum, maximum } = houses.reduce((a, b) => (distance(b) < distance(a) ? b : a));
    return [(minimum[0] + maximum[0]) / 2, (minimum[1] + maximum[1]) / 2, maximum[2] + 3];
  });
}
