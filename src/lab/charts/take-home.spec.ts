import { describe, expect, it } from 'vitest';
import { withWords } from './take-home.ts';

describe('withWords', () => {
  it('names what the page leaves to its headings, on white, and keeps curves and axes', () => {
    const data = [{ name: 'PE-MSRN' }];
    const figure = withWords(
      { data, layout: { xaxis: { type: 'log', range: [-2, 1] }, yaxis: { range: [0, 101.5] }, showlegend: false } },
      { title: 'Error CDF', x: 'error, m', y: '% of users' },
    );
    expect(figure.data).toBe(data);
    expect(figure.layout).toMatchObject({
      xaxis: { type: 'log', range: [-2, 1], title: { text: 'error, m' } },
      yaxis: { range: [0, 101.5], title: { text: '% of users' } },
      paper_bgcolor: '#ffffff',
      showlegend: true,
    });
  });
});
