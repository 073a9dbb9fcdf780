/** Plotly, fetched when the first chart needs it: it is the largest part of the page and no fix waits for it. */

/** The few functions of plotly that the page calls. */
export interface Plotly {
  react(element: HTMLElement, data: readonly object[], layout: object, config?: object): Promise<unknown>;
  purge(element: HTMLElement): void;
  readonly Plots: { resize(element: HTMLElement): Promise<unknown> };
}

let loading: Promise<Plotly> | null = null;

/** Plotly's cartesian bundle; fetched once. A failed fetch is tried anew by the next call. */
export function loadPlotly(): Promise<Plotly> {
  loading ??= import('plotly.js-cartesian-dist-min').then(
    (module) => module.default,
    (cause: unknown) => {
      loading = null;
      throw cause;
    },
  );
  return loading;
}
