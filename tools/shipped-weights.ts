/** A bundler's plugin: the module `virtual:shipped-weights` lists the weights in models/, so that nobody asks for what is not there. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const MODULE = 'virtual:shipped-weights';

/** One of these describes the weights in a folder. */
const DESCRIPTIONS = ['model.json', 'database.json'];

/** See the file's head. */
export function shippedWeights(): Plugin {
  return {
    name: 'shipped-weights',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    load: (id) => (id === `\0${MODULE}` ? `export default ${JSON.stringify(listWeights('models'))};` : null),
  };
}

/** Datasets by estimator. */
export function listWeights(folder: string): Record<string, string[]> {
  const list: Record<string, string[]> = {};
  for (const estimator of readdirSync(folder).sort()) {
    const datasets = readdirSync(join(folder, estimator))
      .sort()
      .filter((dataset) => DESCRIPTIONS.some((file) => existsSync(join(folder, estimator, dataset, file))));
    if (datasets.length > 0) list[estimator] = datasets;
  }
  return list;
}
