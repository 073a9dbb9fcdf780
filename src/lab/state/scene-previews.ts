/** Built-in scenes as their list shows them: built when somebody first looks at the list, one after the other. */
import type { Engine } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { notifyError, type LabStore } from './store.ts';

/**
 * Joins an engine's `preview` and a store.
 *
 * @returns a function that asks for every listed scene that is not there yet; a scene that cannot be built stays without
 */
export function createScenePreviews(engine: Pick<Engine, 'preview'>, store: LabStore): () => Promise<void> {
  let asking: Promise<void> | null = null;

  const ask = async (): Promise<void> => {
    for (const { id, unavailable } of store.getState().scenes) {
      if (unavailable !== '' || store.getState().scenePreviews.has(id)) continue;
      try {
        const scene = await engine.preview(id);
        store.setState(({ scenePreviews }) => ({ scenePreviews: new Map([...scenePreviews, [id, scene]]) }));
      } catch (cause) {
        notifyError(store, toLabError(cause));
        return;
      }
    }
  };

  return () => (asking ??= ask().finally(() => (asking = null)));
}
