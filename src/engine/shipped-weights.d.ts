/** Which weights lie beside the page, from the bundler: datasets by estimator; see tools/shipped-weights.ts. */
declare module 'virtual:shipped-weights' {
  const shipped: Readonly<Record<string, readonly string[] | undefined>>;
  export default shipped;
}
