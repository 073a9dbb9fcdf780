// What arrives around the time of arrival, in the paired space of covariance.ts: each tap of the gate gives two real snapshots.
// One thread: one pair of mirrored elements and one tap of one link. Needs peak.wgsl before it.

override ANTENNAS: u32;
override GATE: u32;
override TAPS: u32; // N, in which firstTap counts; a delay row holds 2N taps

/// Tap n of N lies at index (2N − 2n) mod 2N [links, antennas, 2N].
@group(0) @binding(0) var<storage, read> taps: array<vec2f>;
@group(0) @binding(1) var<storage, read> peaks: array<Peak>;
/// Real snapshots Z [links, antennas, 2·GATE].
@group(0) @binding(2) var<storage, read_write> paired: array<f32>;

fn write(link: u32, row: u32, tap: u32, value: vec2f) {
  let at = (link * ANTENNAS + row) * 2u * GATE + 2u * tap;
  paired[at] = value.x;
  paired[at + 1u] = value.y;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let half = ANTENNAS / 2u;
  let pairs = half + ANTENNAS % 2u;
  if (id.x >= pairs * GATE) { return; }
  let m = id.x / GATE;
  let t = id.x % GATE;
  let length = i32(2u * TAPS);
  let tap = peaks[id.y].firstTap + i32(t);
  let at = u32(((-2 * tap) % length + length) % length);
  let a = taps[(id.y * ANTENNAS + m) * 2u * TAPS + at];
  if (m == half) {
    write(id.y, ANTENNAS - 1u, t, a);
    return;
  }
  let b = taps[(id.y * ANTENNAS + ANTENNAS - 1u - m) * 2u * TAPS + at];
  write(id.y, m, t, 0.7071067811865476 * (a + b));
  write(id.y, half + m, t, 0.7071067811865476 * vec2f(a.y - b.y, b.x - a.x));
}
