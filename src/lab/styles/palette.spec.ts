import { describe, expect, it } from 'vitest';
import { ESTIMATORS } from '../../estimators/registry.ts';
import { INTERACTION_CODE, PATH_END } from '../../engine/frontend.ts';
import { estimatorStyle, legKinds, PATH_KINDS, PATH_STYLES, pathKinds } from './palette.ts';

describe('estimatorStyle', () => {
  it('keeps the seats of the look: orange, sky and purple', () => {
    expect(estimatorStyle('pe-msrn').colour).toEqual([230, 159, 0]);
    expect(estimatorStyle('diffloc-ct').colour).toEqual([86, 180, 233]);
    expect(estimatorStyle('wknn').colour).toEqual([204, 121, 167]);
  });

  it('never gives two of the known estimators the same colour and shape', () => {
    const seen = ESTIMATORS.map(({ id }) => JSON.stringify(estimatorStyle(id)));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('gives those that are compared in a town at first colours of their own', () => {
    const ids = ['toa-aoa', 'site-product', 'diffloc-unet', 'diffloc-ct', 'ekf', 'twin', 'regression'];
    expect(new Set(ids.map((id) => String(estimatorStyle(id).colour))).size).toBe(ids.length);
  });
});

describe('kinds of paths', () => {
  const { reflection, diffraction, transmission, scattering } = INTERACTION_CODE;
  it('names what a path does in turn, and the same thing in a row once', () => {
    expect(pathKinds([PATH_END, PATH_END])).toEqual(['line of sight']);
    expect(pathKinds([PATH_END, reflection, reflection, PATH_END])).toEqual(['reflection']);
    expect(pathKinds([PATH_END, transmission, PATH_END])).toEqual(['transmission']);
    expect(pathKinds([PATH_END, scattering, PATH_END])).toEqual(['scattering']);
    expect(pathKinds([PATH_END, diffraction, reflection, PATH_END])).toEqual(['diffraction', 'reflection']);
    expect(pathKinds([PATH_END, reflection, transmission, reflection, PATH_END])).toEqual([
      'reflection',
      'transmission',
      'reflection',
    ]);
  });

  it('gives each leg to what the path did last, and the first to what it does first', () => {
    expect(legKinds([PATH_END, PATH_END])).toEqual(['line of sight']);
    expect(legKinds([PATH_END, reflection, PATH_END])).toEqual(['reflection', 'reflection']);
    expect(legKinds([PATH_END, diffraction, reflection, PATH_END])).toEqual([
      'diffraction',
      'diffraction',
      'reflection',
    ]);
  });

  it('has a colour of its own for every kind', () => {
    for (const theme of ['dark', 'light'] as const) {
      expect(new Set(PATH_KINDS.map((kind) => String(PATH_STYLES[kind][theme]))).size).toBe(PATH_KINDS.length);
    }
  });
});
