/** What pointers and keys do on the map: intents in, the page's actions and the camera's moves out. */
import type { Lab } from '../state/lab.ts';
import { sightOf } from './camera-fit.ts';
import type { PointerHandlers } from './drag.ts';
import type { MapIntent } from './keyboard.ts';
import type { MapCamera } from './map-camera.ts';
import { pickNearest, type MapTarget } from './pick.ts';
import { clampToBounds } from './ray-plane.ts';

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
      return viewport && pickNearest(viewport, store.getState(), x, y);
    },
    positionOf({ kind, index }) {
      const { truth, sites } = store.getState();
      return kind === 'site' ? sites[index].position : [truth[3 * index], truth[3 * index + 1], truth[3 * index + 2]];
    },
    pointAtHeight: (x, y, height) => camera.pointAtHeight(x, y, height),
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
      // A site that slips would cost every trained estimator: the first press only says which one is meant.
      const wasSelected = store.getState().selectedSite === index;
      world.select(index);
      return wasSelected;
    },
    move({ kind, index }, position, since) {
      const { session } = store.getState();
      if (!session) return;
      if (kind === 'site') world.changeSite(index, { position });
      else lab.dragUser(index, clampToBounds(position, session.scene.bounds), since);
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

/** Does what a key or a button means. */
export function actOnMap(lab: Lab, camera: MapCamera, intent: MapIntent): void {
  const { store, world } = lab;
  const { session, selectedUser, selectedSite, isPlacingSite, errorRange, truth } = store.getState();
  switch (intent.kind) {
    case 'move':
      if (selectedSite !== null) world.stepSite(selectedSite, intent.by);
      else if (selectedUser !== null) lab.stepUser(selectedUser, intent.by);
      return;
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
