/** The built-in scenes. To add one, write `my-scene.ts` with a function that returns a `Scene`, and add one line here. */
import { LabError } from '../errors/lab-error.ts';
import { buildFactory } from './factory.ts';
import { buildHighway } from './highway.ts';
import { buildS3 } from './s3.ts';
import type { Scene } from './scene.ts';
import { buildTokyo } from './tokyo/tokyo.ts';

/** How to build each scene, by its id. */
const SCENES: Readonly<Record<string, () => Scene>> = {
  s3: buildS3,
  highway: buildHighway,
  factory: buildFactory,
  tokyo: () => buildTokyo(),
};

/** Ids of all built-in scenes. */
export const SCENE_IDS: readonly string[] = Object.keys(SCENES);

/**
 * Builds a scene.
 *
 * @param id one of `SCENE_IDS`
 * @throws LabError `unknown-id`
 */
export function buildScene(id: string): Scene {
  if (!Object.hasOwn(SCENES, id)) {
    throw new LabError(
      'unknown-id',
      `There is no built-in scene "${id}".`,
      `Built-in scenes: ${SCENE_IDS.join(', ')}.`,
    );
  }
  return SCENES[id]();
}
