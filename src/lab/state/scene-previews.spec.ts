import { describe, expect, it } from 'vitest';
import type { SceneView } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { createScenePreviews } from './scene-previews.ts';
import { createLabStore } from './store.ts';

const SCENES = [
  { id: 'a', title: 'A', unavailable: '' },
  { id: 'b', title: 'B', unavailable: 'It is no more.' },
  { id: 'c', title: 'C', unavailable: '' },
];

describe('createScenePreviews', () => {
  it('asks once for every scene that can be opened, however often the list is looked at', async () => {
    const store = createLabStore();
    store.setState({ scenes: SCENES });
    const asked: string[] = [];
    const preview = (id: string): Promise<SceneView> => {
      asked.push(id);
      return Promise.resolve({ id } as SceneView);
    };
    const load = createScenePreviews({ preview }, store);
    await Promise.all([load(), load()]);
    await load();
    expect(asked).toEqual(['a', 'c']);
    expect([...store.getState().scenePreviews.keys()]).toEqual(['a', 'c']);
  });

  it('says what fails, and asks again the next time', async () => {
    const store = createLabStore();
    store.setState({ scenes: SCENES });
    let isBroken = true;
    const preview = (id: string): Promise<SceneView> =>
      isBroken
        ? Promise.reject(new LabError('device', 'The worker stopped.', 'Reload.'))
        : Promise.resolve({ id } as SceneView);
    const load = createScenePreviews({ preview }, store);
    await load();
    expect(store.getState().notices.map(({ message }) => message)).toEqual(['The worker stopped.']);
    isBroken = false;
    await load();
    expect(store.getState().scenePreviews.size).toBe(2);
  });
});
