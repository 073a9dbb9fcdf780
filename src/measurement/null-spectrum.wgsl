// Coefficients of the MUSIC null spectrum: the autocorrelations of the signal eigenvectors, summed; see null-spectrum.ts. One
// workgroup a link, one thread a lag.

override ROWS: u32;
override COLUMNS: u32;
override MAXIMUM_SOURCES: u32;

/// In the paired space [links, MAXIMUM_SOURCES, antennas].
@group(0) @binding(0) var<storage, read> vectors: array<f32>;
@group(0) @binding(1) var<storage, read> counts: array<u32>;
/// Lags d_y = 0 … rows − 1, d_x = −(columns − 1) … columns − 1 [links, rows, 2·columns − 1].
@group(0) @binding(2) var<storage, read_write> coefficients: array<vec2f>;

const THREADS = 128u;
override ANTENNAS = ROWS * COLUMNS;
var<workgroup> elements: array<vec2f, ANTENNAS>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let link = group.x;
  let half = ANTENNAS / 2u;
  let width = 2u * COLUMNS - 1u;
  for (var lag = thread; lag < ROWS * width; lag += THREADS) { coefficients[link * ROWS * width + lag] = vec2f(0.0); }
  for (var source = 0u; source < MAXIMUM_SOURCES; source++) {
    workgroupBarrier();
    // Back to element space; a source that is not there is zero.
    let there = select(0.0, 1.0, source < counts[link]);
    let first = (link * MAXIMUM_SOURCES + source) * ANTENNAS;
    for (var m = thread; m < half; m += THREADS) {
      let u = there * 0.7071067811865476 * vec2f(vectors[first + m], vectors[first + half + m]);
      elements[m] = u;
      elements[ANTENNAS - 1u - m] = vec2f(u.x, -u.y);
    }
    if (ANTENNAS % 2u == 1u && thread == 0u) { elements[half] = vec2f(there * vectors[first + ANTENNAS - 1u], 0.0); }
    workgroupBarrier();
    for (var lag = thread; lag < ROWS * width; lag += THREADS) {
      let dy = i32(lag / width);
      let dx = i32(lag % width) - i32(COLUMNS) + 1;
      if (dy == 0 && dx < 0) { continue; }
      var sum = vec2f(0.0);
      for (var row = 0; row + dy < i32(ROWS); row++) {
        for (var column = max(0, -dx); column < min(i32(COLUMNS), i32(COLUMNS) - dx); column++) {
          let a = elements[row * i32(COLUMNS) + column];
          let b = elements[(row + dy) * i32(COLUMNS) + column + dx];
          sum += vec2f(dot(a, b), a.y * b.x - a.x * b.y);
        }
      }
      coefficients[link * ROWS * width + lag] += sum;
    }
  }
}
