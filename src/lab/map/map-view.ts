/**
 * The map: deck.gl and its frames. No React: it watches the store, draws at most once a frame, and hands pointers and keys
 * to the lab. Picking is done on projected positions, so nothing is drawn twice for the pointer.
 */
import { Deck } from '@deck.gl/core';
import { LabError } from '../../errors/lab-error.ts';
import type { Lab } from '../state/lab.ts';
import { notifyError } from '../state/store.ts';
import { noteFirstMap } from '../state/timings.ts';
import { createView, type Camera, type Insets } from './camera.ts';
import { AROUND_TURN, sightAround, sightOf, type Sight } from './camera-fit.ts';
import { createMapDrag } from './drag.ts';
import { createFrameGate } from './frame-gate.ts';
import { readKey, type MapIntent } from './keyboard.ts';
import { actOnMap, createPointerHandlers } from './map-actions.ts';
import { createMapCamera } from './map-camera.ts';
import { createMapLayers } from './map-layers.ts';
import type { Point } from './ray-plane.ts';

/** A running map. */
export interface MapView {
  /** CSS pixels from the element's top left corner, or null before a scene is open. */
  project(point: Point): readonly [number, number] | null;
  /** The place on the ground in the middle of what is seen of the map, or null where that is the sky. */
  centre(): Point | null;
  /** Does what a key or a button means. */
  act(intent: MapIntent): void;
  /** Keeps what is looked at in sight after a panel has grown or shrunk. */
  makeRoom(): void;
  /** Calls back whenever something may have moved on the screen; returns a function that ends it. */
  onFrame(listener: () => void): () => void;
  destroy(): void;
}

/** Panels that cover the map while these are set. */
const COVERING = ['openStage', 'isComparing', 'room', 'mode', 'worldPanel'] as const;

/** Size of the marks on a map where a metre is 2^zoom pixels. */
function markScaleOf({ zoom }: Camera): number {
  return Math.min(1.25, Math.max(0.7, 2 ** zoom / 13));
}

