import { describe, expect, it } from 'vitest';
import type { Estimator } from '../estimators/estimator.ts';
import type { EstimatorId } from '../estimators/registry.ts';
import { engage, viewEstimators, type Session } from './session.ts';

/** A session before five sites whose estimators are scripted. */
function sessionOf(loaded: Map<EstimatorId, Partial<Estimator>>): Session {
  const parts = {
    dataset: null,
    routes: null,
    pipeline: { world: { sites: new Array(5).fill({}) } },
    loaded: { get: (id: EstimatorId) => loaded.get(id), refusal: () => '', ask: () => undefined },
  } as unknown as Session;
  return { ...parts, estimators: viewEstimators(parts), inUse: [] };
}

describe('estimators that are put to use', () => {
  const downloads = { emit: () => undefined, signal: new AbortController().signal };
  const fedOf = ({ estimators }: Session): string | undefined => estimators.find(({ id }) => id === 'regression')?.fed;

  it('are told of where their weights are fed something else than usual', async () => {
    const loaded = new Map<EstimatorId, Partial<Estimator>>();
    const session = sessionOf(loaded);
    expect(fedOf(session)).toMatch(/measured/);
    const load = (): Promise<void> => {
      loaded.set('regression', { input: 'fingerprint' });
      return Promise.resolve();
    };
    expect(await engage(session, ['toa'], downloads, load)).toBe(true);
    expect(fedOf(session)).toMatch(/fingerprint/);
    expect(await engage(session, ['toa'], downloads, load)).toBe(false);
  });
});
