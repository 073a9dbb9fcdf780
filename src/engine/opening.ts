/** Opening a scene: building or importing it, preparing it for the tracer, and putting its users there. */
import { openDataset } from '../datasets/definition.ts';
import { readAddress, writeAddress } from '../datasets/evaluated.ts';
import { importScene } from '../scene/importers/import-scene.ts';
import { sceneFileFromBlob } from '../scene/importers/scene-file.ts';
import type { SceneSource } from './base.ts';
import { PLACED_SITE, usersOfScene, worldOfScene } from './imported-world.ts';
import { createPipeline } from './pipeline.ts';
import { prepareWorld, type PreparationControl } from './preparation.ts';
import { openUsers } from './routes.ts';
import type { Session } from './session.ts';
import { worldOfDataset } from './world.ts';

/** A scene with what it needs to be run. */
export type OpenedSource = Pick<Session, 'dataset' | 'pipeline' | 'routes'> & {
  /** What was left out or mended when it was brought in, one sentence each. */
  readonly repairs: readonly string[];
  /** What opens it again; null for what somebody brought. */
  readonly address: string | null;
};

/**
 * Opens a scene; what is open elsewhere is left alone.
 *
 * @throws LabError 'unknown-id' for a built-in scene that does not exist, 'bad-file' or 'bad-scene' for files that hold none, or
 *   whatever aborted the signal
 */
export async function openSource(source: SceneSource, control: PreparationControl): Promise<OpenedSource> {
  switch (source.kind) {
    case 'built-in': {
      const opened = readAddress(source.id);
      const { protocol } = opened;
      const dataset = openDataset(opened.definition);
      const world = worldOfDataset(dataset, protocol);
      const { users, routes } = openUsers(dataset, source.users, protocol);
      const known = await prepareWorld(world, null, control);
      return {
        dataset,
        pipeline: createPipeline(world, users, known),
        routes,
        repairs: [],
        address: writeAddress(opened),
      };
    }
    case 'files': {
      const { emit, signal } = control;
      const { scene, repairs } = await importScene(
        { name: source.name, files: source.files.map(({ path, file }) => sceneFileFromBlob(path, file)) },
        {
          signal,
          onProgress: ({ task, fraction }) => emit({ stage: task, done: fraction, total: 1, unit: 'steps' }),
        },
      );
      const world = worldOfScene(scene);
      const known = await prepareWorld(world, null, control);
      return {
        dataset: null,
        pipeline: createPipeline(world, usersOfScene(known.prepared), known),
        routes: null,
        repairs: scene.sites.length > 0 ? repairs : [...repairs, PLACED_SITE],
        address: null,
      };
    }
    default:
      return source satisfies never;
  }
}
