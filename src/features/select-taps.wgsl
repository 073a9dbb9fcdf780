// A window of the delay taps of every antenna, on the circle. One thread: one tap of one antenna of one link.

override ANTENNAS: u32;
override TONES: u32;
override COUNT: u32;

/// [links, antennas, tones].
@group(0) @binding(0) var<storage, read> taps: array<vec2f>;
/// First tap of each link's window, maybe negative [links].
@group(0) @binding(1) var<storage, read> firsts: array<i32>;
/// [links, antennas, COUNT].
@group(0) @binding(2) var<storage, read_write> selected: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= COUNT) { return; }
  let row = id.z * ANTENNAS + id.y;
  let circle = i32(TONES);
  let tap = ((firsts[id.z] + i32(id.x)) % circle + circle) % circle;
  selected[row * COUNT + id.x] = taps[row * TONES + u32(tap)];
}
