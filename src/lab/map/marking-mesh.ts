/** Streets as the map draws them: flat strips on the ground, in the order in which they lie over one another. */
import { MARKING_KINDS, type SceneView } from '../../engine/frontend.ts';
import type { MapTheme } from './map-theme.ts';
import type { ColouredMesh } from './scene-mesh.ts';

/** The strips as triangles. */
export function buildMarkingMesh({ markings, bounds }: SceneView, theme: MapTheme): ColouredMesh {
  const { count, kinds, corners } = markings;
  const positions = new Float32Array(18 * count);
  const colours = new Float32Array(24 * count);
  for (let strip = 0; strip < count; strip++) {
    const [red, green, blue] = theme.marking[MARKING_KINDS[kinds[strip]]];
    [0, 1, 2, 0, 2, 3].forEach((corner, i) => {
      const [x, y] = corners.subarray(8 * strip + 2 * corner);
      positions.set([x, y, bounds.minimum[2]], 18 * strip + 3 * i);
      colours.set([red / 255, green / 255, blue / 255, 1], 24 * strip + 4 * i);
    });
  }
  return { positions, colours };
}
