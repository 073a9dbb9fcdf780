import { describe, expect, it } from 'vitest';
import { PICK_RADIUS, pickNearest } from './pick.ts';

/** A picture from straight above, ten pixels a metre. */
const viewport = { project: ([x, y]: number[]) => [10 * x, 10 * y] };
const marks = {
  truth: Float64Array.from([1, 1, 0, 2, 1, 0, 9, 9, 2]),
  selectedUser: null,
  sites: [{ position: [5, 5, 10] }, { position: [2.6, 1, 10] }],
  selectedSite: null,
  handles: null,
} as const;

describe('pickNearest', () => {
  it('finds the nearest mark within reach, be it a user or a site', () => {
    expect(pickNearest(viewport, marks, 12, 10)).toEqual({ kind: 'user', index: 0 });
    expect(pickNearest(viewport, marks, 17, 10)).toEqual({ kind: 'user', index: 1 });
    expect(pickNearest(viewport, marks, 24, 10)).toEqual({ kind: 'site', index: 1 });
    expect(pickNearest(viewport, marks, 52, 50)).toEqual({ kind: 'site', index: 0 });
    expect(pickNearest(viewport, marks, 90 + PICK_RADIUS + 1, 90)).toBeNull();
  });

  it('finds the handles of the selected site', () => {
    const handles = { turn: [7, 5, 10], tilt: [6.3, 5, 9] } as const;
    const selected = { ...marks, selectedSite: 0, handles };
    expect(pickNearest(viewport, selected, 71, 50)).toEqual({ kind: 'turn', index: 0 });
    expect(pickNearest(viewport, selected, 62, 51)).toEqual({ kind: 'tilt', index: 0 });
    expect(pickNearest(viewport, { ...marks, handles }, 71, 50)).toBeNull();
  });

  it('prefers what is selected where marks crowd', () => {
    expect(pickNearest(viewport, { ...marks, selectedUser: 1 }, 13, 10)).toEqual({ kind: 'user', index: 1 });
    expect(pickNearest(viewport, { ...marks, selectedSite: 1 }, 21, 10)).toEqual({ kind: 'site', index: 1 });
  });
});
