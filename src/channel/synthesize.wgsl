// Noise-free channel frequency response at the pilot tones, the sum over the paths. One thread: one tone of one antenna of
// one link. Needs phasor.wgsl before it.

override ANTENNAS: u32;
override COLUMNS: u32;
override TONES: u32;

/// Written by pack-paths.ts; angles are turns/2^32.
struct Path {
  magnitude: f32,
  start: u32,
  tone: u32,
  column: u32,
  row: u32,
}

@group(0) @binding(0) var<storage, read> paths: array<Path>;
/// First path of each link, and the end [links + 1].
@group(0) @binding(1) var<storage, read> offsets: array<u32>;
/// [links, antennas, tones].
@group(0) @binding(2) var<storage, read_write> channel: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= TONES) { return; }
  let column = id.y % COLUMNS;
  let row = id.y / COLUMNS;
  var sum = vec2f(0.0);
  for (var p = offsets[id.z]; p < offsets[id.z + 1u]; p++) {
    let path = paths[p];
    sum += path.magnitude * phasor(path.start + id.x * path.tone + column * path.column + row * path.row);
  }
  channel[(id.z * ANTENNAS + id.y) * TONES + id.x] = sum;
}
