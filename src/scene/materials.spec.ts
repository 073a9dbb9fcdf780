import { describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { complexPermittivity, createMaterial, MATERIAL_NAMES } from './materials.ts';

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
