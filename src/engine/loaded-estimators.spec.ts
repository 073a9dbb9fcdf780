import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { readFile } from 'node:fs/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { openDataset } from '../datasets/definition.ts';
import { findDataset } from '../datasets/registry.ts';
import type { EstimatorId } from '../estimators/registry.ts';
import { createEstimators, type LoadedEstimators } from './loaded-estimators.ts';
import { ownWeights } from './own-model.ts';

afterEach(() => vi.unstubAllGlobals());

/** Serves the fingerprints that ship with the project, their description changed, and nothing else. */
function serve(change: (text: string) => string): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    const path = new URL(url).pathname.slice(1);
    if (!path.startsWith('models/wknn/')) return new Response(null, { status: 404 });
    return new Response(path.endsWith('.json') ? change(await readFile(path, 'utf8')) : await readFile(path));
  });
  return asked;
}

/** Estimators of the hall of which some are asked for. */
function prepare(...ids: readonly EstimatorId[]): LoadedEstimators {
  const shipped = { 'pe-msrn': ['s3-3d'], wknn: ['s3-3d'], fcnet: ['s2-2d'] };
  const estimators = createEstimators(openDataset(findDataset('s3-3d')), 1, 'http://lab/', shipped);
  ask(estimators, ...ids);
  return estimators;
}

function ask(estimators: LoadedEstimators, ...ids: readonly EstimatorId[]): void {
  estimators.ask(ids, { emit: () => undefined, signal: new AbortController().signal });
}

it('loads what is asked for, however often, and fetches it once', async () => {
  const asked = serve((text) => text);
  const estimators = prepare('wknn');
  await estimators.load();
  expect(estimators.get('wknn')?.trainedOn?.dataset).toBe('s3-3d');
  expect(estimators.refusal('wknn')).toBe('');
  expect(estimators.get('toa-aoa')).toBeUndefined();
  const { length } = asked;
  expect(length).toBeGreaterThan(0);
  ask(estimators, 'toa-aoa');
  await estimators.loadNew();
  expect(estimators.get('toa-aoa')).toBeDefined();
  const first = estimators.get('wknn');
  await estimators.load();
  expect(estimators.get('wknn')).toBeDefined();
  expect(estimators.get('wknn')).not.toBe(first);
  expect(asked).toHaveLength(length);
});

it('knows without asking what has no weights here', async () => {
  const asked = serve((text) => text);
  const estimators = prepare('fcnet');
  expect(estimators.refusal('fcnet')).toBe('FCNet has no weights for Indoor hall, 3-D yet.');
  expect(estimators.refusal('pe-msrn')).toBe('');
  await estimators.load();
  expect(estimators.get('fcnet')).toBeUndefined();
  expect(asked).toHaveLength(0);
});

it('refuses what should be there and is not, and tries it again when asked anew after a cancelled download', async () => {
  serve((text) => text);
  const estimators = prepare('pe-msrn');
  await estimators.load();
  expect(estimators.get('pe-msrn')).toBeUndefined();
  expect(estimators.refusal('pe-msrn')).toContain('the server answered 404');

  const cancelled = prepare();
  const working = fetch;
  vi.stubGlobal('fetch', () => Promise.reject(new DOMException('', 'AbortError')));
  cancelled.ask(['wknn'], { emit: () => undefined, signal: AbortSignal.abort() });
  await expect(cancelled.load()).rejects.toMatchObject({ name: 'AbortError' });
  vi.stubGlobal('fetch', working);
  ask(cancelled, 'wknn');
  await cancelled.loadNew();
  expect(cancelled.get('wknn')).toBeDefined();
});

it('refuses weights of another revision of the dataset, with the reason', async () => {
  serve((text) => text.replace(/"datasetHash": ?"[0-9a-f]+"/, '"datasetHash":"0123456789abcdef"'));
  const estimators = prepare('wknn', 'toa-aoa');
  await estimators.load();
  expect(estimators.get('wknn')).toBeUndefined();
  expect(estimators.refusal('wknn')).toMatch(/were trained on s3-3d \(hash 0123456789abcdef\), not on s3-3d/);
  expect(estimators.get('toa-aoa')).toBeDefined();
});

it('takes over a network that was trained here, and keeps the one before where another is broken', async () => {
  serve((text) => text);
  await tf.setBackend('cpu');
  const estimators = prepare('own');
  await estimators.load();
  expect(estimators.refusal('own')).toContain('Nothing was trained in this browser on Indoor hall, 3-D yet');
  const read = async (folder: string, change = (text: string): string => text) => {
    const json = await readFile(`models/${folder}/model.json`, 'utf8');
    const shard = await readFile(`models/${folder}/weights-1of1.bin`);
    return ownWeights([
      { name: 'model.json', bytes: new TextEncoder().encode(change(json)) },
      { name: 'weights-1of1.bin', bytes: new Uint8Array(shard) },
    ]);
  };
  await estimators.adopt(await read('fcnet/s3-3d'));
  expect(estimators.refusal('own')).toBe('');
  const adopted = estimators.get('own');
  expect(adopted?.trainedOn?.dataset).toBe('s3-3d');
  const refused = { code: 'bad-file' };
  await expect(estimators.adopt(await read('pe-msrn/s2-2d'))).rejects.toMatchObject(refused);
  await expect(estimators.adopt(await read('site-product/tokyo-streets'))).rejects.toMatchObject(refused);
  await expect(
    estimators.adopt(await read('fcnet/s3-3d', (json) => json.replace('"estimator":"fcnet"', '"estimator":"own"'))),
  ).rejects.toMatchObject(refused);
  await expect(
    estimators.adopt(await read('fcnet/s3-3d', (json) => json.replaceAll('"units":64', '"units":65'))),
  ).rejects.toMatchObject(refused);
  await expect(estimators.adopt(ownWeights([]))).rejects.toMatchObject({ code: 'missing-weights' });
  expect(estimators.get('own')).toBe(adopted);
  // A device that is replaced loads it again.
  await estimators.load();
  expect(estimators.get('own')?.trainedOn?.dataset).toBe('s3-3d');
});
