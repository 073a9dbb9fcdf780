/** The camera: where it begins, and what the keys and buttons do to it. */
import { OrbitView, type OrbitViewState, type Viewport } from '@deck.gl/core';
import type { Bounds } from './ray-plane.ts';

/** Space on each side of the map that panels cover, CSS pixels. */
export interface Insets {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The part of deck.gl's orbit state that we set. */
export interface Camera extends OrbitViewState {
  target: [number, number, number];
  zoom: number;
  rotationX: number;
  rotationOrbit: number;
}

/** The one view of the map. */
export function createView(padding: Insets): OrbitView {
  return new OrbitView({ id: 'map', orbitAxis: 'Z', fovy: 34, near: 0.05, far: 40, padding: { ...padding } });
}

/**
 * First sight of a map: on a wide one from the south, a little from the east, so that the long side of a scene lies
 * across; on a tall one from the east, so that it leads away.
 */
function firstSight(width: number, height: number): { readonly tilt: number; readonly heading: number } {
  return width > 1.2 * height ? { tilt: 46, heading: -12 } : { tilt: 50, heading: -78 };
}

/** Pixels that stay free between the scene and the panels. */
const AIR = 14;

/** The viewport of a camera on a map of some size. */
export function viewportOf(camera: Camera, width: number, height: number, insets: Insets): Viewport {
  const viewport = createView(insets).makeViewport({ width, height, viewState: camera });
  if (!viewport) throw new Error('a map without an extent has no viewport');
  return viewport;
}

/** Heading of a camera: degrees from +y towards +x, 0 where it looks north. */
export function headingOf(camera: Camera): number {
  return camera.rotationOrbit;
}

/**
 * A camera that sees the whole scene in the part of the map that no panel covers.
 *
 * @param bounds the scene
 * @param width width of the map, CSS pixels
 * @param height height of the map, CSS pixels
 * @param insets what panels cover
 * @param turn tilt and heading, degrees; left out for the first sight
 */
export function fitCamera(
  bounds: Bounds,
  width: number,
  height: number,
  insets: Insets,
  turn: { readonly tilt: number; readonly heading: number } = firstSight(
    width - insets.left - insets.right,
    height - insets.top - insets.bottom,
  ),
): Camera {
  const { minimum, maximum } = bounds;
  const target: [number, number, number] = [
    (minimum[0] + maximum[0]) / 2,
    (minimum[1] + maximum[1]) / 2,
    minimum[2] + 0.25 * (maximum[2] - minimum[2]),
  ];
  const camera: Camera = { target, zoom: 0, rotationX: turn.tilt, rotationOrbit: turn.heading };
  // Axis labels stand outside the scene.
  const label = 0.05 * Math.max(maximum[0] - minimum[0], maximum[1] - minimum[1]);
  const seen: Bounds = {
    minimum: [minimum[0], minimum[1] - label, minimum[2]],
    maximum: [maximum[0] + label, maximum[1], maximum[2]],
  };
  const box = {
    left: insets.left + AIR,
    right: width - insets.right - AIR,
    top: insets.top + AIR,
    bottom: height - insets.bottom - AIR,
  };
  // Zoom and shift pull at each other; a few rounds settle them.
  for (let round = 0; round < 4; round++) {
    let [low, high] = [-12, 16];
    for (let step = 0; step < 24; step++) {
      camera.zoom = (low + high) / 2;
      const extent = extentOf(viewportOf(camera, width, height, insets), seen);
      const inside =
        extent.right - extent.left <= box.right - box.left && extent.bottom - extent.top <= box.bottom - box.top;
      if (inside) low = camera.zoom;
      else high = camera.zoom;
    }
    camera.zoom = low;
    const viewport = viewportOf(camera, width, height, insets);
    const extent = extentOf(viewport, seen);
    const middle = viewport.project(camera.target);
    const shifted = viewport.unproject([
      middle[0] + (extent.left + extent.right - box.left - box.right) / 2,
      middle[1] + (extent.top + extent.bottom - box.top - box.bottom) / 2,
      middle[2],
    ]);
    camera.target = [shifted[0], shifted[1], shifted[2]];
  }
  return camera;
}

/** The rectangle that a box takes on the screen; endless where it reaches behind the eye. */
function extentOf(viewport: Viewport, bounds: Bounds): { left: number; right: number; top: number; bottom: number } {
  const extent = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (let corner = 0; corner < 8; corner++) {
    const point = [0, 1, 2].map((axis) => ((corner >> axis) & 1 ? bounds.maximum : bounds.minimum)[axis]);
    const [x, y, depth] = viewport.project(point);
    if (!(depth < 1)) return { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
    extent.left = Math.min(extent.left, x);
    extent.right = Math.max(extent.right, x);
    extent.top = Math.min(extent.top, y);
    extent.bottom = Math.max(extent.bottom, y);
  }
  return extent;
}

/** The camera after a turn, degrees; it never goes below the floor nor past straight down. */
export function orbit(camera: Camera, azimuth: number, tilt: number): Camera {
  return {
    ...camera,
    rotationOrbit: camera.rotationOrbit + azimuth,
    rotationX: Math.min(TILT_RANGE.maximum, Math.max(TILT_RANGE.minimum, camera.rotationX + tilt)),
  };
}

/** Tilts the camera may have, degrees above the horizon. */
export const TILT_RANGE = { minimum: 4, maximum: 90 } as const;

/** The camera after a shift, tenths of a screen. */
export function pan(camera: Camera, right: number, forward: number, height: number): Camera {
  const heading = (headingOf(camera) * Math.PI) / 180;
  const step = (0.1 * height) / 2 ** camera.zoom;
  return {
    ...camera,
    target: [
      camera.target[0] + step * (right * Math.cos(heading) + forward * Math.sin(heading)),
      camera.target[1] + step * (forward * Math.cos(heading) - right * Math.sin(heading)),
      camera.target[2],
    ],
  };
}
