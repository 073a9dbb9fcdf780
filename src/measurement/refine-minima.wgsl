// Descends from each candidate to its minimum of the null spectrum; see descendNullSpectrum. One thread a candidate. Needs
// phasor.wgsl, candidate.wgsl and null-spectrum-jet.wgsl before it.

override ROWS: u32;
override COLUMNS: u32;
override CANDIDATES: u32;
override LONGEST_STEP: f32; // radians

@group(0) @binding(0) var<storage, read> coefficients: array<vec2f>;
@group(0) @binding(1) var<storage, read> found: array<Found>;
@group(0) @binding(2) var<storage, read_write> candidates: array<Candidate>;

const EVALUATIONS = 60u;
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
  var next = place;
  var jet = Jet();
  var step = vec2f(0.0);
  var size = 0.0;
  var scale = 1.0;
  for (var evaluation = 0u; evaluation < EVALUATIONS; evaluation++) {
    let there = nullSpectrumJet(link, next.x, next.y);
    if (evaluation == 0u || there.value <= jet.value + slack) {
      place = next;
      jet = there;
      let g = jet.gradient;
      let k = jet.curvature;
      let determinant = k.x * k.z - k.y * k.y;
      step = -LONGEST_STEP * g / max(length(g), 1e-30);
      if (k.x > 0.0 && determinant > 1e-6 * k.x * k.z) {
        step = vec2f(k.y * g.y - k.z * g.x, k.y * g.x - k.x * g.y) / determinant;
      }
      size = length(step);
      scale = min(1.0, LONGEST_STEP / max(size, SHORTEST_STEP));
    } else {
      scale /= 2.0;
    }
    if (scale * size < SHORTEST_STEP) { break; }
    next = place + vec2i(round(scale * step * RADIANS_TO_TURNS));
  }
  candidates[at] = Candidate(place.x, place.y, jet.value);
}
