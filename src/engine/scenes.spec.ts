import { describe, expect, it } from 'vitest';
import { datasetOfScene } from '../datasets/registry.ts';
import { SCENE_IDS } from '../scene/registry.ts';
import { listScenes } from './scenes.ts';

describe('listScenes', () => {
  it('lists every built-in scene once, openable or with the reason why not', () => {
    const listed = listScenes();
    expect(listed.map(({ id }) => id)).toEqual(SCENE_IDS);
    for (const { id, title, unavailable } of listed) {
      expect(title).not.toBe('');
      if (unavailable === '') expect(datasetOfScene(id).sceneId).toBe(id);
      else expect(() => datasetOfScene(id)).toThrow(unavailable);
    }
    expect(listed.find(({ id }) => id === 's3')?.unavailable).toBe('');
  });
});
