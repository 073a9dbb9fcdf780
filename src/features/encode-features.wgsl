// The feature vector of reports, as z-scores; see feature-set.ts. One thread a report. Needs phasor.wgsl before it.

override FEATURES: u32; // of a report
override BASE: u32; // features before the positional ones: 5 raw ones, 11 more that they imply, 3 composites
override ORDER: u32; // frequencies of the encoding
override DELAY_OFFSET: f32; // nanoseconds

/// Turns per radian of an angle, as whole turns and a fraction of 2^32.
struct Frequency {
  whole: u32,
  fraction: u32,
}

/// SNR (dB), azimuth, elevation (radians), delay (ns), power (dB) [reports, 5].
@group(0) @binding(0) var<storage, read> raw: array<f32>;
@group(0) @binding(1) var<storage, read> frequencies: array<Frequency>;
/// Mean and reciprocal of the standard deviation of each feature, then the range of each raw one [FEATURES + 5].
@group(0) @binding(2) var<storage, read> statistics: array<vec2f>;
/// [reports, FEATURES].
@group(0) @binding(3) var<storage, read_write> features: array<f32>;

fn write(report: u32, feature: u32, value: f32) {
  let s = statistics[feature];
  features[report * FEATURES + feature] = (value - s.x) * s.y;
}

/// A raw value inside the range that the network may be asked about.
fn clipped(report: u32, i: u32) -> f32 {
  let range = statistics[FEATURES + i];
  return clamp(raw[report * 5u + i], range.x, range.y);
}

/// Upper half of a product.
fn multiplyHigh(a: u32, b: u32) -> u32 {
  let middle = (a >> 16u) * (b & 0xffffu) + (((a & 0xffffu) * (b & 0xffffu)) >> 16u);
  let other = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (other >> 16u);
}

/// An angle times a frequency, in integers: single precision would have lost the fine frequencies' turns.
fn encodedTurns(angle: f32, frequency: Frequency) -> u32 {
  let fixed = i32(round(angle * 536870912.0)); // 2^29: angles reach from −π to π
  let part = multiplyHigh(frequency.fraction, u32(abs(fixed)));
  return (frequency.whole * bitcast<u32>(fixed) + select(part, 0u - part, fixed < 0)) << 3u;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let report = id.x;
  if (report * 5u >= arrayLength(&raw) || report * FEATURES >= arrayLength(&features)) { return; }
  let snr = clipped(report, 0u);
  let azimuth = clipped(report, 1u);
  let elevation = clipped(report, 2u);
  let measuredDelay = clipped(report, 3u);
  let power = clipped(report, 4u);
  let delay = max(measuredDelay, 0.0) + DELAY_OFFSET;
  let a = phasor(fixedTurns(azimuth * 0.15915494309189535));
  let e = phasor(fixedTurns(elevation * 0.15915494309189535));
  let logDelay = log(delay);
  let base = array<f32, 19>(
    snr, azimuth, elevation, measuredDelay, power,
    a.y, a.x, e.y, e.x, e.x * a.x, e.x * a.y, e.y, logDelay, sqrt(delay), snr * power, snr - power,
    power + 8.685889638065037 * logDelay, power * measuredDelay, power * logDelay,
  );
  for (var i = 0u; i < BASE; i++) { write(report, i, base[i]); }
  for (var k = 0u; k < ORDER; k++) {
    let p = phasor(encodedTurns(azimuth, frequencies[k]));
    let q = phasor(encodedTurns(elevation, frequencies[k]));
    write(report, BASE + 4u * k, p.y);
    write(report, BASE + 4u * k + 1u, p.x);
    write(report, BASE + 4u * k + 2u, q.y);
    write(report, BASE + 4u * k + 3u, q.x);
  }
}
