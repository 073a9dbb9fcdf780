// The directions in antenna space that hold signal, and how many they are; see signal-subspace.ts. One workgroup a link.
//
// The twin iterates on the covariance, which squares the range between signal and noise: at 30 dB eight decades, more than
// single precision holds. So here the snapshots themselves are made orthogonal by rotations of their columns (one-sided Jacobi:
// Hestenes 1958; Golub and Van Loan §8.6.3); the squared lengths are the covariance's eigenvalues, all of them, down to noise.

override ANTENNAS: u32;
override SNAPSHOTS: u32; // real ones, an even number
override MAXIMUM_SOURCES: u32;
override LOADING: f32;
const LANES = 8u; // threads that share a pair of columns
const SWEEPS = 16u;
/// Cosine between two columns that counts as a right angle: a few roundings.
const RIGHT_ANGLE = 1e-6;

/// Snapshots in the paired space [links, antennas, snapshots].
@group(0) @binding(0) var<storage, read> paired: array<f32>;
/// Orthonormal signal eigenvectors as rows [links, MAXIMUM_SOURCES, antennas].
@group(0) @binding(1) var<storage, read_write> vectors: array<f32>;
/// Sources of each link [links].
@group(0) @binding(2) var<storage, read_write> counts: array<u32>;

override PAIRS = SNAPSHOTS / 2u;
override THREADS = PAIRS * LANES;
/// Columns, one after the other.
var<workgroup> columns: array<f32, ANTENNAS * SNAPSHOTS>;
var<workgroup> partial: array<vec3f, THREADS>;
var<workgroup> rotations: atomic<u32>;
var<workgroup> settled: u32;
var<workgroup> lengths: array<f32, SNAPSHOTS>;
/// The same, descending, and which column each is.
var<workgroup> values: array<f32, SNAPSHOTS>;
var<workgroup> order: array<u32, SNAPSHOTS>;
var<workgroup> sources: u32;

/// Makes two columns orthogonal; the lanes of a pair share the rows.
fn rotate(p: u32, q: u32, thread: u32) {
  let lane = thread % LANES;
  var mine = vec3f(0.0);
  for (var m = lane; m < ANTENNAS; m += LANES) {
    let a = columns[p * ANTENNAS + m];
    let b = columns[q * ANTENNAS + m];
    mine += vec3f(a * a, b * b, a * b);
  }
  partial[thread] = mine;
  workgroupBarrier();
  var sum = vec3f(0.0);
  for (var other = thread - lane; other < thread - lane + LANES; other++) { sum += partial[other]; }
  if (abs(sum.z) > RIGHT_ANGLE * sqrt(sum.x) * sqrt(sum.y)) {
    let zeta = (sum.y - sum.x) / (2.0 * sum.z);
    let t = select(1.0, -1.0, zeta < 0.0) / (abs(zeta) + sqrt(1.0 + zeta * zeta));
    let c = 1.0 / sqrt(1.0 + t * t);
    let s = c * t;
    for (var m = lane; m < ANTENNAS; m += LANES) {
      let a = columns[p * ANTENNAS + m];
      let b = columns[q * ANTENNAS + m];
      columns[p * ANTENNAS + m] = c * a - s * b;
      columns[q * ANTENNAS + m] = s * a + c * b;
    }
    if (lane == 0u) { atomicAdd(&rotations, 1u); }
  }
  workgroupBarrier();
}

/// Number of sources by minimum description length; see source-count.ts.
fn countSources() -> u32 {
  let size = min(ANTENNAS, SNAPSHOTS);
  var trace = 0.0;
  for (var i = 0u; i < size; i++) { trace += values[i]; }
  if (!(trace > 0.0)) { return 0u; }
  let loading = LOADING * trace / f32(size);
  let samples = f32(max(ANTENNAS, SNAPSHOTS));
  var best = 0u;
  var lowest = 0.0;
  for (var k = 0u; k <= min(MAXIMUM_SOURCES, size - 1u); k++) {
    let left = f32(size - k);
    var rest = 0.0;
    var logRest = 0.0;
    // From the smallest on, so that none is lost beside the others.
    for (var i = size; i > k; i--) {
      rest += values[i - 1u] + loading;
      logRest += log(values[i - 1u] + loading);
    }
    let spread = left * log(rest / left) - logRest;
    let penalty = 0.25 * f32(k) * f32(2u * size - k + 1u) * log(samples);
    let length = 0.5 * samples * max(0.0, spread) + penalty;
    if (k == 0u || length < lowest) {
      lowest = length;
      best = k;
    }
  }
  return best;
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let link = group.x;
  for (var i = thread; i < ANTENNAS * SNAPSHOTS; i += THREADS) {
    columns[(i % SNAPSHOTS) * ANTENNAS + i / SNAPSHOTS] = paired[link * ANTENNAS * SNAPSHOTS + i];
  }
  let pair = thread / LANES;
  let others = SNAPSHOTS - 1u;
  for (var sweep = 0u; sweep < SWEEPS; sweep++) {
    if (thread == 0u) { atomicStore(&rotations, 0u); }
    workgroupBarrier();
    // A round-robin tournament: in each round every column meets one other, in a sweep each of them.
    for (var round = 0u; round < others; round++) {
      let p = (round + pair) % others;
      let q = select((round + others - pair) % others, others, pair == 0u);
      rotate(p, q, thread);
    }
    if (thread == 0u) { settled = select(0u, 1u, atomicLoad(&rotations) == 0u); }
    if (workgroupUniformLoad(&settled) == 1u) { break; }
  }
  for (var n = thread; n < SNAPSHOTS; n += THREADS) {
    var sum = 0.0;
    for (var m = 0u; m < ANTENNAS; m++) { sum += columns[n * ANTENNAS + m] * columns[n * ANTENNAS + m]; }
    lengths[n] = sum;
  }
  workgroupBarrier();
  for (var n = thread; n < SNAPSHOTS; n += THREADS) {
    var rank = 0u;
    for (var other = 0u; other < SNAPSHOTS; other++) {
      if (lengths[other] > lengths[n] || (lengths[other] == lengths[n] && other < n)) { rank++; }
    }
    values[rank] = lengths[n];
    order[rank] = n;
  }
  workgroupBarrier();
  if (thread == 0u) {
    sources = countSources();
    counts[link] = sources;
  }
  workgroupBarrier();
  for (var i = thread; i < sources * ANTENNAS; i += THREADS) {
    let source = i / ANTENNAS;
    vectors[link * MAXIMUM_SOURCES * ANTENNAS + i] =
      columns[order[source] * ANTENNAS + i % ANTENNAS] / sqrt(values[source]);
  }
}
