/** Plotly, fetched when the first chart needs it: it is the largest part of the page and no fix waits for it. */

import type { Plotly } from 'plotly.js-cartesian-dist-min';

export type { Plotly };

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
