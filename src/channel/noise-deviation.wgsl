// How strong the noise of each link must be for the SNR that is asked for. One workgroup a link.

override LINK_VALUES: u32; // antennas · tones

/// What a link asks for: noise power per tone = max(mean |H|²·inverseSnr, floor).
struct Demand {
  inverseSnr: f32,
  floor: f32,
}

/// [links, antennas, tones].
@group(0) @binding(0) var<storage, read> channel: array<vec2f>;
@group(0) @binding(1) var<storage, read> demands: array<Demand>;
/// Standard deviation of real and imaginary part [links].
@group(0) @binding(2) var<storage, read_write> deviations: array<f32>;
/// Mean |H|² [links].
@group(0) @binding(3) var<storage, read_write> powers: array<f32>;

const THREADS = 256u;
var<workgroup> partial: array<f32, THREADS>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var i = thread; i < LINK_VALUES; i += THREADS) {
    let h = channel[group.x * LINK_VALUES + i];
    sum += dot(h, h);
  }
  partial[thread] = sum;
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { partial[thread] += partial[thread + half]; }
  }
  if (thread == 0u) {
    let demand = demands[group.x];
    let power = partial[0] / f32(LINK_VALUES);
    powers[group.x] = power;
    deviations[group.x] = sqrt(0.5 * max(power * demand.inverseSnr, demand.floor));
  }
}
