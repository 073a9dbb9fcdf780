/**
 * The map: deck.gl, its camera, and the pointer. No React: it watches the store, draws at most once a frame, and sends
 * intents to the lab. Picking is done here on projected positions, so nothing is drawn twice for the pointer.
 */
import { Deck, type Layer } from '@deck.gl/core';
import { LabError } from '../../errors/lab-error.ts';
import type { Lab } from '../state/lab.ts';
import { notifyError, type LabState } from '../state/store.ts';
import {
  createView,
  fitCamera,
  headingOf,
  orbit,
  pan,
  TILT_RANGE,
  viewportOf,
  type Camera,
  type Insets,
} from './camera.ts';
import { createFrameGate } from './frame-gate.ts';
import { createUserDrag, type PointerHandlers } from './drag.ts';
import { readKey, type MapIntent } from './keyboard.ts';
import { createMarkerAtlas } from './marker-atlas.ts';
import { pickNearest } from './pick.ts';
import { clampToBounds, intersectHorizontalPlane, type Point } from './ray-plane.ts';
import { buildSceneLayers } from './scene-layers.ts';
import { buildSelectionLayers } from './selection-layers.ts';
import { buildUserLayers } from './user-layers.ts';

/** A running map. */
export interface MapView {
  /** CSS pixels from the element's top left corner, or null before a scene is open. */
  project(point: Point): readonly [number, number] | null;
  /** Does what a key or a button means. */
  act(intent: MapIntent): void;
  /** Looks straight down, north up. */
  lookDown(): void;
  /** Calls back whenever something may have moved on the screen; returns a function that ends it. */
  onFrame(listener: () => void): () => void;
  destroy(): void;
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
  const atlas = createMarkerAtlas();
  const frameListeners = new Set<() => void>();
  let insets = measureInsets();
  let size = { width: element.clientWidth, height: element.clientHeight };
  let camera: Camera | null = null;
  let ownView = false;
  let markScale = 1;
  let marksResized = false;
  let cameraMoved = false;
  const gate = createFrameGate();
  let drawn: LabState | null = null;
  let groups: { fixed: Layer[]; users: Layer[]; selection: Layer[] } = { fixed: [], users: [], selection: [] };
  let frame = 0;

  const surface = document.createElement('div');
  surface.style.cssText = 'position:absolute;inset:0';
  element.append(surface);

  const deck = new Deck({
    parent: surface,
    views: createView(insets),
    viewState: { target: [0, 0, 0], zoom: 0 },
    controller: false,
    // The processor would paint every pixel four times over; lines and marks smooth their own edges.
    deviceProps: { type: 'webgl', webgl: { antialias: !software } },
    useDevicePixels: software ? 1 : Math.min(2, globalThis.devicePixelRatio || 1),
    layers: [],
    getCursor: ({ isDragging }) =>
      store.getState().hoveredUser !== null ? 'pointer' : isDragging ? 'grabbing' : 'grab',
    onAfterRender: ({ gl }) => gate.sent(gl),
    onViewStateChange: ({ viewState }) => moveCamera(viewState as Camera),
    onError: (error) => {
      notifyError(store, new LabError('device', `The map failed: ${error.message}.`, 'Reload the page.'));
    },
  });

  const setCamera = (next: Camera): void => {
    camera = next;
    cameraMoved = true;
    schedule();
  };

  /** A camera of the reader's own, which panels and sizes leave alone until it is reset. */
  const moveCamera = (next: Camera): void => {
    ownView = true;
    setCamera(next);
  };

  const resetCamera = (turn?: { tilt: number; heading: number }): void => {
    const { session } = store.getState();
    if (!session || size.width < 2 || size.height < 2) return;
    insets = measureInsets();
    deck.setProps({ views: createView(insets) });
    const fitted = fitCamera(session.scene.bounds, size.width, size.height, insets, turn);
    setCamera(fitted);
    const scale = Math.min(1.25, Math.max(0.7, 2 ** fitted.zoom / 13));
    if (Math.abs(scale - markScale) < 0.05) return;
    markScale = scale;
    marksResized = true;
    schedule();
  };

  const draw = (): void => {
    frame = 0;
    if (!gate.isOpen()) {
      schedule();
      return;
    }
    if (cameraMoved && camera) deck.setProps({ viewState: camera });
    const moved = cameraMoved;
    cameraMoved = false;
    if (drawScene() || moved) for (const listener of frameListeners) listener();
  };

