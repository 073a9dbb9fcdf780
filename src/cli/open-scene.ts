/** Scenes as the terminal names them: by the id of a built-in one, or by a file. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { importMitsuba } from '../scene/importers/mitsuba.ts';
import { buildScene, SCENE_IDS } from '../scene/registry.ts';
import type { Scene } from '../scene/scene.ts';

/**
 * A built-in scene by its id, or a Mitsuba scene from a file. What was mended in it is told on stderr.
 *
 * @param name what follows `--scene`
 * @throws LabError `unknown-id`, `bad-file` or `bad-scene`
 */
export async function openScene(name: string): Promise<Scene> {
  if (SCENE_IDS.includes(name) || !/[\\/.]/.test(name)) return buildScene(name);
  let xml: string;
  try {
    xml = await readFile(name, 'utf8');
  } catch (cause) {
    throw new LabError(
      'bad-file',
      `Scene file ${name} cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`,
      `Give the path of a Mitsuba XML file, or one of: ${SCENE_IDS.join(', ')}.`,
    );
  }
  const scene = await importMitsuba({ xml, file: name, readFile: (path) => readFile(join(dirname(name), path)) });
  if (scene.droppedTriangles > 0) {
    process.stderr.write(`Scene "${scene.id}": left out triangles without area: ${scene.droppedTriangles}.\n`);
  }
  return scene;
}
