/**
 * The camera while the map lives: it keeps the whole scene in what the panels leave free, until the reader takes it.
 */
import type { Viewport } from '@deck.gl/core';
import { headingOf, orbit, pan, TILT_RANGE, viewportOf, type Camera, type Insets } from './camera.ts';
import { approachCamera, fitCamera, type Sight, type Turn } from './camera-fit.ts';
import { intersectPlane, type Point } from './ray-plane.ts';

/** Something that the camera may be asked to do. */
export type CameraIntent =
  | { readonly kind: 'orbit'; readonly azimuth: number; readonly tilt: number }
  | { readonly kind: 'pan'; readonly right: number; readonly forward: number }
  | { readonly kind: 'zoom'; readonly by: number };

/** A camera over an element. */
export interface MapCamera {
  /** Null before there is a scene to look at. */
  current(): Camera | null;
  /** What panels cover, as of the last fit. */
  insets(): Insets;
  /** Degrees from +y towards +x, 0 before there is a scene. */
  heading(): number;
  /** Looks at a scene from where a reader first sees it, or from where it is told to. */
  approach(sight: Sight, turn?: Turn): void;
  /** Shows all of a scene. */
  showAll(sight: Sight): void;
  /** Looks straight down, north up; the reader's own view from then on. */
  lookDown(sight: Sight): void;
  /** Keeps a scene in sight after panels or sizes have changed; a camera of the reader's own stays. True where it moved. */
  refit(sight: Sight | null, isTurnKept: boolean): boolean;
  /** A camera of the reader's own, which panels and sizes leave alone until it is reset. */
  take(camera: Camera): void;
  act(intent: CameraIntent): void;
  /** Turns metres into CSS pixels from the element's top left corner. */
  viewport(): Viewport | null;
  /** The point under a pixel on the plane through a point with a normal, or null where that plane is not seen. */
  pointOnPlane(x: number, y: number, at: Point, normal: Point): Point | null;
  /** The point under a pixel at height z, metres, or null where that plane is not seen. */
  pointAtHeight(x: number, y: number, z: number): Point | null;
  /** The place at height z, metres, in the middle of what panels leave of the map. */
  centre(z: number): Point | null;
}

/**
 * Starts a camera.
 *
 * @param element what the map is drawn on
 * @param measureInsets what panels cover of the element now
 * @param onChange told after every move, and with true where the scene was fitted anew
 */
export function createMapCamera(
  element: HTMLElement,
  measureInsets: () => Insets,
  onChange: (isFitted: boolean) => void,
): MapCamera {
  let camera: Camera | null = null;
  let isOwn = false;
  let isNear = true;
  let insets = measureInsets();

  // Asking an element for its size may cost a layout, and pointers ask for the viewport at every move.
  let width = element.clientWidth;
  let height = element.clientHeight;

  const measure = (): void => {
    width = element.clientWidth;
    height = element.clientHeight;
  };

  const fit = (sight: Sight, turn?: Turn): boolean => {
    measure();
    if (width < 2 || height < 2) return false;
    insets = measureInsets();
    camera = (isNear ? approachCamera : fitCamera)(sight, { width, height, insets }, turn);
    onChange(true);
    return true;
  };

  const take = (next: Camera): void => {
    isOwn = true;
    camera = next;
    onChange(false);
  };

  const viewport = (): Viewport | null => {
    return camera && width > 0 && height > 0 ? viewportOf(camera, width, height, insets) : null;
  };

  const pointOnPlane = (x: number, y: number, at: Point, normal: Point): Point | null => {
    const seen = viewport();
    if (!seen) return null;
    const behind = (depth: number): Point => seen.unproject([x, y, depth]) as [number, number, number];
    return intersectPlane(behind(0), behind(0.9), at, normal);
  };

  const pointAtHeight = (x: number, y: number, z: number): Point | null => pointOnPlane(x, y, [0, 0, z], [0, 0, 1]);

  return {
    current: () => camera,
    insets: () => insets,
    heading: () => (camera ? headingOf(camera) : 0),
    approach(sight, turn) {
      isOwn = false;
      isNear = true;
      fit(sight, turn);
    },
    showAll(sight) {
      isOwn = false;
      isNear = false;
      fit(sight);
    },
    lookDown(sight) {
      isOwn = true;
      isNear = false;
      fit(sight, { tilt: TILT_RANGE.maximum, heading: 0 });
    },
    refit(sight, isTurnKept) {
      measure();
      if (isOwn || !sight) return false;
      const turn = isTurnKept && camera ? { tilt: camera.rotationX, heading: camera.rotationOrbit } : undefined;
      return fit(sight, turn);
    },
    take,
    act(intent) {
      if (!camera) return;
      switch (intent.kind) {
        case 'orbit':
          return take(orbit(camera, intent.azimuth, intent.tilt));
        case 'pan':
          return take(pan(camera, intent.right, intent.forward, height));
        case 'zoom':
          return take({ ...camera, zoom: camera.zoom + intent.by });
        default:
          intent satisfies never;
      }
    },
    viewport,
    pointOnPlane,
    pointAtHeight,
    centre: (z) =>
      pointAtHeight((insets.left + width - insets.right) / 2, (insets.top + height - insets.bottom) / 2, z),
  };
}
