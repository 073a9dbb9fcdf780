// Covariance of the panel over the snapshots, forward–backward averaged and real in the paired space: Z·Zᵀ over the number of
// complex snapshots, of which each is two real ones. One thread: one element of the matrix of one link.

override ANTENNAS: u32;
override SNAPSHOTS: u32; // real ones

/// [links, antennas, snapshots].
@group(0) @binding(0) var<storage, read> paired: array<f32>;
/// Symmetric [links, antennas, antennas].
@group(0) @binding(1) var<storage, read_write> covariance: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= ANTENNAS * ANTENNAS) { return; }
  let a = (id.y * ANTENNAS + id.x / ANTENNAS) * SNAPSHOTS;
  let b = (id.y * ANTENNAS + id.x % ANTENNAS) * SNAPSHOTS;
  var sum = 0.0;
  for (var k = 0u; k < SNAPSHOTS; k++) { sum += paired[a + k] * paired[b + k]; }
  covariance[id.y * ANTENNAS * ANTENNAS + id.x] = sum / f32(SNAPSHOTS / 2u);
}
