/** Where the camera begins: a hall as a whole; a town from nearer, with every site in sight, running on under the panels. */
import type { Viewport } from '@deck.gl/core';
import type { SceneView } from '../../engine/frontend.ts';
import { viewportOf, type Camera, type Insets } from './camera.ts';
import type { Bounds, Point } from './ray-plane.ts';

/** What the camera is to show. */
export interface Sight {
  readonly bounds: Bounds;
  /** Places that are always in sight, such as the sites. */
  readonly landmarks: readonly Point[];
  /** True for a scene without walls around it, of which the middle stands for the whole. */
  readonly isOpen: boolean;
}

/** What there is to see in a scene. */
export function sightOf({ bounds, sites, objects }: SceneView): Sight {
  return {
    bounds,
    landmarks: sites.map(({ position }) => position),
    isOpen: objects.every(({ role }) => role !== 'wall'),
  };
}

/** How far around a user the streets are shown that its fix is about, and how high, metres. */
const AROUND = { reach: 55, height: 10 } as const;

/** From where that is seen: high enough for the roofs to leave the streets in sight. */
export const AROUND_TURN: Turn = { tilt: 68, heading: -12 };

/** A user and the streets around it. */
export function sightAround(positions: ArrayLike<number>, user: number): Sight {
  const [x, y, z] = [0, 1, 2].map((axis) => positions[3 * user + axis]);
  return {
    bounds: {
      minimum: [x - AROUND.reach, y - AROUND.reach, z],
      maximum: [x + AROUND.reach, y + AROUND.reach, z + AROUND.height],
    },
    landmarks: [],
    isOpen: false,
  };
}

/** Tilt and heading of a camera, degrees. */
export interface Turn {
  readonly tilt: number;
  readonly heading: number;
}

/** A map of some size, and what panels cover of it; CSS pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly insets: Insets;
}

/** Pixels that stay free between the scene and the panels. */
const AIR = 14;

/** Of the ground of an open scene this share is in sight at first. */
const OPEN_SHARE = 0.72;

/** Places along each side of the ground that stand for it. */
const GROUND_SAMPLES = 13;

/** A scene that is longer than this many times its width lies along the diagonal of the map. */
const LONG = 3;

/** The part of a map that no panel covers. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxOf({ width, height, insets }: Frame): Box {
  return {
    left: insets.left + AIR,
    right: width - insets.right - AIR,
    top: insets.top + AIR,
    bottom: height - insets.bottom - AIR,
  };
}

/**
 * A camera that sees a whole scene and all its landmarks where no panel covers the map.
 *
 * @param turn where it looks; left out for the first sight
 */
export function fitCamera(sight: Sight, frame: Frame, turn: Turn = firstTurn(sight, frame)): Camera {
  const box = boxOf(frame);
  const camera = fitInto(box, sight, frame, turn);
  const { insets, width, height } = frame;
  if (!hidesAny(viewportOf(camera, width, height, insets), sight.landmarks, insets)) return camera;
  // A scene in perspective has no corner where the legend hangs, unless something stands there: then it makes way.
  const beside = fitInto({ ...box, left: insets.corner[0] + AIR }, sight, frame, turn);
  const below = fitInto({ ...box, top: insets.corner[1] + AIR }, sight, frame, turn);
  return beside.zoom > below.zoom ? beside : below;
}

