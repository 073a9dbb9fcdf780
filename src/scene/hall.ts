/** The shell of a hall: what every indoor scene stands in. */
import type { RadioMaterial } from './materials.ts';
import type { SceneBuilder } from './scene-builder.ts';
import type { Bounds } from './scene.ts';

/**
 * Adds floor, ceiling and four walls; their surfaces face inwards, where everybody is.
 *
 * @param bounds extent of the room, metres
 * @param walls material of floor and walls
 * @param ceiling material of the ceiling
 */
export function addHall(builder: SceneBuilder, bounds: Bounds, walls: RadioMaterial, ceiling: RadioMaterial): void {
  const [x0, y0, z0] = bounds.minimum;
  const [x1, y1, z1] = bounds.maximum;
  builder.beginObject('Floor', walls, 'ground');
  builder.addPolygon([x0, y0, z0], [x1, y0, z0], [x1, y1, z0], [x0, y1, z0]);
  builder.beginObject('Ceiling', ceiling, 'ceiling');
  builder.addPolygon([x0, y0, z1], [x0, y1, z1], [x1, y1, z1], [x1, y0, z1]);
  builder.beginObject('South wall', walls, 'wall');
  builder.addPolygon([x0, y0, z0], [x0, y0, z1], [x1, y0, z1], [x1, y0, z0]);
  builder.beginObject('North wall', walls, 'wall');
  builder.addPolygon([x0, y1, z0], [x1, y1, z0], [x1, y1, z1], [x0, y1, z1]);
  builder.beginObject('West wall', walls, 'wall');
  builder.addPolygon([x0, y0, z0], [x0, y1, z0], [x0, y1, z1], [x0, y0, z1]);
  builder.beginObject('East wall', walls, 'wall');
  builder.addPolygon([x1, y0, z0], [x1, y0, z1], [x1, y1, z1], [x1, y1, z0]);
}
