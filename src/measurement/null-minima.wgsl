// The deepest minima of the gridded null spectrum in the visible region; see music.ts. One workgroup a link. Needs candidate.wgsl
// before it.

override GRID: u32;
override SPACING: f32; // between elements, wavelengths
override CANDIDATES: u32; // room for each link
override SPARE: u32; // kept beyond two a source
override CAPACITY: u32; // minima that there can be

@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read> counts: array<u32>;
/// Deepest first [links, CANDIDATES].
@group(0) @binding(2) var<storage, read_write> candidates: array<Candidate>;
@group(0) @binding(3) var<storage, read_write> found: array<Found>;

const THREADS = 64u;
var<workgroup> cells: array<u32, CAPACITY>;
var<workgroup> listed: atomic<u32>;

fn isMinimum(first: u32, x: u32, y: u32) -> bool {
  let here = values[first + y * GRID + x];
  for (var dy = 0u; dy < 3u; dy++) {
    for (var dx = 0u; dx < 3u; dx++) {
      if (here > values[first + ((y + GRID + dy - 1u) % GRID) * GRID + (x + GRID + dx - 1u) % GRID]) { return false; }
    }
  }
  return true;
}

/// Where a cell lies, cells from the middle.
fn signedCell(g: u32) -> i32 {
  return select(i32(g), i32(g) - i32(GRID), g >= GRID / 2u);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let link = group.x;
  let first = link * GRID * GRID;
  // A peak at the rim of the visible region may have its cell just outside.
  let rim = f32(GRID) * SPACING + 1.4142135623730951;
  for (var cell = thread; cell < GRID * GRID; cell += THREADS) {
    let x = cell % GRID;
    let y = cell / GRID;
    let place = vec2f(f32(signedCell(x)), f32(signedCell(y)));
    if (dot(place, place) > rim * rim || !isMinimum(first, x, y)) { continue; }
    let slot = atomicAdd(&listed, 1u);
    if (slot < CAPACITY) { cells[slot] = cell; }
  }
  workgroupBarrier();
  let count = min(atomicLoad(&listed), CAPACITY);
  let sources = counts[link];
  let kept = select(min(count, min(2u * sources + SPARE, CANDIDATES)), 0u, sources == 0u);
  // The list is in the order of arrival, so each one counts how many are deeper, or as deep and earlier on the grid.
  for (var i = thread; i < count; i += THREADS) {
    let cell = cells[i];
    let value = values[first + cell];
    var rank = 0u;
    for (var j = 0u; j < count; j++) {
      let other = values[first + cells[j]];
      if (other < value || (other == value && cells[j] < cell)) { rank++; }
    }
    if (rank < kept) {
      let step = i32(0x80000000u / (GRID / 2u));
      candidates[link * CANDIDATES + rank] =
        Candidate(signedCell(cell % GRID) * step, signedCell(cell / GRID) * step, value);
    }
  }
  if (thread == 0u) { found[link] = Found(sources, kept); }
}
