// The first path before the strongest one: the first peak of the tapered profile above side lobes and noise; see first-path.ts.
// One thread a link: it looks at few taps. Needs peak.wgsl before it.

override SYMBOLS: u32;
override TONES: u32;
override BINS: u32;
override TAPS: u32;
override GUARD: f32; // taps that a path's main lobe fills on either side
override DYNAMIC_RANGE: f32;
override ALARM: f32; // threshold over the noise power of a tone

/// Tapered power over delay, in the real part [links, taps].
@group(0) @binding(0) var<storage, read> profile: array<vec2f>;
/// Of the strongest paths [links].
@group(0) @binding(1) var<storage, read> peaks: array<Peak>;
/// Mean power, scatter, residual and weights of each link, see mmse-weights.wgsl [links].
@group(0) @binding(2) var<storage, read> sums: array<vec4f>;
/// Tap of the first path and what it lies beside it, or −1 where nothing comes before the strongest [links].
@group(0) @binding(3) var<storage, read_write> firstPaths: array<vec2f>;

fn vertexOf(before: f32, here: f32, after: f32) -> f32 {
  let least = 1e-30;
  let a = log(max(before, least));
  let b = log(max(here, least));
  let c = log(max(after, least));
  let curvature = a - 2.0 * b + c;
  return select(0.0, clamp((a - c) / (2.0 * curvature), -0.5, 0.5), curvature < 0.0);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let link = id.x;
  if (link >= arrayLength(&peaks)) { return; }
  let first = link * TAPS;
  let sum = sums[link];
  let share = 1.0 - sum.w / f32(TONES) / f32(SYMBOLS);
  let noise = (sum.z / f32(TONES) + sum.y) / share / f32(SYMBOLS);
  var place = (f32(peaks[link].peak) + peaks[link].offset) / f32(BINS);
  place = (place - floor(place)) * f32(TAPS);
  let last = i32(floor(place - GUARD));
  var highest = 0.0;
  for (var tap = max(0, last); tap <= i32(ceil(place + GUARD)) && tap < i32(TAPS); tap++) {
    highest = max(highest, profile[first + u32(tap)].x);
  }
  let threshold = max(DYNAMIC_RANGE * highest, ALARM * noise);
  firstPaths[link] = vec2f(-1.0, 0.0);
  for (var tap = 0; tap <= last; tap++) {
    let at = u32(tap);
    let before = profile[first + (at + TAPS - 1u) % TAPS].x;
    let here = profile[first + at].x;
    let after = profile[first + at + 1u].x;
    if (here > threshold && here >= before && here > after) {
      firstPaths[link] = vec2f(f32(tap), vertexOf(before, here, after));
      return;
    }
  }
}
