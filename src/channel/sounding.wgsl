// Received pilots: the channel times the pilot, in white noise that is drawn by its place. One thread: all symbols of one
// tone of one antenna of one link. Needs counter-noise.wgsl before it.

override ANTENNAS: u32;
override SYMBOLS: u32;
override TONES: u32;

/// [links, antennas, tones].
@group(0) @binding(0) var<storage, read> channel: array<vec2f>;
/// [tones].
@group(0) @binding(1) var<storage, read> pilots: array<vec2f>;
/// Of real and imaginary part of the noise [links].
@group(0) @binding(2) var<storage, read> deviations: array<f32>;
/// Streams of the noise [links].
@group(0) @binding(3) var<storage, read> keys: array<vec2u>;
@group(0) @binding(4) var<storage, read> ziggurat: array<ZigguratLayer>;
/// [links, symbols, antennas, tones].
@group(0) @binding(5) var<storage, read_write> received: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= TONES) { return; }
  let size = ANTENNAS * TONES;
  let place = id.y * TONES + id.x;
  let h = channel[id.z * size + place];
  let r = pilots[id.x];
  let signal = vec2f(h.x * r.x - h.y * r.y, h.x * r.y + h.y * r.x);
  let deviation = deviations[id.z];
  let key = keys[id.z];
  for (var symbol = 0u; symbol < SYMBOLS; symbol++) {
    let index = symbol * size + place;
    let noise = vec2f(counterNormal(key, 2u * index), counterNormal(key, 2u * index + 1u));
    received[id.z * SYMBOLS * size + index] = signal + deviation * noise;
  }
}
