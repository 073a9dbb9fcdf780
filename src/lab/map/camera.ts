/** The camera: how it sees, and what keys and buttons do to it. */
import { OrbitView, type OrbitViewState, type Viewport } from '@deck.gl/core';

/** Space on each side of the map that panels cover, CSS pixels. */
export interface Insets {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The top left corner that the legend hangs in, width and height from the map's own corner, CSS pixels. */
  readonly corner: readonly [width: number, height: number];
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
  const { left, right, top, bottom } = padding;
  return new OrbitView({
    id: 'map',
    orbitAxis: 'Z',
    fovy: 34,
    near: 0.05,
    far: 40,
    padding: { left, right, top, bottom },
  });
}

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
