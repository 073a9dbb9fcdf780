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

/** A vertical rectangle over a line. */
export const wall = (x0: number, y0: number, x1: number, y1: number, z0: number, z1: number): Vector3[] => [
  [x0, y0, z0],
  [x1, y1, z0],
  [x1, y1, z1],
  [x0, y0, z1],
];

/** Ground, two houses of unlike materials and a glass pane. */
export function yardScene(): Scene {
  const builder = new SceneBuilder();
  builder.beginObject('Ground', createMaterial('medium_dry_ground', 1), 'ground');
  builder.addPolygon([-60, -60, 0], [60, -60, 0], [60, 60, 0], [-60, 60, 0]);
  builder.beginObject('Brick house', createMaterial('brick', 0.2), 'building');
  builder.addBox({ minimum: [-10, 5, 0], maximum: [4, 15, 8] }, { bottom: false });
  builder.beginObject('Concrete house', createMaterial('concrete', 0.3), 'building');
  builder.addBox({ minimum: [2, -17, 0], maximum: [16, -6, 11] }, { bottom: false });
  builder.beginObject('Pane', createMaterial('glass', 0.01), 'wall');
  builder.addPolygon(...wall(-20, -12, -6, -9, 0.5, 6));
  return builder.build({ ...TITLE, id: 'yard' });
}
