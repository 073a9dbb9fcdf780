/** Which weights lie beside the page, from the bundler; see tools/shipped-weights.ts. */
declare module 'virtual:shipped-weights' {
  const shipped: import('./loaded-estimators.ts').ShippedWeights;
  export default shipped;
}
