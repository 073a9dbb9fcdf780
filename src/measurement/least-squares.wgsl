// Least-squares channel estimate: the mean over the symbols of what was received, turned back by the pilot. One workgroup: one
// antenna of one link. It also leaves what the estimate's power and the symbols' scatter are made of.

override ANTENNAS: u32;
override SYMBOLS: u32;
override TONES: u32;

/// [links, symbols, antennas, tones].
@group(0) @binding(0) var<storage, read> received: array<vec2f>;
/// [tones].
@group(0) @binding(1) var<storage, read> pilots: array<vec2f>;
/// [links, antennas, tones].
@group(0) @binding(2) var<storage, read_write> estimate: array<vec2f>;
/// Σ|estimate|² and Σ|symbol − mean|²/symbols over the tones [links, antennas].
@group(0) @binding(3) var<storage, read_write> rowSums: array<vec2f>;

const THREADS = 64u;
var<workgroup> partial: array<vec2f, THREADS>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let size = ANTENNAS * TONES;
  let row = group.x * TONES;
  let link = group.y * size;
  var sums = vec2f(0.0);
  for (var k = thread; k < TONES; k += THREADS) {
    let first = link * SYMBOLS + row + k;
    var mean = vec2f(0.0);
    for (var symbol = 0u; symbol < SYMBOLS; symbol++) { mean += received[first + symbol * size]; }
    mean /= f32(SYMBOLS);
    var scatter = 0.0;
    for (var symbol = 0u; symbol < SYMBOLS; symbol++) {
      let apart = received[first + symbol * size] - mean;
      scatter += dot(apart, apart);
    }
    let r = pilots[k];
    let h = vec2f(mean.x * r.x + mean.y * r.y, mean.y * r.x - mean.x * r.y);
    estimate[link + row + k] = h;
    sums += vec2f(dot(h, h), scatter / f32(SYMBOLS));
  }
  partial[thread] = sums;
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { partial[thread] += partial[thread + half]; }
  }
  if (thread == 0u) { rowSums[group.y * ANTENNAS + group.x] = partial[0]; }
}
