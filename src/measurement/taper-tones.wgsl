// The conjugate of the tapered tones, so that a forward transform puts a delay where an inverse one of the tones would. One
// thread: one tone of one antenna of one link.

override ANTENNAS: u32;
override TONES: u32;

/// [links, antennas, tones].
@group(0) @binding(0) var<storage, read> estimate: array<vec2f>;
/// [tones].
@group(0) @binding(1) var<storage, read> taper: array<f32>;
/// [links, antennas, tones].
@group(0) @binding(2) var<storage, read_write> tapered: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= TONES) { return; }
  let at = (id.z * ANTENNAS + id.y) * TONES + id.x;
  tapered[at] = taper[id.x] * estimate[at] * vec2f(1.0, -1.0);
}
