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
import { createMapDrag, type PointerHandlers } from './drag.ts';
import { readKey, type MapIntent } from './keyboard.ts';
import { createMarkerAtlas } from './marker-atlas.ts';
import { pickNearest, type MapTarget } from './pick.ts';
import { clampToBounds, intersectHorizontalPlane, type Point } from './ray-plane.ts';
import { buildOverlayLayers, buildSceneLayers } from './scene-layers.ts';
import { buildSelectionLayers } from './selection-layers.ts';
import { buildSiteLayers } from './site-layers.ts';
import { buildUserLayers } from './user-layers.ts';

/** A running map. */
export interface MapView {
  /** CSS pixels from the element's top left corner, or null before a scene is open. */
  project(point: Point): readonly [number, number] | null;
  /** The place on the ground in the middle of what is seen of the map, or null where that is the sky. */
  centre(): Point | null;
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
  let groups: {
    ground: Layer[];
    overlay: Layer[];
    built: Layer[];
    sites: Layer[];
    users: Layer[];
    selection: Layer[];
  } = {
    ground: [],
    overlay: [],
    built: [],
    sites: [],
    users: [],
    selection: [],
  };
  let overSite = false;
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
      store.getState().isPlacingSite
        ? 'crosshair'
        : overSite || store.getState().hoveredUser !== null
          ? 'pointer'
          : isDragging
            ? 'grabbing'
            : 'grab',
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
    // Sites that move leave the world around them as it is, and its mesh is the part that is slow to build.
    const isOtherWorld = before?.session?.scene.positions !== session.scene.positions;
    const rebuildFixed = isOtherWorld || changed('theme');
    const rebuildSites = rebuildFixed || changed('sites', 'selectedSite');
    const rebuildUsers =
      rebuildSites || marksResized || changed('crowdVersion', 'estimators', 'selectedUser', 'hoveredUser', 'fixes');
    const rebuildSelection =
      rebuildUsers || changed('truthVersion', 'fixesVersion', 'located', 'highlightedPath', 'hiddenKinds');
    const rebuildOverlay = rebuildFixed || changed('overlay', 'overlaySite', 'coverage', 'coverageVersion');
    if (!rebuildSelection && !rebuildOverlay) return false;
    marksResized = false;
    groups = {
      ...(rebuildFixed ? buildSceneLayers(session.scene, state.theme) : { ground: groups.ground, built: groups.built }),
      overlay: rebuildOverlay ? buildOverlayLayers(state) : groups.overlay,
      sites: rebuildSites ? buildSiteLayers(state, session.scene.bounds) : groups.sites,
      users: rebuildUsers ? buildUserLayers(state, atlas, markScale) : groups.users,
      selection: rebuildSelection ? buildSelectionLayers(state, atlas) : groups.selection,
    };
    const { ground, overlay, built, sites, users, selection } = groups;
    deck.setProps({ layers: [...ground, ...overlay, ...built, ...sites, ...users, ...selection] });
    if (isOtherWorld) {
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

  const pointAtHeight = (x: number, y: number, height: number): Point | null => {
    if (!camera) return null;
    const viewport = viewportOf(camera, size.width, size.height, insets);
    const at = (depth: number): Point => viewport.unproject([x, y, depth]) as [number, number, number];
    return intersectHorizontalPlane(at(0), at(0.9), height);
  };

  const handlers: PointerHandlers<MapTarget> = {
    pick(x, y) {
      if (!camera) return null;
      return pickNearest(viewportOf(camera, size.width, size.height, insets), store.getState(), x, y);
    },
    positionOf({ kind, index }) {
      const { truth, sites } = store.getState();
      return kind === 'site' ? sites[index].position : [truth[3 * index], truth[3 * index + 1], truth[3 * index + 2]];
    },
    pointAtHeight,
    hover(target) {
      overSite = target?.kind === 'site';
      const user = target?.kind === 'user' ? target.index : null;
      if (store.getState().hoveredUser !== user) store.setState({ hoveredUser: user });
    },
    select({ kind, index }) {
      if (kind === 'user') {
        lab.selectUser(index);
        return true;
      }
      // A site that slips would cost every trained estimator: the first press only says which one is meant.
      const wasSelected = store.getState().selectedSite === index;
      lab.world.select(index);
      return wasSelected;
    },
    move({ kind, index }, position, since) {
      const { session } = store.getState();
      if (!session) return;
      if (kind === 'site') lab.world.changeSite(index, { position });
      else lab.dragUser(index, clampToBounds(position, session.scene.bounds), since);
    },
    place(x, y) {
      const { session, isPlacingSite } = store.getState();
      const ground = isPlacingSite && session && pointAtHeight(x, y, session.scene.bounds.minimum[2]);
      if (!ground) return false;
      lab.world.addSite(ground[0], ground[1]);
      return true;
    },
  };
  const drag = createMapDrag(element, handlers);

  const act = (intent: MapIntent): void => {
    const { selectedUser, selectedSite, isPlacingSite, truth } = store.getState();
    switch (intent.kind) {
      case 'move':
        if (selectedSite !== null) lab.world.stepSite(selectedSite, intent.by);
        else if (selectedUser !== null) lab.stepUser(selectedUser, intent.by);
        return;
      case 'select': {
        const users = truth.length / 3;
        if (users > 0) lab.selectUser(selectedUser === null ? 0 : (selectedUser + intent.step + users) % users);
        return;
      }
      case 'clear':
        if (isPlacingSite) store.setState({ isPlacingSite: false });
        else if (selectedSite !== null) lab.world.select(null);
        else lab.selectUser(null);
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
    if ((['openStage', 'mode', 'worldPanel'] as const).some((key) => state[key] !== previous[key])) {
      requestAnimationFrame(() => {
        if (!ownView && camera) resetCamera({ tilt: camera.rotationX, heading: camera.rotationOrbit });
      });
    }
  });
  schedule();

  return {
    project,
    centre() {
      const { session } = store.getState();
      const x = (insets.left + size.width - insets.right) / 2;
      const y = (insets.top + size.height - insets.bottom) / 2;
      return session && pointAtHeight(x, y, session.scene.bounds.minimum[2]);
    },
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
