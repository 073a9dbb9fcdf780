/** A scene of one mesh and nothing else: a single PLY file, which says nothing about materials. */
import { createMaterial } from '../materials.ts';
import { SceneBuilder } from '../scene-builder.ts';
import type { Scene } from '../scene.ts';
import { parsePly } from './ply.ts';

/**
 * Imports one mesh as a sheet of concrete.
 *
 * @param bytes the whole file
 * @param file what to call it in errors; also the scene's id
 * @throws LabError `bad-file` or `bad-scene`
 */
export function importPly(bytes: Uint8Array, file: string): Scene {
  const { positions, indices } = parsePly(bytes, file);
  const title = file.replace(/^.*[\\/]/, '').replace(/\.ply$/i, '');
  const builder = new SceneBuilder();
  builder.beginObject(title, createMaterial('concrete'), 'building');
  builder.addTriangles(positions, indices);
  return builder.build({ id: file, title, summary: `Imported from ${file}; all of it concrete.`, attribution: '' });
}
