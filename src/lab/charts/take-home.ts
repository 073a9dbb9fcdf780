/** Figures for elsewhere: on white, with the names of their axes and a legend, as a drawing or as a picture. */
import { loadPlotly } from './plotly.ts';
import { PLOT_THEMES } from './plot-theme.ts';

/** File formats of figures. */
export const FIGURE_FORMATS = ['svg', 'png'] as const;

/** One of the file formats. */
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/** A figure as plotly takes it. */
export interface Figure {
  readonly data: readonly object[];
  readonly layout: object;
}

/** What a figure says beside its curves. */
export interface FigureWords {
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

/** CSS pixels; a picture has three of its own for each. */
const SIZE = { width: 720, height: 480 } as const;

/** The figure with its words, for a page that is white. It was drawn with the colours of the light theme. */
export function withWords({ data, layout }: Figure, { title, x, y }: FigureWords): Figure {
  const { xaxis, yaxis } = layout as { readonly xaxis?: object; readonly yaxis?: object };
  const { text, panel } = PLOT_THEMES.light;
  const named = (axis: object | undefined, name: string): object => ({
    ...axis,
    title: { text: name },
    automargin: true,
  });
  return {
    data,
    layout: {
      ...layout,
      ...SIZE,
      title: { text: title, font: { size: 14, color: text } },
      paper_bgcolor: panel,
      plot_bgcolor: panel,
      showlegend: true,
      margin: { l: 64, r: 24, t: 48, b: 56 },
      xaxis: named(xaxis, x),
      yaxis: named(yaxis, y),
    },
  };
}

/**
 * Saves a figure as a file.
 *
 * @param name of the file, without its ending
 */
export async function saveFigure(
  figure: Figure,
  words: FigureWords,
  name: string,
  format: FigureFormat,
): Promise<void> {
  const plotly = await loadPlotly();
  await plotly.downloadImage(withWords(figure, words), {
    format,
    filename: name,
    ...SIZE,
    scale: format === 'png' ? 3 : 1,
  });
}
