/** The built-in scenes as a list to choose from; none of them is built for it. */
import { datasetOfScene } from '../datasets/registry.ts';
import { toLabError } from '../errors/lab-error.ts';
import { SCENE_IDS } from '../scene/registry.ts';
import type { SceneChoice } from './base.ts';

/** Every built-in scene, with the reason where it cannot be opened. */
export function listScenes(): SceneChoice[] {
  return SCENE_IDS.map((id) => {
    try {
      return { id, title: datasetOfScene(id).title, unavailable: '' };
    } catch (cause) {
      return { id, title: id, unavailable: toLabError(cause).message };
    }
  });
}
