/** Keeps the player at the selected user of the open scene. */
import type { LabStore } from '../state/store.ts';
import type { Player } from './player.ts';

/**
 * Loads whoever is selected, now and whenever that or the routes change; that ends what was playing.
 *
 * @returns a function that ends it
 */
export function followSelection(store: LabStore, player: Pick<Player, 'load'>): () => void {
  const load = (): void => {
    const { session, selectedUser } = store.getState();
    player.load(session?.routes ?? null, selectedUser);
  };
  load();
  return store.subscribe((state, previous) => {
    // Sites that move make another session of the same routes: users walk on through that.
    if (state.selectedUser !== previous.selectedUser || state.session?.routes !== previous.session?.routes) load();
  });
}
