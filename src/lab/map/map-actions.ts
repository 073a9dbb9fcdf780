/** What pointers and keys do on the map: intents in, the page's actions and the camera's moves out. */
import type { Lab } from '../state/lab.ts';
import type { LabState } from '../state/store.ts';
import { sightOf } from './camera-fit.ts';
import type { PointerHandlers } from './drag.ts';
import type { MapIntent } from './keyboard.ts';
import type { MapCamera } from './map-camera.ts';
import { pickNearest, type MapTarget } from './pick.ts';
import { clampToBounds } from './ray-plane.ts';
import { placeHandles, pullHandle } from './site-handles.ts';

/** What a pointer means on a map. */
export function createPointerHandlers(
  lab: Lab,
  camera: MapCamera,
  onHover: (target: MapTarget | null) => void,
): PointerHandlers<MapTarget> {
  const { store, world } = lab;
  return {
    pick(x, y) {
      const viewport = camera.viewport();
      const state = store.getState();
      return viewport && pickNearest(viewport, { ...state, handles: handlesOf(state) }, x, y);
    },
    positionOf({ kind, index }) {
      const state = store.getState();
      const { truth, sites } = state;
      switch (kind) {
        case 'user':
          return [truth[3 * index], truth[3 * index + 1], truth[3 * index + 2]];
        case 'site':
          return sites[index].position;
        case 'turn':
        case 'tilt':
          return handlesOf(state)?.[kind] ?? sites[index].position;
        default:
          return kind satisfies never;
      }
    },
    pointUnder(x, y, { kind }, from) {
      if (kind !== 'tilt') return camera.pointAtHeight(x, y, from[2]);
      // Upright and across the line of sight: up on the screen is up there, however the site looks.
      const heading = (camera.heading() * Math.PI) / 180;
      return camera.pointOnPlane(x, y, from, [Math.sin(heading), Math.cos(heading), 0]);
    },
    hover(target) {
      onHover(target);
      const user = target?.kind === 'user' ? target.index : null;
      if (store.getState().hoveredUser !== user) store.setState({ hoveredUser: user });
    },
    select({ kind, index }) {
      if (kind === 'user') {
        lab.selectUser(index);
        return true;
      }
      if (kind !== 'site') return true;
      // A site that slips would cost every trained estimator: the first press only says which one is meant.
      const wasSelected = store.getState().selectedSite === index;
      world.select(index);
      return wasSelected;
    },
    move({ kind, index }, position, since) {
      const { session, sites } = store.getState();
      if (!session) return;
      const { bounds } = session.scene;
      switch (kind) {
        case 'user':
          return lab.dragUser(index, clampToBounds(position, bounds), since);
        case 'site':
          return world.changeSite(index, { position });
        case 'turn':
        case 'tilt':
          return world.changeSite(index, { orientation: pullHandle(sites[index], kind, position, bounds) });
        default:
          return kind satisfies never;
      }
    },
    place(x, y) {
      const { session, isPlacingSite } = store.getState();
      const ground = isPlacingSite && session && camera.pointAtHeight(x, y, session.scene.bounds.minimum[2]);
      if (!ground) return false;
      world.addSite(ground[0], ground[1]);
      return true;
    },
  };
}

/** Where the selected site may be gripped to turn it; null without one. */
function handlesOf({ session, sites, selectedSite }: LabState): ReturnType<typeof placeHandles> | null {
  const site = selectedSite === null ? undefined : sites.at(selectedSite);
  return session && site ? placeHandles(site, session.scene.bounds) : null;
}

/** Does what a key or a button means. */
export function actOnMap(lab: Lab, camera: MapCamera, intent: MapIntent): void {
  const { store, world } = lab;
  const { session, selectedUser, selectedSite, sites, isPlacingSite, errorRange, truth } = store.getState();
  switch (intent.kind) {
    case 'move':
      if (selectedSite !== null) world.stepSite(selectedSite, intent.by);
      else if (selectedUser !== null) lab.stepUser(selectedUser, intent.by);
      return;
    case 'turn': {
      const site = selectedSite === null ? undefined : sites.at(selectedSite);
      if (selectedSite === null || !site) return;
      const { azimuth, elevation } = site.orientation;
      world.changeSite(selectedSite, {
        orientation: { azimuth: azimuth + intent.azimuth, elevation: elevation + intent.elevation },
      });
      return;
    }
    case 'select': {
      const users = truth.length / 3;
      if (users > 0) lab.selectUser(selectedUser === null ? 0 : (selectedUser + intent.step + users) % users);
      return;
    }
    case 'clear':
      if (isPlacingSite) store.setState({ isPlacingSite: false });
      else if (errorRange) store.setState({ errorRange: null });
      else if (selectedSite !== null) world.select(null);
      else lab.selectUser(null);
      return;
    case 'reset':
      if (session) camera.showAll(sightOf(session.scene));
      return;
    case 'look-down':
      if (session) camera.lookDown(sightOf(session.scene));
      return;
    case 'orbit':
    case 'pan':
    case 'zoom':
      camera.act(intent);
      return;
    default:
      intent satisfies never;
  }
}
