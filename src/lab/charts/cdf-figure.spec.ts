import { describe, expect, it } from 'vitest';
import { buildCdf } from './cdf.ts';
import { buildCdfFigure } from './cdf-figure.ts';
import { PLOT_THEMES } from './plot-theme.ts';

interface Trace {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly line?: { readonly dash?: string; readonly color: string };
}

const theme = PLOT_THEMES.light;
const curve = {
  id: 'toa-aoa',
  title: 'TOA + AOA',
  line: buildCdf([0.2, 0.4, 0.8, Infinity]),
  median: 0.4,
  p90: null,
};
const figureOf = (bound: number[] | null) => {
  const { data, layout } = buildCdfFigure([curve], bound && buildCdf(bound), theme);
  const { annotations = [] } = layout as { annotations?: { text: string; x: number; y: number }[] };
  return { traces: data as readonly Trace[], annotations };
};

describe('the bound in the error curves', () => {
  it('is a dashed line of its own distribution, below the curves that are held against it', () => {
    const { traces, annotations } = figureOf([0.3, 0.1, 0.2, 0.05]);
    const [bound, ...others] = traces;
    expect(bound.name).toBe('position error bound');
    expect(bound.line?.dash).toBe('dash');
    expect([...Array.from(bound.x)]).toEqual([0.05, 0.1, 0.2, 0.3]);
    expect([...Array.from(bound.y)]).toEqual([25, 50, 75, 100]);
    expect(others.filter(({ line }) => line?.dash !== undefined)).toEqual([]);
    // Its word stands beside it, where the axis counts in powers of ten.
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatchObject({ text: 'bound', y: 75 });
    expect(annotations[0].x).toBeCloseTo(Math.log10(0.2), 12);
  });

  it('is said to be smaller still where it lies off the axis', () => {
    const { annotations } = figureOf([1e-5, 2e-5, 3e-5]);
    expect(annotations[0].text).toMatch(/^◂ bound ≤ 1(\.0+)?\smm$/);
    expect(annotations[0].x).toBe(-3);
  });

  it('is not drawn while it is not known, and stands for itself alone where nobody has a bound', () => {
    expect(figureOf(null).traces.map(({ name }) => name)).toEqual(['TOA + AOA', 'TOA + AOA']);
    expect(figureOf(null).annotations).toEqual([]);
    expect(figureOf([Infinity, Infinity]).annotations).toEqual([]);
  });
});
