import { describe, expect, it } from 'vitest';
import { INTERACTION_CODE, PATH_END } from '../../engine/frontend.ts';
import { estimatorStyle, PATH_KINDS, PATH_STYLES, pathKind } from './palette.ts';

describe('estimatorStyle', () => {
  it('keeps the seats of the look: orange, sky and purple', () => {
    expect(estimatorStyle('pe-msrn').colour).toEqual([230, 159, 0]);
    expect(estimatorStyle('diffloc-ct').colour).toEqual([86, 180, 233]);
    expect(estimatorStyle('wknn').colour).toEqual([204, 121, 167]);
  });

  it('never gives two of the known estimators the same colour and shape', () => {
    const ids =
      'pe-msrn cnn fcnet fe-fcnet pe-fcnet pe-msn pe-srn msrn diffloc-unet diffloc-ct regression grid-fusion wknn toa-aoa toa tdoa aoa ekf twin site-product pe-msrn-plus own';
    const seen = ids.split(' ').map((id) => JSON.stringify(estimatorStyle(id)));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('pathKind', () => {
  const { reflection, diffraction, transmission, scattering } = INTERACTION_CODE;
  it('names a path by what it does, however often, and one that does several things apart', () => {
    expect(pathKind([PATH_END, PATH_END])).toBe('line of sight');
    expect(pathKind([PATH_END, reflection, reflection, PATH_END])).toBe('reflection');
    expect(pathKind([PATH_END, transmission, PATH_END])).toBe('transmission');
    expect(pathKind([PATH_END, diffraction, PATH_END])).toBe('diffraction');
    expect(pathKind([PATH_END, scattering, PATH_END])).toBe('scattering');
    expect(pathKind([PATH_END, reflection, transmission, PATH_END])).toBe('combined');
    expect(pathKind([PATH_END, diffraction, reflection, PATH_END])).toBe('combined');
  });

  it('has a colour of its own for every kind', () => {
    for (const theme of ['dark', 'light'] as const) {
      expect(new Set(PATH_KINDS.map((kind) => String(PATH_STYLES[kind][theme]))).size).toBe(PATH_KINDS.length);
    }
  });
});