/** A camera that sees a scene and its landmarks within a part of the map. */
function fitInto(box: Box, { bounds, landmarks }: Sight, frame: Frame, turn: Turn): Camera {
  const { minimum, maximum } = bounds;
  const target: [number, number, number] = [
    (minimum[0] + maximum[0]) / 2,
    (minimum[1] + maximum[1]) / 2,
    minimum[2] + 0.25 * (maximum[2] - minimum[2]),
  ];
  const camera: Camera = { target, zoom: 0, rotationX: turn.tilt, rotationOrbit: turn.heading };
  const outline = [...cornersOf(bounds), ...landmarks];
  const look = (): Viewport => viewportOf(camera, frame.width, frame.height, frame.insets);
  // Zoom and shift pull at each other; a few rounds settle them.
  for (let round = 0; round < 4; round++) {
    camera.zoom = largestZoom(-12, 16, (zoom) => {
      camera.zoom = zoom;
      const extent = extentOf(look(), outline);
      return extent.right - extent.left <= box.right - box.left && extent.bottom - extent.top <= box.bottom - box.top;
    });
    const viewport = look();
    const extent = extentOf(viewport, outline);
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

/**
 * The first sight of a scene: an open one is approached until most of its ground and all its landmarks are just in sight.
 *
 * @param turn where it looks; left out for the first sight
 */
export function approachCamera(sight: Sight, frame: Frame, turn?: Turn): Camera {
  const whole = fitCamera(sight, frame, turn);
  if (!sight.isOpen) return whole;
  const box = boxOf(frame);
  const ground = groundOf(sight.bounds);
  const isInside = ([x, y]: readonly number[]): boolean =>
    x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  const zoom = largestZoom(whole.zoom, whole.zoom + 3, (candidate) => {
    const viewport = viewportOf({ ...whole, zoom: candidate }, frame.width, frame.height, frame.insets);
    const seen = ground.filter((place) => isInside(viewport.project([...place]))).length;
    return (
      seen >= OPEN_SHARE * ground.length &&
      sight.landmarks.every((place) => isInside(viewport.project([...place]))) &&
      !hidesAny(viewport, sight.landmarks, frame.insets)
    );
  });
  return { ...whole, zoom };
}

/**
 * On a wide map from the south, a little from the east, so that the long side of a scene lies across; on a tall one from
 * the east, so that it leads away; a very long scene from wherever it is largest.
 */
function firstTurn(sight: Sight, frame: Frame): Turn {
  const { width, height, insets } = frame;
  const isWide = width - insets.left - insets.right > 1.2 * (height - insets.top - insets.bottom);
  const usual: Turn = isWide ? { tilt: 46, heading: -12 } : { tilt: 50, heading: -78 };
  const { minimum, maximum } = sight.bounds;
  const [east, north] = [0, 1].map((axis) => maximum[axis] - minimum[axis]);
  if (Math.max(east, north) < LONG * Math.min(east, north)) return usual;
  const turns = Array.from({ length: 16 }, (_, i): Turn => ({ tilt: usual.tilt, heading: -6 * i }));
  const zooms = turns.map((turn) => fitCamera(sight, frame, turn).zoom);
  return turns[zooms.indexOf(Math.max(...zooms))];
}

/** The largest zoom at which something holds, between one at which it does and one at which it does not. */
function largestZoom(low: number, high: number, holds: (zoom: number) => boolean): number {
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Corners of a box, those of its ground moved outwards for the numbers that stand along its rims. */
function cornersOf({ minimum, maximum }: Bounds): Point[] {
  const label = 0.05 * Math.max(maximum[0] - minimum[0], maximum[1] - minimum[1]);
  return [minimum[0], maximum[0] + label].flatMap((x) =>
    [minimum[1] - label, maximum[1]].flatMap((y) => [minimum[2], maximum[2]].map((z): Point => [x, y, z])),
  );
}

function groundOf({ minimum, maximum }: Bounds): Point[] {
  const places = Array.from({ length: GROUND_SAMPLES }, (_, i) => i / (GROUND_SAMPLES - 1));
  return places.flatMap((u) =>
    places.map((v): Point => [
      minimum[0] + u * (maximum[0] - minimum[0]),
      minimum[1] + v * (maximum[1] - minimum[1]),
      minimum[2],
    ]),
  );
}

/** Whether the legend's corner hides one of some places. */
function hidesAny(viewport: Viewport, places: readonly Point[], { corner: [width, height] }: Insets): boolean {
  return places.some((place) => {
    const [x, y] = viewport.project([...place]);
    return x < width + AIR && y < height + AIR;
  });
}

/** The rectangle that some places take on the screen; endless where one is behind the eye. */
function extentOf(viewport: Viewport, places: readonly Point[]): Box {
  const extent = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const place of places) {
    const [x, y, depth] = viewport.project([...place]);
    if (!(depth < 1)) return { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
    extent.left = Math.min(extent.left, x);
    extent.right = Math.max(extent.right, x);
    extent.top = Math.min(extent.top, y);
    extent.bottom = Math.max(extent.bottom, y);
  }
  return extent;
}
