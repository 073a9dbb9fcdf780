/** How plotly's charts look here: the page's own text, hairlines and no toolbar. */

/** Colours of a chart. */
export interface PlotTheme {
  readonly text: string;
  readonly soft: string;
  readonly grid: string;
  readonly truth: string;
  readonly panel: string;
}

/** Chart colours by theme; the same values as the page's custom properties. */
export const PLOT_THEMES: Readonly<Record<'dark' | 'light', PlotTheme>> = {
  dark: { text: '#f2f4f8', soft: '#a7afbe', grid: 'rgba(255,255,255,0.09)', truth: '#ffffff', panel: '#1d222c' },
  light: { text: '#11151d', soft: '#4b5565', grid: 'rgba(16,24,40,0.11)', truth: '#0a0c10', panel: '#ffffff' },
};

/** Options that all charts share. */
export const PLOT_CONFIG = {
  displayModeBar: false,
  responsive: false,
  scrollZoom: false,
  doubleClick: 'reset',
} as const;

/** An axis with a title in the page's style. */
export function plotAxis(theme: PlotTheme, title: string, more: object = {}): object {
  return {
    title: { text: title, font: { size: 11, color: theme.soft }, standoff: 6 },
    tickfont: { size: 11, color: theme.soft },
    gridcolor: theme.grid,
    linecolor: theme.grid,
    zeroline: false,
    fixedrange: true,
    automargin: false,
    ...more,
  };
}

/** A layout with the page's text and no background of its own. */
export function plotLayout(theme: PlotTheme, more: object): object {
  return {
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: 'system-ui, sans-serif', size: 11, color: theme.text },
    margin: { l: 34, r: 10, t: 8, b: 34 },
    showlegend: false,
    hovermode: 'closest',
    dragmode: false,
    hoverlabel: { bgcolor: theme.panel, bordercolor: theme.grid, font: { size: 12, color: theme.text } },
    ...more,
  };
}
