// The strongest of the directions that MUSIC has found, by a joint fit of their powers; see estimateArrival and ridgePowers. One
// workgroup a link. Needs phasor.wgsl and candidate.wgsl before it.

override ROWS: u32;
override COLUMNS: u32;
override SNAPSHOTS: u32;
override CANDIDATES: u32;
override MAXIMUM_SOURCES: u32;
override RIDGE: f32;

@group(0) @binding(0) var<storage, read> found: array<Found>;
@group(0) @binding(1) var<storage, read> candidates: array<Candidate>;
/// [links, antennas, snapshots].
@group(0) @binding(2) var<storage, read> paired: array<f32>;
/// Phases of the strongest arrival, turns/2^32, and how many sources there are; none without a direction [links].
@group(0) @binding(3) var<storage, read_write> arrivals: array<vec4i>;

const THREADS = 64u;
override ANTENNAS = ROWS * COLUMNS;
override WIDTH = MAXIMUM_SOURCES + SNAPSHOTS;
var<workgroup> chosen: array<vec2i, MAXIMUM_SOURCES>;
var<workgroup> responses: array<f32, MAXIMUM_SOURCES * ANTENNAS>;
/// Rows of the normal equations [AᵀA + ρM·I | AᵀZ].
var<workgroup> equations: array<f32, MAXIMUM_SOURCES * WIDTH>;
var<workgroup> factors: array<f32, MAXIMUM_SOURCES>;

/// Response of element m in the paired space: it is real, because mirrored elements respond in conjugate.
fn response(place: vec2i, m: u32) -> f32 {
  let half = ANTENNAS / 2u;
  if (m == 2u * half) { return 1.0; }
  let element = m % half;
  // Elements count in halves from the panel's centre; half of an angle is exact to 2^-32 of a turn.
  let column = 2 * i32(element % COLUMNS) - i32(COLUMNS) + 1;
  let row = 2 * i32(element / COLUMNS) - i32(ROWS) + 1;
  let e = phasor(bitcast<u32>((place.x >> 1u) * column + (place.y >> 1u) * row));
  return 1.4142135623730951 * select(e.x, e.y, m >= half);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let link = group.x;
  let available = found[link].candidates;
  let sources = min(found[link].sources, available);
  // As many of the deepest as there are sources; each counts how many are deeper.
  for (var i = thread; i < available; i += THREADS) {
    let mine = candidates[link * CANDIDATES + i];
    var rank = 0u;
    for (var j = 0u; j < available; j++) {
      let depth = candidates[link * CANDIDATES + j].depth;
      if (depth < mine.depth || (depth == mine.depth && j < i)) { rank++; }
    }
    if (rank < sources) { chosen[rank] = vec2i(mine.x, mine.y); }
  }
  workgroupBarrier();
  for (var i = thread; i < sources * ANTENNAS; i += THREADS) {
    responses[i] = response(chosen[i / ANTENNAS], i % ANTENNAS);
  }
  workgroupBarrier();
  for (var entry = thread; entry < sources * WIDTH; entry += THREADS) {
    let i = entry / WIDTH;
    let j = entry % WIDTH;
    var sum = 0.0;
    for (var m = 0u; m < ANTENNAS; m++) {
      let a = responses[i * ANTENNAS + m];
      if (j >= MAXIMUM_SOURCES) {
        sum += a * paired[(link * ANTENNAS + m) * SNAPSHOTS + j - MAXIMUM_SOURCES];
      } else if (j < sources) {
        sum += a * responses[j * ANTENNAS + m];
      }
    }
    if (i == j) { sum += RIDGE * f32(ANTENNAS); }
    equations[entry] = sum;
  }
  // Gauss–Jordan without pivoting: the ridge makes the matrix positive definite.
  for (var i = 0u; i < MAXIMUM_SOURCES; i++) {
    workgroupBarrier();
    if (thread < sources && i < sources) { factors[thread] = equations[thread * WIDTH + i] / equations[i * WIDTH + i]; }
    workgroupBarrier();
    if (i >= sources) { continue; }
    for (var entry = thread; entry < sources * WIDTH; entry += THREADS) {
      let row = entry / WIDTH;
      if (row != i) { equations[entry] -= factors[row] * equations[i * WIDTH + entry % WIDTH]; }
    }
  }
  workgroupBarrier();
  if (thread > 0u) { return; }
  var best = vec2i(0);
  var highest = -1.0;
  for (var i = 0u; i < sources; i++) {
    var power = 0.0;
    for (var j = MAXIMUM_SOURCES; j < WIDTH; j++) {
      let x = equations[i * WIDTH + j] / equations[i * WIDTH + i];
      power += x * x;
    }
    if (power > highest) {
      highest = power;
      best = chosen[i];
    }
  }
  let counted = select(i32(found[link].sources), 0, available == 0u);
  arrivals[link] = vec4i(best, counted, 0);
}
