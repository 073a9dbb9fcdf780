// The five raw features of every link, from what the kernels before have found: SNR and power in decibels, angles in radians,
// delay in nanoseconds. One thread a link. Needs phasor.wgsl and peak.wgsl before it.

override ANTENNAS: u32;
override SYMBOLS: u32;
override TONES: u32;
override BINS: u32;
override SPACING: f32; // between elements, wavelengths
override PERIOD_NS: f32; // of the comb
/// Azimuth and elevation that the panel looks along, radians.
override AZIMUTH: f32;
override ELEVATION: f32;

/// Mean power, scatter, Σ(1 − w)²·P and Σw [links].
@group(0) @binding(0) var<storage, read> sums: array<vec4f>;
@group(0) @binding(1) var<storage, read> peaks: array<Peak>;
/// Phases of the strongest arrival, turns/2^32, and its sources [links].
@group(0) @binding(2) var<storage, read> arrivals: array<vec4i>;
/// What the path magnitudes were divided by, decibels [links].
@group(0) @binding(3) var<storage, read> scalesDb: array<f32>;
/// [links, 5].
@group(0) @binding(4) var<storage, read_write> raw: array<f32>;
/// 1 where there is a report; the raw features of other links are zero [links].
@group(0) @binding(5) var<storage, read_write> valid: array<u32>;

/// The SNR without noise, decibels: it stands for the infinity that a shader need not know, and is clipped like it.
const NOISELESS = 3e38;
const RADIANS_TO_TURNS = 0.15915494309189535;

/// atan2 with an error of a few roundings: WGSL promises a thousand of them, and one step of Newton takes those off.
fn exactAngle(y: f32, x: f32) -> f32 {
  let size = sqrt(x * x + y * y);
  if (size == 0.0) { return 0.0; }
  let guess = atan2(y, x);
  let e = phasor(fixedTurns(guess * RADIANS_TO_TURNS));
  return guess + (y * e.x - x * e.y) / size;
}

fn decibels(ratio: f32) -> f32 {
  return 4.342944819032518 * log(ratio);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let link = id.x;
  if (link >= arrayLength(&valid)) { return; }
  let sum = sums[link];
  let share = 1.0 - sum.w / f32(TONES * SYMBOLS);
  let noise = (sum.z / f32(TONES) + sum.y) / share;
  let signal = sum.x - noise / f32(SYMBOLS);
  let sources = arrivals[link].z;
  let heard = signal > 0.0 && noise >= 0.0 && sources > 0 && sources < i32(ANTENNAS) - 1;
  valid[link] = select(0u, 1u, heard);
  for (var i = 0u; i < 5u; i++) { raw[5u * link + i] = 0.0; }
  if (!heard) { return; }
  // Direction cosines in the panel's frame, drawn back to the unit circle, then in the local frame.
  var cosines = vec2f(vec2i(arrivals[link].xy)) / (4294967296.0 * SPACING);
  cosines /= max(1.0, length(cosines));
  let w = sqrt(max(0.0, 1.0 - dot(cosines, cosines)));
  let a = phasor(fixedTurns(AZIMUTH * RADIANS_TO_TURNS));
  let e = phasor(fixedTurns(ELEVATION * RADIANS_TO_TURNS));
  let level = w * e.x - cosines.y * e.y;
  let x = level * a.x - cosines.x * a.y;
  let y = level * a.y + cosines.x * a.x;
  let z = w * e.y + cosines.y * e.x;
  var place = (f32(peaks[link].peak) + peaks[link].offset) / f32(BINS);
  place -= floor(place);
  if (noise > 0.0) { raw[5u * link] = decibels(signal / noise); } else { raw[5u * link] = NOISELESS; }
  raw[5u * link + 1u] = exactAngle(y, x);
  raw[5u * link + 2u] = exactAngle(z, sqrt(x * x + y * y));
  raw[5u * link + 3u] = place * PERIOD_NS;
  raw[5u * link + 4u] = decibels(signal) + scalesDb[link];
}
