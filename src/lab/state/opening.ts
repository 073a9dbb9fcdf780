/** Opening scenes, one at a time: a newer wish ends an older one, and what was open stays open until the new one is there. */
import type { Engine, SceneSource, SessionView } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { notify, type LabStore } from './store.ts';
import { DEFAULT_LINK, type LinkState } from './url-codec.ts';

/** Scenes of one engine. */
export interface Opening {
  /** @param estimators whose weights are fetched at once */
  open(source: SceneSource, estimators: readonly string[]): Promise<SessionView>;
  /** Opens the scene of a link; one that does not exist gives way to the default, and the reader is told. */
  openLinked(link: LinkState): Promise<SessionView>;
  /** Opens the open scene anew, for another backend or with another number of users. */
  reopen(estimators: readonly string[], users?: number): Promise<SessionView>;
  isOpening(): boolean;
  cancel(): void;
}

/** A scene that comes with the page. */
export function builtIn(id: string, users?: number | null): SceneSource {
  return { kind: 'built-in', id, users: users ?? undefined };
}

/**
 * Joins an engine's `open` and a store.
 *
 * @param onGivenUp told when nothing is being opened any more and what was open stays
 */
export function createOpening(engine: Engine, store: LabStore, onGivenUp: () => void): Opening {
  let opening: AbortController | null = null;
  /** Where the open scene came from. */
  let source: SceneSource | null = null;

  const open = async (wanted: SceneSource, estimators: readonly string[]): Promise<SessionView> => {
    opening?.abort();
    const controller = new AbortController();
    opening = controller;
    store.setState({ phase: 'opening', progress: null });
    try {
      const session = await engine.open(
        { source: wanted, estimators, backend: store.getState().backendChoice },
        {
          signal: controller.signal,
          onProgress: (progress) => {
            if (opening === controller) store.setState({ progress });
          },
        },
      );
      if (opening === controller) opening = null;
      source = wanted;
      return session;
    } catch (cause) {
      if (opening === controller) {
        opening = null;
        onGivenUp();
      }
      throw cause;
    }
  };

  return {
    open,
    async openLinked({ scene: id, estimators, users }) {
      try {
        return await open(builtIn(id, users), estimators);
      } catch (cause) {
        const error = toLabError(cause);
        if (error.code !== 'unknown-id' || id === DEFAULT_LINK.scene) throw error;
        notify(store, 'note', `${error.message} Scene ${DEFAULT_LINK.scene} is shown.`, error.hint);
        return open(builtIn(DEFAULT_LINK.scene), estimators);
      }
    },
    reopen(estimators, users) {
      if (!source) throw new Error('A scene is open that came from nowhere.');
      return open(users === undefined || source.kind === 'files' ? source : { ...source, users }, estimators);
    },
    isOpening: () => opening !== null,
    cancel: () => opening?.abort(),
  };
}
