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

/** First sight: from the south, a little from the east, so that the long side of a scene lies across the screen. */
const FIRST_TILT = 36;
const FIRST_TURN = 20;
/** Pixels that stay free between the scene and the panels. */
const AIR = 26;

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
  turn: { readonly tilt: number; readonly heading: number } = { tilt: FIRST_TILT, heading: -FIRST_TURN },
): Camera {
  const { minimum, maximum } = bounds;
  const target: [number, number, number] = [
    (minimum[0] + maximum[0]) / 2,
    (minimum[1] + maximum[1]) / 2,
    minimum[2] + 0.25 * (maximum[2] - minimum[2]),
  ];
  const camera: Camera = { target, zoom: 0, rotationX: turn.tilt, rotationOrbit: turn.heading };
  const box = {
    left: insets.left + AIR,
    right: width - insets.right - AIR,
    top: insets.top + AIR,
    bottom: height - insets.bottom - AIR,
  };
  let [low, high] = [-12, 16];
  for (let step = 0; step < 30; step++) {
    camera.zoom = (low + high) / 2;
    if (fits(viewportOf(camera, width, height, insets), bounds, box)) low = camera.zoom;
    else high = camera.zoom;
  }
  camera.zoom = low;
  return camera;
}

function fits(
  viewport: Viewport,
  bounds: Bounds,
  box: { left: number; right: number; top: number; bottom: number },
): boolean {
  for (let corner = 0; corner < 8; corner++) {
    const point = [0, 1, 2].map((axis) => ((corner >> axis) & 1 ? bounds.maximum : bounds.minimum)[axis]);
    const [x, y] = viewport.project(point);
    if (!(x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)) return false;
  }
  return true;
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
