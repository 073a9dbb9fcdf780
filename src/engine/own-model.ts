/** The network that was trained, or brought along, in this browser: one for each dataset, as the files of a model. */
import * as v from 'valibot';
import { memoryWeights, type WeightSource } from '../estimators/weights/source.ts';
import type { ModelFiles } from '../estimators/weights/format.ts';
import type { BrowserStore } from './browser-store.ts';

const files = v.array(v.object({ name: v.string(), bytes: v.instance(Uint8Array) }));

/** Files in memory, as weights are read. */
export function ownWeights(model: readonly ModelFiles[]): WeightSource {
  return memoryWeights(model, 'what was trained here: ');
}

/** What the browser keeps for a dataset, or null. */
export async function readOwnModel(store: BrowserStore, dataset: string): Promise<WeightSource | null> {
  const parsed = v.safeParse(files, await store.get('models', dataset));
  return parsed.success ? ownWeights(parsed.output) : null;
}

/**
 * Keeps a model in place of the one before.
 *
 * @throws LabError 'unsupported' where the browser does not
 */
export async function keepOwnModel(store: BrowserStore, dataset: string, model: readonly ModelFiles[]): Promise<void> {
  await store.put('models', dataset, [...model]);
}