/** Whether a canvas has another size than every canvas begins with. */
function isMeasured({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return width !== 300 || height !== 150;
}

/**
 * Starts the map in an element.
 *
 * @param element an empty element with an extent
 * @param lab store and actions
 * @param measureInsets what panels cover of the element now
 * @param software true where the processor paints: it should not paint four pixels for one
 */
export function createMapView(element: HTMLElement, lab: Lab, measureInsets: () => Insets, software: boolean): MapView {
  const { store } = lab;
  const frameListeners = new Set<() => void>();
  const gate = createFrameGate();
  const layers = createMapLayers();
  let markScale = 1;
  let isCameraMoved = false;
  let isOverSite = false;
  let firstMap: 'none' | 'sent' | 'painted' = 'none';
  let shownWorld: Float32Array | null = null;
  let frame = 0;

  const surface = document.createElement('div');
  // Until deck.gl has measured its canvas, that has a canvas's first size, and a picture would be stretched from it.
  surface.style.cssText = 'position:absolute;inset:0;visibility:hidden';
  element.append(surface);

  const schedule = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };

  const camera = createMapCamera(element, measureInsets, (isFitted) => {
    isCameraMoved = true;
    schedule();
    const current = camera.current();
    if (!isFitted || !current) return;
    // Together: a view that is drawn with the state of before would take that for the reader's own.
    deck.setProps({ views: createView(camera.insets()), viewState: current });
    const scale = markScaleOf(current);
    if (Math.abs(scale - markScale) >= 0.05) markScale = scale;
  });

  const deck = new Deck({
    parent: surface,
    views: createView(camera.insets()),
    viewState: { target: [0, 0, 0], zoom: 0 },
    controller: false,
    // The processor would paint every pixel four times over; lines and marks smooth their own edges.
    deviceProps: { type: 'webgl', webgl: { antialias: !software } },
    useDevicePixels: software ? 1 : Math.min(2, globalThis.devicePixelRatio || 1),
    layers: [],
    getCursor: ({ isDragging }) => {
      const { isPlacingSite, hoveredUser } = store.getState();
      if (isPlacingSite) return 'crosshair';
      if (isOverSite || hoveredUser !== null) return 'pointer';
      return isDragging ? 'grabbing' : 'grab';
    },
    onAfterRender: ({ gl }) => {
      gate.sent(gl);
      if (isMeasured(gl.canvas)) surface.style.visibility = 'visible';
      if (firstMap !== 'none' || store.getState().fixes.answered === 0) return;
      firstMap = 'sent';
      schedule();
    },
    onViewStateChange: ({ viewState }) => camera.take(viewState as Camera),
    onError: (error) => {
      notifyError(store, new LabError('device', `The map failed: ${error.message}.`, 'Reload the page.'));
    },
  });

  const sight = (): Sight | null => {
    const { session, room, selectedUser, truth } = store.getState();
    if (!session) return null;
    return room === 'denoising' && selectedUser !== null ? sightAround(truth, selectedUser) : sightOf(session.scene);
  };

  const tellFrame = (): void => {
    for (const listener of frameListeners) listener();
  };

  const draw = (): void => {
    frame = 0;
    // Whatever is still being painted: a camera that turned to the scene later would turn under the reader's hands.
    showWorld();
    if (!gate.isOpen()) {
      schedule();
      return;
    }
    if (firstMap === 'sent') {
      firstMap = 'painted';
      noteFirstMap();
    }
    const current = camera.current();
    const moved = isCameraMoved && current !== null;
    isCameraMoved = false;
    const changed = layers.update(store.getState(), markScale);
    if (moved) deck.setProps({ viewState: current });
    if (changed) deck.setProps({ layers: [...changed] });
    if (changed || moved) tellFrame();
  };

  /** Another world is looked at from where a reader first sees it. */
  const showWorld = (): void => {
    const { session } = store.getState();
    if (!session || session.scene.positions === shownWorld) return;
    shownWorld = session.scene.positions;
    deck.setProps({ controller: { keyboard: false, doubleClickZoom: false, inertia: !software } });
    camera.approach(sightOf(session.scene));
  };

  const drag = createMapDrag(
    element,
    createPointerHandlers(lab, camera, (target) => {
      isOverSite = target !== null && target.kind !== 'user';
    }),
  );

  const keydown = (event: KeyboardEvent): void => {
    if (event.target !== element) return;
    const intent = readKey(event, camera.heading());
    if (!intent) return;
    event.preventDefault();
    actOnMap(lab, camera, intent);
  };
  element.addEventListener('keydown', keydown);

  const watcher = new ResizeObserver(() => {
    if (!camera.refit(sight(), false)) tellFrame();
  });
  watcher.observe(element);
  const unsubscribe = store.subscribe((state, previous) => {
    schedule();
    const isStage = state.room === 'denoising';
    const isApproached =
      isStage !== (previous.room === 'denoising') || (isStage && state.selectedUser !== previous.selectedUser);
    if (isApproached) {
      requestAnimationFrame(() => {
        const next = sight();
        if (next) camera.approach(next, isStage ? AROUND_TURN : undefined);
      });
    } else if (COVERING.some((key) => state[key] !== previous[key])) {
      requestAnimationFrame(() => camera.refit(sight(), true));
    }
  });
  schedule();

  return {
    project(point) {
      const place = camera.viewport()?.project([...point]);
      return place ? [place[0], place[1]] : null;
    },
    centre() {
      const { session } = store.getState();
      return session && camera.centre(session.scene.bounds.minimum[2]);
    },
    act: (intent) => actOnMap(lab, camera, intent),
    makeRoom: () => void camera.refit(sight(), true),
    onFrame(listener) {
      frameListeners.add(listener);
      return () => frameListeners.delete(listener);
    },
    destroy() {
      cancelAnimationFrame(frame);
      unsubscribe();
      watcher.disconnect();
      drag.destroy();
      element.removeEventListener('keydown', keydown);
      deck.finalize();
      surface.remove();
    },
  };
}
