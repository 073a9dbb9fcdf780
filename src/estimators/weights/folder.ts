/** Weights in a folder. Node only: the page never imports this file. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import type { ModelFiles } from './format.ts';
import type { WeightSource } from './source.ts';

/** Weights in a folder. */
export function folderWeights(folder: string): WeightSource {
  return {
    location: join(folder, '/'),
    async read(name) {
      try {
        const bytes = await readFile(join(folder, name));
        return new Uint8Array(bytes);
      } catch {
        throw new LabError(
          'missing-weights',
          `There is no ${join(folder, name)}.`,
          'Train the estimator first (wavefix train), or name the folder with --weights.',
        );
      }
    },
    beside: (path) => folderWeights(join(folder, path)),
  };
}

/** Writes a model's files into a folder, which is created where it does not exist. */
export async function writeModel(folder: string, files: readonly ModelFiles[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
}
