/** The network that was trained, or brought along, in this browser: one for each dataset, as the files of a model. */
import * as v from 'valibot';
import { memoryWeights, type WeightSource } from '../estimators/weights/source.ts';
import { readEstimatorId, type ModelFiles } from '../estimators/weights/format.ts';
import type { TrainingCurve } from '../training/curve.ts';
import type { BrowserStore } from './browser-store.ts';

const files = v.array(v.object({ name: v.string(), bytes: v.instance(Uint8Array) }));

/** Name of the curve beside the weights, as `models/` has it. */
const CURVE_FILE = 'training.json';
/** What is read of it. */
const curve = v.object({
  points: v.array(v.object({ step: v.number(), validation: v.object({ mean_m: v.nullable(v.number()) }) })),
});

/** What the files of a model say of it. */
export interface OwnFacts {
  /** The kind of network. */
  readonly estimator: string;
  /** The validation that its weights are of; null where the curve does not lie beside them. */
  readonly best: { readonly step: number; readonly mean_m: number } | null;
}

/** The own network of a dataset. */
export interface OwnModel extends OwnFacts {
  readonly files: readonly ModelFiles[];
}

/** The files of a network with its curve beside them. */
export function withCurve(model: readonly ModelFiles[], ofThem: TrainingCurve): ModelFiles[] {
  const bytes = new TextEncoder().encode(`${JSON.stringify(ofThem, null, 2)}\n`);
  return [...model.filter(({ name }) => name !== CURVE_FILE), { name: CURVE_FILE, bytes }];
}

/**
 * What files say of their network.
 *
 * @throws LabError 'missing-weights' or 'bad-file' where they are no model of this lab
 */
export async function describeModel(model: readonly ModelFiles[]): Promise<OwnFacts> {
  return { estimator: await readEstimatorId(ownWeights(model)), best: bestOf(model) };
}

function bestOf(model: readonly ModelFiles[]): OwnFacts['best'] {
  const file = model.find(({ name }) => name === CURVE_FILE);
  if (!file) return null;
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(file.bytes));
  } catch {
    return null;
  }
  const parsed = v.safeParse(curve, json);
  if (!parsed.success) return null;
  return parsed.output.points.reduce<OwnFacts['best']>((least, { step, validation: { mean_m: mean } }) => {
    if (mean === null || (least && least.mean_m <= mean)) return least;
    return { step, mean_m: mean };
  }, null);
}

/** Files in memory, as weights are read. */
export function ownWeights(model: readonly ModelFiles[]): WeightSource {
  return memoryWeights(model, 'what was trained here: ');
}

/** What the browser keeps for a dataset, or null. */
export async function readOwnModel(store: BrowserStore, dataset: string): Promise<WeightSource | null> {
  const kept = await readFiles(store, dataset);
  return kept && ownWeights(kept);
}

/** The same as files, with what they say; null also where they are no model. */
export async function readOwnFiles(store: BrowserStore, dataset: string): Promise<OwnModel | null> {
  const kept = await readFiles(store, dataset);
  if (!kept) return null;
  try {
    return { files: kept, ...(await describeModel(kept)) };
  } catch {
    return null;
  }
}

async function readFiles(store: BrowserStore, dataset: string): Promise<ModelFiles[] | null> {
  const parsed = v.safeParse(files, await store.get('models', dataset));
  return parsed.success ? parsed.output : null;
}

/**
 * Keeps a model in place of the one before.
 *
 * @throws LabError 'unsupported' where the browser does not
 */
export async function keepOwnModel(store: BrowserStore, dataset: string, model: readonly ModelFiles[]): Promise<void> {
  await store.put('models', dataset, [...model]);
}
