// Descends from each candidate to its minimum of the null spectrum; see descendNullSpectrum. One thread a candidate. Needs
// phasor.wgsl, candidate.wgsl and null-spectrum-jet.wgsl before it.

override ROWS: u32;
override COLUMNS: u32;
override CANDIDATES: u32;
override LONGEST_STEP: f32; // radians

@group(0) @binding(0) var<storage, read> coefficients: array<vec2f>;
@group(0) @binding(1) var<storage, read> found: array<Found>;
@group(0) @binding(2) var<storage, read_write> candidates: array<Candidate>;

const ITERATIONS = 40u;
/// Steps below it are rounding, radians.
const SHORTEST_STEP = 2e-7;
const RADIANS_TO_TURNS = 683565275.5764316; // 2^32/2π

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) number: u32) {
  let link = group.x;
  if (number >= found[link].candidates) { return; }
  let at = link * CANDIDATES + number;
  // A rise within it is rounding: the value is a difference of sums as large as the number of elements.
  let slack = 2e-6 * f32(ROWS * COLUMNS);
  var place = vec2i(candidates[at].x, candidates[at].y);
  var jet = nullSpectrumJet(link, place.x, place.y);
  for (var iteration = 0u; iteration < ITERATIONS; iteration++) {
    let g = jet.gradient;
    let k = jet.curvature;
    let determinant = k.x * k.z - k.y * k.y;
    var step = vec2f(0.0);
    if (k.x > 0.0 && determinant > 1e-6 * k.x * k.z) {
      step = vec2f(k.y * g.y - k.z * g.x, k.y * g.x - k.x * g.y) / determinant;
    } else if (length(g) > 0.0) {
      step = -LONGEST_STEP * normalize(g);
    }
    let size = length(step);
    if (size < SHORTEST_STEP) { break; }
    var scale = min(1.0, LONGEST_STEP / size);
    var next = place + vec2i(round(scale * step * RADIANS_TO_TURNS));
    var there = nullSpectrumJet(link, next.x, next.y);
    for (; there.value > jet.value + slack && scale * size > SHORTEST_STEP; ) {
      scale /= 2.0;
      next = place + vec2i(round(scale * step * RADIANS_TO_TURNS));
      there = nullSpectrumJet(link, next.x, next.y);
    }
    if (there.value > jet.value + slack) { break; }
    place = next;
    jet = there;
  }
  candidates[at] = Candidate(place.x, place.y, jet.value);
}
