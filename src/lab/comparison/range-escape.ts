/** Escape, pressed where nothing else takes it, shows all users again. */
import type { LabStore } from '../state/store.ts';

/**
 * Listens while the page lives.
 *
 * @param target what keys arrive at last, the document
 * @returns a function that ends it
 */
export function followRangeEscape(
  store: LabStore,
  target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
): () => void {
  const listen = (event: Event): void => {
    // A menu, a dialog or the map that meant itself has said so.
    if ((event as KeyboardEvent).key !== 'Escape' || event.defaultPrevented) return;
    if (store.getState().errorRange) store.setState({ errorRange: null });
  };
  target.addEventListener('keydown', listen);
  return () => target.removeEventListener('keydown', listen);
}
