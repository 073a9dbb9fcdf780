/**
 * A small picture of a scene for lists: the map's own mesh and colours in parallel projection, painted by the processor, so
 * that it is true of the scene as it is and needs no second drawing context.
 */
import type { SceneView } from '../../engine/frontend.ts';
import type { Rgb } from '../styles/cividis.ts';
import type { MapTheme } from './map-theme.ts';
import { buildSceneMesh, type ColouredMesh } from './scene-mesh.ts';

/** Pixels in the order of `ImageData`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of every pixel, row by row from the top [height, width, 4]. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Where the eye is: turned from north towards east, and above the horizon, radians. */
const HEADING = (-24 * Math.PI) / 180;
const TILT = (48 * Math.PI) / 180;

/** Of a scene that is longer than this many times its width the middle is shown: the whole would be a thread. */
const LONGEST = 2.4;

/** How much larger than what fits: the corners of a turned scene are empty, and a picture is better full. */
const NEARNESS = 1.12;

/** Radius of a site's dot, parts of the picture's height. */
const SITE_RADIUS = 0.035;

const RIGHT = [Math.cos(HEADING), -Math.sin(HEADING)] as const;
const FORWARD = [Math.sin(HEADING), Math.cos(HEADING)] as const;

/** A point in the picture: pixels from the left, pixels from the top, and how near to the eye, metres. */
type Projected = readonly [x: number, y: number, nearness: number];

/** Chooses the scale at which the scene, or the middle of a long one, all but fits, and gives the projection. */
function projection({ minimum, maximum }: SceneView['bounds'], width: number, height: number) {
  const middle = [0, 1, 2].map((axis) => (minimum[axis] + maximum[axis]) / 2);
  const extent = [0, 1, 2].map((axis) => maximum[axis] - minimum[axis]);
  const shown = [0, 1].map((axis) => Math.min(extent[axis], LONGEST * extent[1 - axis]));
  const across = Math.abs(RIGHT[0]) * shown[0] + Math.abs(RIGHT[1]) * shown[1];
  const along = Math.abs(FORWARD[0]) * shown[0] + Math.abs(FORWARD[1]) * shown[1];
  const upright = along * Math.sin(TILT) + extent[2] * Math.cos(TILT);
  const scale = NEARNESS * Math.min(width / across, height / upright);
  return (x: number, y: number, z: number): Projected => {
    const [east, north, up] = [x - middle[0], y - middle[1], z - middle[2]];
    const right = east * RIGHT[0] + north * RIGHT[1];
    const forward = east * FORWARD[0] + north * FORWARD[1];
    return [
      width / 2 + scale * right,
      height / 2 - scale * (forward * Math.sin(TILT) + up * Math.cos(TILT)),
      up * Math.sin(TILT) - forward * Math.cos(TILT),
    ];
  };
}

/**
 * Paints a scene; the ground around it stays transparent.
 *
 * @param scene triangles with roles, and sites
 * @param theme colours
 * @param width pixels
 * @param height pixels
 */
export function paintScene(scene: SceneView, theme: MapTheme, width: number, height: number): Picture {
  const data = new Uint8ClampedArray(4 * width * height);
  const nearest = new Float32Array(width * height).fill(-Infinity);
  const project = projection(scene.bounds, width, height);

  const put = (pixel: number, red: number, green: number, blue: number, alpha: number): void => {
    const below = data[4 * pixel + 3] / 255;
    const out = alpha + below * (1 - alpha);
    [red, green, blue].forEach((value, k) => {
      data[4 * pixel + k] = (255 * value * alpha + data[4 * pixel + k] * below * (1 - alpha)) / out;
    });
    data[4 * pixel + 3] = 255 * out;
  };

  const paintMesh = ({ positions, colours }: ColouredMesh, isOneSided: boolean): void => {
    for (let corner = 0; 3 * corner < positions.length; corner += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => {
        const at = 3 * (corner + k);
        return project(positions[at], positions[at + 1], positions[at + 2]);
      });
      // Twice the area, positive where the corners run clockwise on a screen whose y points down: seen from behind.
      const area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
      if (area === 0 || (isOneSided && area > 0)) continue;
      const left = Math.max(0, Math.ceil(Math.min(a[0], b[0], c[0]) - 0.5));
      const right = Math.min(width - 1, Math.floor(Math.max(a[0], b[0], c[0]) - 0.5));
      const top = Math.max(0, Math.ceil(Math.min(a[1], b[1], c[1]) - 0.5));
      const bottom = Math.min(height - 1, Math.floor(Math.max(a[1], b[1], c[1]) - 0.5));
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const [x, y] = [column + 0.5, row + 0.5];
          const ofB = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / area;
          const ofC = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / area;
          const ofA = 1 - ofB - ofC;
          if (ofA < 0 || ofB < 0 || ofC < 0) continue;
          const pixel = row * width + column;
          const nearness = ofA * a[2] + ofB * b[2] + ofC * c[2];
          if (nearness < nearest[pixel]) continue;
          nearest[pixel] = nearness;
          const mix = (k: number): number =>
            ofA * colours[4 * corner + k] + ofB * colours[4 * corner + 4 + k] + ofC * colours[4 * corner + 8 + k];
          put(pixel, mix(0), mix(1), mix(2), mix(3));
        }
      }
    }
  };

  const paintDot = ([x, y]: Projected, radius: number, [red, green, blue]: Rgb): void => {
    for (let row = Math.max(0, Math.floor(y - radius)); row <= Math.min(height - 1, y + radius); row++) {
      for (let column = Math.max(0, Math.floor(x - radius)); column <= Math.min(width - 1, x + radius); column++) {
        const alpha = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(column + 0.5 - x, row + 0.5 - y)));
        if (alpha > 0) put(row * width + column, red / 255, green / 255, blue / 255, alpha);
      }
    }
  };

  const { floor, walls, solids } = buildSceneMesh(scene, theme);
  paintMesh(floor, false);
  paintMesh(walls, true);
  paintMesh(solids, false);
  for (const { position } of scene.sites) {
    const at = project(position[0], position[1], position[2]);
    paintDot(at, (SITE_RADIUS + 0.015) * height, theme.truthRim);
    paintDot(at, SITE_RADIUS * height, theme.site);
  }
  return { width, height, data };
}
