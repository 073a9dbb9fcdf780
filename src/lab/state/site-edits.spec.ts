import { describe, expect, it } from 'vitest';
import { addSite, changeSite, removeSite, wrapAzimuth, type Site } from './site-edits.ts';

const bounds = { minimum: [0, 0, 0], maximum: [100, 60, 20] } as const;
const first: Site = {
  name: 'Site 1',
  position: [10, 10, 25],
  orientation: { azimuth: 0, elevation: 0 },
  panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'dipole' },
};
const sites = [first, { ...first, name: 'Site 3', position: [50, 30, 15] }] satisfies Site[];

describe('site edits', () => {
  it('turns the short way round', () => {
    expect(wrapAzimuth(1.5 * Math.PI)).toBeCloseTo(-0.5 * Math.PI, 12);
    expect(wrapAzimuth(-Math.PI)).toBeCloseTo(Math.PI, 12);
    expect(wrapAzimuth(Math.PI)).toBe(Math.PI);
    expect(wrapAzimuth(-0.25)).toBe(-0.25);
  });

  it('changes one site within its ranges and no other', () => {
    const changed = changeSite(
      sites,
      0,
      { position: [-5, 30, 400], orientation: { azimuth: 3 * Math.PI, elevation: -9 } },
      bounds,
    );
    expect(changed[0].position).toEqual([0, 30, 120]);
    expect(changed[0].orientation.azimuth).toBeCloseTo(Math.PI, 12);
    expect(changed[0].orientation.elevation).toBe(-Math.PI / 2);
    expect(changed[0].panel).toBe(first.panel);
    expect(changed[1]).toBe(sites[1]);
    expect(sites[0]).toBe(first);
  });

  it('adds a site like the first one, with a name of its own, that looks at the middle', () => {
    const added = addSite(sites, 90, 30, bounds);
    expect(added).toHaveLength(3);
    expect(added[2]).toMatchObject({ name: 'Site 4', position: [90, 30, 25], panel: first.panel });
    expect(added[2].orientation.azimuth).toBeCloseTo(Math.PI, 12);
  });

  it('takes a site away', () => {
    expect(removeSite(sites, 0)).toEqual([sites[1]]);
  });
});
