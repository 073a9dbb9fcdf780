import { readFile } from 'node:fs/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { openDataset } from '../datasets/definition.ts';
import { findDataset } from '../datasets/registry.ts';
import { createEstimators } from './loaded-estimators.ts';

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

const prepare = (): ReturnType<typeof createEstimators> =>
  createEstimators(openDataset(findDataset('s3-3d')), 1, 'http://lab/', () => undefined, new AbortController().signal);

it('loads what fits, however often, and fetches it once', async () => {
  const asked = serve((text) => text);
  const estimators = prepare();
  await estimators.load();
  expect(estimators.get('wknn')?.trainedOn?.dataset).toBe('s3-3d');
  expect(estimators.refusal('wknn')).toBe('');
  expect(estimators.get('pe-msrn')).toBeUndefined();
  expect(estimators.refusal('pe-msrn')).toContain('has no weights for');
  const { length } = asked;
  await estimators.load();
  expect(estimators.get('wknn')).toBeDefined();
  expect(asked).toHaveLength(length);
});

it('refuses weights of another revision of the dataset, with the reason', async () => {
  serve((text) => text.replace(/"datasetHash": ?"[0-9a-f]+"/, '"datasetHash":"0123456789abcdef"'));
  const estimators = prepare();
  await estimators.load();
  expect(estimators.get('wknn')).toBeUndefined();
  expect(estimators.refusal('wknn')).toMatch(/were trained on s3-3d \(hash 0123456789abcdef\), not on s3-3d/);
  expect(estimators.get('toa-aoa')).toBeDefined();
});
