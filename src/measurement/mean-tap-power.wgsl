// Power of every tap, mean over the antennas. One thread: one tap of one link.

override ANTENNAS: u32;
override TAPS: u32;

/// [links, antennas, taps].
@group(0) @binding(0) var<storage, read> taps: array<vec2f>;
/// The power as a complex number, for the transform that follows [links, taps].
@group(0) @binding(1) var<storage, read_write> power: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= TAPS) { return; }
  var sum = 0.0;
  for (var antenna = 0u; antenna < ANTENNAS; antenna++) {
    let tap = taps[(id.y * ANTENNAS + antenna) * TAPS + id.x];
    sum += dot(tap, tap);
  }
  power[id.y * TAPS + id.x] = vec2f(sum / f32(ANTENNAS), 0.0);
}
