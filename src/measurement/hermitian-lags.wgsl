// Coefficients of the power delay profile's polynomial on a circle of delays: lag l goes to index −l, its conjugate to l. One
// thread: one index of one link.

override LAGS: u32; // tones: lags 0 … tones − 1 are valid
override STRIDE: u32; // lags that a link's autocorrelation holds
override LENGTH: u32; // delays of the circle

/// [links, STRIDE].
@group(0) @binding(0) var<storage, read> autocorrelation: array<vec2f>;
/// [links, LENGTH].
@group(0) @binding(1) var<storage, read_write> coefficients: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= LENGTH) { return; }
  let first = id.y * STRIDE;
  var sum = vec2f(0.0);
  if (id.x < LAGS) { sum = autocorrelation[first + id.x] * vec2f(1.0, -1.0); }
  let back = LENGTH - id.x;
  if (back < LAGS) { sum += autocorrelation[first + back]; }
  coefficients[id.y * LENGTH + id.x] = sum;
}
