// Multiplies the delay taps of every antenna by their MMSE weights. One thread: one tap of one antenna of one link.

override ANTENNAS: u32;
override TONES: u32;

/// [links, tones].
@group(0) @binding(0) var<storage, read> weights: array<f32>;
/// [links, antennas, tones].
@group(0) @binding(1) var<storage, read_write> taps: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= TONES) { return; }
  let at = (id.z * ANTENNAS + id.y) * TONES + id.x;
  taps[at] *= weights[id.z * TONES + id.x];
}
