// The beams in the order of their directions, the boresight in the middle, and scaled to a unitary transform. One thread: one tap
// of one beam of one link.

override ROWS: u32;
override COLUMNS: u32;
override COUNT: u32;
override SCALE: f32;

/// [links, rows, columns, COUNT].
@group(0) @binding(0) var<storage, read> beams: array<vec2f>;
/// [links, rows, columns, COUNT].
@group(0) @binding(1) var<storage, read_write> fingerprint: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= COUNT) { return; }
  let u = (id.y / COLUMNS + ROWS - ROWS / 2u) % ROWS;
  let v = (id.y % COLUMNS + COLUMNS - COLUMNS / 2u) % COLUMNS;
  let link = id.z * ROWS * COLUMNS;
  fingerprint[(link + id.y) * COUNT + id.x] = SCALE * beams[(link + u * COLUMNS + v) * COUNT + id.x];
}
