// MMSE weight of every delay tap, and the sums that the SNR is made of; see mmse.ts and snr.ts. One workgroup a link.

override ANTENNAS: u32;
override SYMBOLS: u32;
override TONES: u32;
override WINDOW: u32; // taps that are averaged for the prior

/// Of the least-squares estimate, see least-squares.wgsl [links, antennas].
@group(0) @binding(0) var<storage, read> rowSums: array<vec2f>;
/// Mean power of each tap [links, tones].
@group(0) @binding(1) var<storage, read> cellPower: array<f32>;
/// [links, tones].
@group(0) @binding(2) var<storage, read_write> weights: array<f32>;
/// Mean power, scatter, Σ(1 − w)²·P and Σw [links].
@group(0) @binding(3) var<storage, read_write> sums: array<vec4f>;

const THREADS = 256u;
var<workgroup> partial: array<vec2f, THREADS>;

fn total(mine: vec2f, thread: u32) -> vec2f {
  workgroupBarrier();
  partial[thread] = mine;
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { partial[thread] += partial[thread + half]; }
  }
  workgroupBarrier();
  return partial[0];
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let link = group.x;
  var rows = vec2f(0.0);
  for (var antenna = thread; antenna < ANTENNAS; antenna += THREADS) { rows += rowSums[link * ANTENNAS + antenna]; }
  let means = total(rows, thread) / f32(ANTENNAS * TONES);
  let noise = means.y / f32(SYMBOLS - 1u);
  let threshold = noise * (1.0 + 3.0 / sqrt(f32(ANTENNAS * WINDOW)));
  var mine = vec2f(0.0);
  for (var tap = thread; tap < TONES; tap += THREADS) {
    var power = 0.0;
    for (var i = 0u; i < WINDOW; i++) { power += cellPower[link * TONES + (tap + TONES + i - WINDOW / 2u) % TONES]; }
    power /= f32(WINDOW);
    var weight = 1.0;
    if (noise > 0.0) { weight = select(0.0, 1.0 - noise / power, power > threshold); }
    weights[link * TONES + tap] = weight;
    mine += vec2f((1.0 - weight) * (1.0 - weight) * cellPower[link * TONES + tap], weight);
  }
  let rest = total(mine, thread);
  if (thread == 0u) { sums[link] = vec4f(means, rest); }
}
