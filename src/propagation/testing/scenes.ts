/** Small worlds whose answers are known, for tests. */
import type { RadioMaterial } from '../../scene/materials.ts';
import { createMaterial } from '../../scene/materials.ts';
import { SceneBuilder } from '../../scene/scene-builder.ts';
import type { Bounds, Scene, Vector3 } from '../../scene/scene.ts';
import type { AntennaPattern, Orientation, Site } from '../../scene/sites.ts';

const TITLE = { id: 'test', title: 'Test', summary: 'A test scene.', attribution: '' };

/** A scene of separate polygons, each an object named after its place in the list. */
export function polygonScene(polygons: readonly (readonly Vector3[])[], material: RadioMaterial): Scene {
  const builder = new SceneBuilder();
  polygons.forEach((corners, i) => {
    builder.beginObject(`Polygon ${i}`, material, 'wall');
    builder.addPolygon(...corners);
  });
  return builder.build(TITLE);
}

/** An empty box seen from inside. */
export function boxScene(bounds: Bounds, material: RadioMaterial = createMaterial('metal', 1)): Scene {
  const builder = new SceneBuilder();
  builder.beginObject('Box', material, 'wall');
  builder.addBox(bounds);
  return builder.build(TITLE);
}

/** A horizontal square at z = 0, centred on the origin. */
export function groundScene(halfWidth: number, material: RadioMaterial): Scene {
  const w = halfWidth;
  return polygonScene(
    [
      [
        [-w, -w, 0],
        [w, -w, 0],
        [w, w, 0],
        [-w, w, 0],
      ],
    ],
    material,
  );
}

/** One antenna at a point. */
export function siteAt(
  position: Vector3,
  pattern: AntennaPattern = 'iso',
  orientation: Orientation = { azimuth: 0, elevation: 0 },
): Site {
  return { name: 'Test site', position, orientation, panel: { rows: 1, columns: 1, spacing: 0.5, pattern } };
}
