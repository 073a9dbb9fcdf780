import { describe, expect, it } from 'vitest';
import { applyBatch, createFixTable } from '../state/fix-table.ts';
import { createLabStore, type LabState } from '../state/store.ts';
import type { MarkerAtlas } from './marker-atlas.ts';
import { buildUserLayers } from './user-layers.ts';

const atlas = { image: '', mapping: {} } as unknown as MarkerAtlas;
/** Three users on the x axis, with fixes that are 0.1 m, 1 m and 10 m off. */
const truth = Float64Array.of(0, 0, 1, 10, 0, 1, 20, 0, 1);
const offs = [0.1, 1, 10];
const fixes = createFixTable(3, ['toa-aoa']);
applyBatch(fixes, {
  start: 0,
  count: 3,
  positions: truth,
  estimates: { 'toa-aoa': Float32Array.from(offs.flatMap((off, user) => [10 * user, off, 1])) },
  errors: { 'toa-aoa': Float32Array.from(offs) },
  refusals: {},
});

/** Opacities of the true positions, of the error lines and of the estimates, user by user. */
function opacities(changes: Partial<LabState>): Record<string, number[]> {
  const state = { ...createLabStore().getState(), truth, fixes, estimators: ['toa-aoa'] as const, ...changes };
  const layers = buildUserLayers(state, atlas, 1);
  const propsOf = (id: string) =>
    layers.find((layer) => layer.id === id)?.props as unknown as Record<
      string,
      (user: number, info: { index: number }) => number[]
    >;
  const ofAll = (id: string, accessor: string) => [0, 1, 2].map((i) => propsOf(id)[accessor](i, { index: i })[3]);
  return {
    truth: ofAll('truth', 'getFillColor'),
    errors: ofAll('errors', 'getColor'),
    estimates: ofAll('estimates', 'getColor'),
  };
}

describe('the map under a range of errors', () => {
  it('leaves in full who errs within it, and lets everybody else step back', () => {
    const all = opacities({ errorRange: null });
    const some = opacities({ errorRange: { low: 0.5, high: 2 } });
    for (const what of ['truth', 'errors', 'estimates']) {
      expect(
        all[what].every((opacity) => opacity > 80),
        what,
      ).toBe(true);
      expect(some[what][1], what).toBe(all[what][1]);
      for (const user of [0, 2]) expect(some[what][user] / all[what][user], what).toBeLessThan(0.2);
    }
  });

  it('goes by the part of the error that is looked at', () => {
    const some = opacities({ errorRange: { low: 0.5, high: 2 }, errorAxis: 'vertical' });
    expect(some.truth.every((opacity) => opacity < 60)).toBe(true);
  });
});
