declare module 'plotly.js-cartesian-dist-min' {
  const plotly: import('./plotly.ts').Plotly;
  export default plotly;
}