  /** Brings the layers up to date; true where something changed. */
  const drawScene = (): boolean => {
    const state = store.getState();
    const { session } = state;
    if (!session) return false;
    const before = drawn;
    drawn = state;
    const changed = (...keys: (keyof LabState)[]): boolean => !before || keys.some((key) => before[key] !== state[key]);
    const rebuildFixed = changed('session', 'theme');
    const rebuildUsers =
      rebuildFixed || marksResized || changed('crowdVersion', 'estimators', 'selectedUser', 'hoveredUser', 'fixes');
    const rebuildSelection = rebuildUsers || changed('truthVersion', 'fixesVersion', 'located', 'highlightedPath');
    if (!rebuildSelection) return false;
    marksResized = false;
    groups = {
      fixed: rebuildFixed ? buildSceneLayers(session.scene, state.theme) : groups.fixed,
      users: rebuildUsers ? buildUserLayers(state, atlas, markScale) : groups.users,
      selection: buildSelectionLayers(state, atlas),
    };
    deck.setProps({ layers: [...groups.fixed, ...groups.users, ...groups.selection] });
    if (changed('session')) {
      deck.setProps({ controller: { keyboard: false, doubleClickZoom: false, inertia: !software } });
      ownView = false;
      resetCamera();
    }
    return true;
  };
  const schedule = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };

  const project = (point: Point): readonly [number, number] | null => {
    if (!camera) return null;
    const [x, y] = viewportOf(camera, size.width, size.height, insets).project([...point]);
    return [x, y];
  };

  const handlers: PointerHandlers = {
    pickUser(x, y) {
      if (!camera) return null;
      const { truth, selectedUser } = store.getState();
      return pickNearest(viewportOf(camera, size.width, size.height, insets), truth, x, y, selectedUser);
    },
    positionOf(user) {
      const { truth } = store.getState();
      return [truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]];
    },
    pointAtHeight(x, y, height) {
      if (!camera) return null;
      const viewport = viewportOf(camera, size.width, size.height, insets);
      const at = (depth: number): Point => viewport.unproject([x, y, depth]) as [number, number, number];
      return intersectHorizontalPlane(at(0), at(0.9), height);
    },
    hover(user) {
      if (store.getState().hoveredUser !== user) store.setState({ hoveredUser: user });
    },
    select: (user) => lab.selectUser(user),
    move(user, position, since) {
      const { session } = store.getState();
      if (session) lab.dragUser(user, clampToBounds(position, session.scene.bounds), since);
    },
  };
  const drag = createUserDrag(element, handlers);

  const act = (intent: MapIntent): void => {
    const { selectedUser, truth } = store.getState();
    switch (intent.kind) {
      case 'move':
        if (selectedUser !== null) lab.stepUser(selectedUser, intent.by);
        return;
      case 'select': {
        const users = truth.length / 3;
        if (users > 0) lab.selectUser(selectedUser === null ? 0 : (selectedUser + intent.step + users) % users);
        return;
      }
      case 'clear':
        lab.selectUser(null);
        return;
      case 'reset':
        ownView = false;
        resetCamera();
        return;
      case 'orbit':
        if (camera) moveCamera(orbit(camera, intent.azimuth, intent.tilt));
        return;
      case 'pan':
        if (camera) moveCamera(pan(camera, intent.right, intent.forward, size.height));
        return;
      case 'zoom':
        if (camera) moveCamera({ ...camera, zoom: camera.zoom + intent.by });
        return;
      default:
        intent satisfies never;
    }
  };

  const keydown = (event: KeyboardEvent): void => {
    if (event.target !== element) return;
    const intent = readKey(event, camera ? headingOf(camera) : 0);
    if (!intent) return;
    event.preventDefault();
    act(intent);
  };
  element.addEventListener('keydown', keydown);

  const watcher = new ResizeObserver(() => {
    size = { width: element.clientWidth, height: element.clientHeight };
    if (!ownView) resetCamera();
    else for (const listener of frameListeners) listener();
  });
  watcher.observe(element);
  const unsubscribe = store.subscribe((state, previous) => {
    schedule();
    // A panel that opens covers other parts of the map; a reader's own camera is left alone.
    if (state.openStage !== previous.openStage || state.mode !== previous.mode) {
      requestAnimationFrame(() => {
        if (!ownView && camera) resetCamera({ tilt: camera.rotationX, heading: camera.rotationOrbit });
      });
    }
  });
  schedule();

  return {
    project,
    act,
    lookDown() {
      ownView = true;
      resetCamera({ tilt: TILT_RANGE.maximum, heading: 0 });
    },
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
