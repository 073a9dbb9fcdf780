import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL_PLY, SMALL_XML, smallGeoJson } from '../scene/testing/small-files.ts';
import { openScene } from './open-scene.ts';

const GEOJSON = smallGeoJson({ 'building:levels': '3' }, 'way/1');

describe('openScene', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wavefix-'));
    await mkdir(join(folder, 'town/meshes'), { recursive: true });
    await mkdir(join(folder, 'empty'));
    await writeFile(join(folder, 'town/town.xml'), SMALL_XML);
    await writeFile(join(folder, 'town/meshes/plate.ply'), SMALL_PLY);
    await writeFile(join(folder, 'block.geojson'), GEOJSON);
    await writeFile(join(folder, 'block.zip'), zipSync({ 'block.geojson': strToU8(GEOJSON) }));
    await writeFile(join(folder, 'nothing.geojson'), '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const open = (name: string): ReturnType<typeof openScene> => openScene(name === 's3' ? name : join(folder, name));

  it('opens a built-in scene, an XML with what lies beside it, a folder, footprints, a mesh and a zip', async () => {
    expect((await open('s3')).scene.id).toBe('s3');
    for (const name of ['town/town.xml', 'town', 'town/']) {
      const { scene, repairs } = await open(name);
      expect(scene.id).toBe(join(folder, 'town/town.xml'));
      expect(scene.materials[0].name).toBe('metal');
      expect(repairs).toEqual([]);
    }
    expect((await open('town/meshes/plate.ply')).repairs).toEqual([
      expect.stringMatching(/^Scene ".*plate\.ply": .*concrete\.$/),
    ]);
    for (const name of ['block.geojson', 'block.zip']) {
      const { scene, repairs } = await open(name);
      expect(scene.attribution).toMatch(/OpenStreetMap/);
      expect(repairs).toEqual([
        expect.stringMatching(/longitude and latitude/),
        expect.stringMatching(/levels but no height, at 3 m a level: 1\.$/),
      ]);
    }
  });

  it.each([
    ['gone.geojson', /There is no file or folder .*gone\.geojson/],
    ['empty', /empty holds no files/],
    ['nothing.geojson', /nothing\.geojson is empty/],
  ])('refuses %s', async (name, message) => {
    await expect(open(name)).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringMatching(message) as string,
    });
  });
});
