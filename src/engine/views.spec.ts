import { describe, expect, it } from 'vitest';
import { openDataset } from '../datasets/definition.ts';
import { datasetOfScene } from '../datasets/registry.ts';
import { createMaterial } from '../scene/materials.ts';
import { SCENE_IDS } from '../scene/registry.ts';
import { boxScene } from '../propagation/testing/scenes.ts';
import { worldOfScene } from './imported-world.ts';
import { viewOpened, viewScene, viewSnr } from './views.ts';
import { worldOfDataset } from './world.ts';

describe('the view of a scene', () => {
  it('says which materials are used beyond what is known of them, each once', () => {
    const scene = boxScene({ minimum: [0, 0, 0], maximum: [30, 20, 5] }, createMaterial('medium_dry_ground', 0.3));
    const world = worldOfScene(scene);
    expect(viewScene(world).notes).toEqual([]);
    const higher = { ...world, radio: { ...world.radio, carrierFrequency: 30e9 } };
    expect(viewScene(higher).notes).toEqual([
      'ITU-R P.2040 does not cover medium_dry_ground at 30 GHz; its values at 10 GHz are used.',
    ]);
  });

  it('has nothing of the kind to say of the built-in scenes', () => {
    for (const id of SCENE_IDS) {
      expect(viewScene(worldOfDataset(openDataset(datasetOfScene(id)))).notes, id).toEqual([]);
    }
  });

  it('names the users of an evaluation with it, and says what the slider does to their SNR', () => {
    const dataset = openDataset(datasetOfScene('s3'));
    const plain = worldOfDataset(dataset);
    expect(viewOpened(plain, 's3')).toEqual(viewScene(plain));
    const grid = worldOfDataset(dataset, 'grid');
    expect(viewOpened(grid, 's3-3d-grid')).toMatchObject({
      id: 's3-3d-grid',
      title: `${viewScene(plain).title}: known grid`,
      summary: expect.stringMatching(/^Positions that training has seen/) as string,
    });
    expect([plain, grid, worldOfDataset(dataset, 'held-out')].map(viewSnr)).toEqual(['imposed', 'imposed', 'drawn']);
  });
});
