declare module 'plotly.js-cartesian-dist-min' {
  /** The few functions of plotly that the page calls. */
  export interface Plotly {
    react(element: HTMLElement, data: readonly object[], layout: object, config?: object): Promise<unknown>;
    purge(element: HTMLElement): void;
    downloadImage(figure: object, options: object): Promise<unknown>;
    readonly Plots: { resize(element: HTMLElement): Promise<unknown> };
  }
  const plotly: Plotly;
  export default plotly;
}
