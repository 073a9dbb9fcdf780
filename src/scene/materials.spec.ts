import { describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { complexPermittivity, createMaterial, MATERIAL_NAMES, noteMaterials } from './materials.ts';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (cause) {
    if (cause instanceof LabError) return cause.code;
    throw cause;
  }
  return 'none';
};

describe('complexPermittivity', () => {
  it('evaluates a·f^b and c·f^d with f in gigahertz', () => {
    const concrete = complexPermittivity(createMaterial('concrete'), 30e9);
    expect(concrete.real).toBe(5.24);
    expect(concrete.conductivity).toBeCloseTo(0.0462 * 30 ** 0.7822, 12);
    // σ/(ωε₀) = 17.98 σ/f with f in gigahertz (P.2040-3, eq. 12).
    expect(concrete.imaginary).toBeCloseTo((-17.98 * concrete.conductivity) / 30, 3);
    expect(concrete.note).toBe('');
    const ground = complexPermittivity(createMaterial('wet_ground'), 5e9);
    expect(ground.real).toBeCloseTo(30 * 5 ** -0.4, 12);
    expect(ground.conductivity).toBeCloseTo(0.15 * 5 ** 1.3, 12);
  });

  it('clamps to the nearest end of the range and says so', () => {
    const low = complexPermittivity(createMaterial('concrete'), 0.5e9);
    expect(low.evaluatedFrequency).toBe(1e9);
    expect(low.conductivity).toBeCloseTo(0.0462, 12);
    expect(low.imaginary).toBeCloseTo((-17.98 * 0.0462) / 0.5, 3);
    expect(low.note).toContain('concrete');
    expect(low.note).toContain('1 GHz');
    expect(complexPermittivity(createMaterial('brick'), 60e9).evaluatedFrequency).toBe(40e9);
  });

  it('picks the band of a material with two, and the nearer end between them', () => {
    const glass = createMaterial('glass');
    expect(complexPermittivity(glass, 10e9).real).toBe(6.31);
    expect(complexPermittivity(glass, 300e9).real).toBe(5.79);
    expect(complexPermittivity(glass, 120e9).evaluatedFrequency).toBe(100e9);
    expect(complexPermittivity(glass, 200e9).evaluatedFrequency).toBe(220e9);
  });

  it('knows the materials that only the latest revision lists, and keeps to the earlier one for the others', () => {
    expect(MATERIAL_NAMES).toHaveLength(19);
    expect(complexPermittivity(createMaterial('asphalt_concrete'), 10e9).real).toBe(4.83);
    expect(complexPermittivity(createMaterial('plasterboard'), 1e9).real).toBe(2.73);
  });

  it('takes the latest revision where that is asked for: other values of three materials below 100 GHz, and of no other', () => {
    const [glass, plasterboard, board] = ['glass', 'plasterboard', 'ceiling_board'].map((name) =>
      complexPermittivity(createMaterial(name, 0.01, 4), 10e9),
    );
    expect([glass.real, plasterboard.real, board.real]).toEqual([6.27, 2.94, 1.48]);
    expect(glass.conductivity).toBeCloseTo(0.0043 * 10 ** 1.1925, 12);
    expect(plasterboard.conductivity).toBeCloseTo(0.0116 * 10 ** 0.7076, 12);
    expect(board.conductivity).toBeCloseTo(0.0011 * 10 ** 1.1278, 12);
    const changed = MATERIAL_NAMES.filter(
      (name) => JSON.stringify(createMaterial(name, 0.1, 4)) !== JSON.stringify(createMaterial(name)),
    );
    expect(changed).toEqual(['plasterboard', 'glass', 'ceiling_board']);
    expect(complexPermittivity(createMaterial('glass', 0.01, 4), 300e9).real).toBe(5.79);
  });

  it('notes of several materials those that the table does not cover, each once', () => {
    const materials = [
      ...['concrete', 'brick', 'metal'].map((name) => createMaterial(name)),
      createMaterial('brick', 1),
    ];
    expect(noteMaterials(materials, 3.5e9)).toEqual([]);
    expect(noteMaterials(materials, 60e9)).toEqual([expect.stringMatching(/brick at 60 GHz; its values at 40 GHz/)]);
  });

  it('refuses what is not in the table, no thickness and no frequency', () => {
    expect(codeOf(() => createMaterial('unobtainium'))).toBe('unknown-id');
    expect(codeOf(() => createMaterial('constructor'))).toBe('unknown-id');
    for (const thickness of [0, -1, NaN, Infinity])
      expect(codeOf(() => createMaterial('wood', thickness))).toBe('bad-argument');
    for (const frequency of [0, -1, NaN]) {
      expect(codeOf(() => complexPermittivity(createMaterial('wood'), frequency))).toBe('bad-argument');
    }
    expect(createMaterial('Very-dry ground').name).toBe('very_dry_ground');
  });
});
