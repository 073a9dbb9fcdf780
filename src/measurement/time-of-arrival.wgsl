// Delay of the highest peak of a power delay profile: the highest bin, a cubic spline through the bins around it, and Newton
// steps on the profile itself; see time-of-arrival.ts. One workgroup a link. Needs phasor.wgsl and
// peak.wgsl before it.

override BINS: u32;
override TONES: u32;
override STRIDE: u32; // lags that a link's autocorrelation holds
override TAPS: u32; // taps of a delay row that the gate counts in
override GATE: u32; // taps in the gate
const REACH = 8u;
const SAMPLES = 2u * REACH + 1u;
const NEWTON_STEPS = 3u;
/// Farthest that Newton may leave the spline's maximum, in bins.
const LIMIT = 0.25;

/// [links, bins].
@group(0) @binding(0) var<storage, read> profile: array<f32>;
/// [links, STRIDE].
@group(0) @binding(1) var<storage, read> autocorrelation: array<vec2f>;
/// [links].
@group(0) @binding(2) var<storage, read_write> peaks: array<Peak>;

const THREADS = 256u;
var<workgroup> highest: array<f32, THREADS>;
var<workgroup> places: array<u32, THREADS>;
var<workgroup> partial: array<vec2f, THREADS>;
var<workgroup> splineOffset: f32;

/// Maximum of the spline between samples i and i + 1 where its slope is zero, as (position, value); value −1 where there is none.
fn splineMaximum(i: u32, samples: ptr<function, array<f32, SAMPLES>>, curvatures: ptr<function, array<f32, SAMPLES>>) -> vec2f {
  let s0 = (*samples)[i];
  let s1 = (*samples)[i + 1u];
  let c0 = (*curvatures)[i];
  let c1 = (*curvatures)[i + 1u];
  // In the interval the derivative is a quadratic, αt² + βt + γ.
  let alpha = (c1 - c0) / 2.0;
  let gamma = s1 - s0 - (2.0 * c0 + c1) / 6.0;
  let discriminant = c0 * c0 - 4.0 * alpha * gamma;
  var best = vec2f(0.0, -1.0);
  if (discriminant < 0.0) { return best; }
  let q = -0.5 * (c0 + select(1.0, -1.0, c0 < 0.0) * sqrt(discriminant));
  for (var root = 0u; root < 2u; root++) {
    let above = select(q, gamma, root == 1u);
    let below = select(alpha, q, root == 1u);
    // A quotient outside [0, 1] is no root of this piece; it is not formed, because it may not be a number.
    if (below == 0.0 || above / below < 0.0 || abs(above) > abs(below)) { continue; }
    let t = above / below;
    let u = 1.0 - t;
    let value = u * s0 + t * s1 + ((u * u * u - u) * c0 + (t * t * t - t) * c1) / 6.0;
    if (value > best.y) { best = vec2f(f32(i) + t, value); }
  }
  return best;
}

/// Offset of the maximum of the natural cubic spline around a bin, in bins.
fn splinePeak(first: u32, peak: u32, power: f32) -> f32 {
  var samples: array<f32, SAMPLES>;
  var curvatures: array<f32, SAMPLES>;
  var ratio: array<f32, SAMPLES>;
  for (var i = 0u; i < SAMPLES; i++) { samples[i] = profile[first + (peak + BINS + i - REACH) % BINS] / power; }
  // Thomas algorithm on c[i−1] + 4c[i] + c[i+1] = 6(s[i−1] − 2s[i] + s[i+1]).
  for (var i = 1u; i < SAMPLES - 1u; i++) {
    let pivot = 4.0 - ratio[i - 1u];
    ratio[i] = 1.0 / pivot;
    curvatures[i] = (6.0 * (samples[i - 1u] - 2.0 * samples[i] + samples[i + 1u]) - curvatures[i - 1u]) / pivot;
  }
  for (var i = SAMPLES - 3u; i >= 1u; i--) { curvatures[i] -= ratio[i] * curvatures[i + 1u]; }
  var best = vec2f(f32(REACH), samples[REACH]);
  for (var i = REACH - 1u; i <= REACH; i++) {
    let found = splineMaximum(i, &samples, &curvatures);
    if (found.y > best.y) { best = found; }
  }
  return best.x - f32(REACH);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let link = group.x;
  var power = 0.0;
  var place = 0u;
  for (var i = thread; i < BINS; i += THREADS) {
    let value = profile[link * BINS + i];
    if (value > power) {
      power = value;
      place = i;
    }
  }
  highest[thread] = power;
  places[thread] = place;
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      let other = thread + half;
      // Of equal bins the first one, as a search from the start would find.
      if (highest[other] > highest[thread] || (highest[other] == highest[thread] && places[other] < places[thread])) {
        highest[thread] = highest[other];
        places[thread] = places[other];
      }
    }
  }
  workgroupBarrier();
  let top = highest[0];
  let peak = places[0];
  if (thread == 0u) {
    splineOffset = 0.0;
    if (top > 0.0) { splineOffset = splinePeak(link * BINS, peak, top); }
  }
  workgroupBarrier();
  let start = splineOffset;
  var offset = start;
  var steady = true;
  for (var iteration = 0u; iteration < NEWTON_STEPS; iteration++) {
    var sums = vec2f(0.0);
    for (var lag = 1u + thread; lag < TONES; lag += THREADS) {
      // The bin's share of the angle without rounding, and the offset's on top.
      let whole = f32((lag * peak) % BINS) / f32(BINS);
      let e = phasor(fixedTurns(whole) + fixedTurns(f32(lag) * offset / f32(BINS)));
      let c = multiply(autocorrelation[link * STRIDE + lag], e);
      sums -= vec2f(f32(lag) * c.y, f32(lag * lag) * c.x);
    }
    workgroupBarrier();
    partial[thread] = sums;
    for (var half = THREADS / 2u; half > 0u; half /= 2u) {
      workgroupBarrier();
      if (thread < half) { partial[thread] += partial[thread + half]; }
    }
    workgroupBarrier();
    let slope = partial[0].x;
    let curvature = partial[0].y;
    if (steady && curvature < 0.0) {
      offset -= slope / (6.283185307179586 * curvature) * f32(BINS);
      steady = abs(offset - start) <= LIMIT;
    } else {
      steady = false;
    }
    if (!steady) { offset = start; }
  }
  if (thread == 0u) {
    // A peak within half a resolution cell of the end is a very near user whom noise has pushed below zero.
    var place = f32(peak) + offset;
    place = place - f32(BINS) * floor(place / f32(BINS));
    let early = place > f32(BINS) * (1.0 - 0.5 / f32(TONES));
    let found = select(peak, 0u, early);
    let rest = select(offset, 0.0, early);
    let tap = select(place, 0.0, early) * f32(TAPS) / f32(BINS);
    peaks[link] = Peak(found, rest, i32(floor(tap + 0.5)) - i32(GATE / 2u), top);
  }
}
