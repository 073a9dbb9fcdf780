/** Scenes as the terminal names them: by the id of a built-in one, or by a file or folder. */
import { existsSync } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import type { SceneSource } from '../scene/importers/import-scene.ts';
import { importScene } from '../scene/importers/import-scene.ts';
import type { SceneFile } from '../scene/importers/scene-file.ts';
import { buildScene, SCENE_IDS } from '../scene/registry.ts';
import type { Scene } from '../scene/scene.ts';

/** A folder with more files is a slip: somebody's home, not a scene. */
const MAXIMUM_FILES = 20_000;

/**
 * A built-in scene by its id, or one from a file or folder (see `importScene`).
 *
 * @param name what follows `--scene`
 * @returns the scene, and a sentence on each thing that was mended in it: for stderr, once nothing else is refused
 * @throws LabError `unknown-id`, `bad-file` or `bad-scene`
 */
export async function openScene(name: string): Promise<{ readonly scene: Scene; readonly repairs: readonly string[] }> {
  // A word that is neither an id nor a file was meant as an id.
  if (SCENE_IDS.includes(name) || (!/[\\/.]/.test(name) && !existsSync(name))) {
    return { scene: buildScene(name), repairs: [] };
  }
  const { scene, repairs } = await importScene(await sourceFromPath(name));
  return { scene, repairs: repairs.map((sentence) => `Scene "${scene.id}": ${sentence}`) };
}

/**
 * The files behind a path: one file, with what lies beside it at hand, or all of a folder.
 *
 * @param path as it was typed
 * @throws LabError `bad-file` where there is nothing to read, or far too much
 */
async function sourceFromPath(path: string): Promise<SceneSource> {
  try {
    if ((await stat(path)).isDirectory()) return { name: path.replace(/[\\/]+$/, ''), files: await listFiles(path) };
    return {
      name: path,
      files: [await sceneFileFromPath(path, basename(path))],
      readBeside: (beside) => readFile(join(dirname(path), beside)),
    };
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    const isThere = !(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT');
    throw new LabError(
      'bad-file',
      isThere
        ? `Scene ${path} cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`
        : `There is no file or folder ${path}.`,
      `Give the path of a scene, or one of: ${SCENE_IDS.join(', ')}.`,
    );
  }
}

/** All files of a folder and its folders. Links to folders are not followed, so there is an end. */
async function listFiles(root: string): Promise<SceneFile[]> {
  const files: SceneFile[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(name);
      else if (entry.isFile()) files.push(await sceneFileFromPath(join(root, name), name));
      if (files.length > MAXIMUM_FILES) {
        throw new LabError(
          'bad-file',
          `Folder ${root} holds more than ${MAXIMUM_FILES} files.`,
          'Give the folder of one scene.',
        );
      }
    }
  }
  return files;
}

/** A file on disk. A pipe or a device has no length and counts as empty. */
async function sceneFileFromPath(path: string, name: string): Promise<SceneFile> {
  const { size } = await stat(path);
  return {
    name,
    size,
    read: async (length) => {
      if (length === undefined) return readFile(path);
      const handle = await open(path);
      try {
        const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
  };
}
