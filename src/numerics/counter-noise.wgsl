// Normal numbers by their index, the twin of counter-noise.ts. A kernel that uses them declares
// `var<storage, read> ziggurat: array<ZigguratLayer>`, filled by zigguratTable().

struct ZigguratLayer {
  threshold: u32,
  scale: f32,
  density: f32,
}

override ZIGGURAT_LAYERS: u32;
override ZIGGURAT_TAIL: f32;

fn mixBits(bits: u32) -> u32 {
  var z = bits;
  z = (z ^ (z >> 16u)) * 0x21f0aaadu;
  z = (z ^ (z >> 15u)) * 0x735a2d97u;
  return z ^ (z >> 15u);
}

/// Word `draw` of a number; the key is start and increment of its stream.
fn counterBits(key: vec2u, index: u32, draw: u32) -> u32 {
  let first = mixBits(key.x + index * key.y);
  if (draw == 0u) { return first; }
  return mixBits(first + draw * 0x9e3779b9u);
}

/// Uniform in (0, 1], 24 bits.
fn counterUniform(key: vec2u, index: u32, draw: u32) -> f32 {
  return f32((counterBits(key, index, draw) >> 8u) + 1u) / 16777216.0;
}

fn counterNormal(key: vec2u, index: u32) -> f32 {
  for (var draw = 0u; ; ) {
    let bits = counterBits(key, index, draw);
    draw++;
    let signed = bitcast<i32>(bits);
    let number = bits & (ZIGGURAT_LAYERS - 1u);
    let layer = ziggurat[number];
    let value = f32(signed) * layer.scale;
    if (bitcast<u32>(abs(signed)) < layer.threshold) { return value; }
    if (number == 0u) {
      for (; ; ) {
        let x = -log(counterUniform(key, index, draw)) / ZIGGURAT_TAIL;
        let y = -log(counterUniform(key, index, draw + 1u));
        draw += 2u;
        if (y + y >= x * x) { return select(-ZIGGURAT_TAIL - x, ZIGGURAT_TAIL + x, signed > 0); }
      }
    }
    let height = layer.density + counterUniform(key, index, draw) * (ziggurat[number - 1u].density - layer.density);
    draw++;
    if (height < exp(-0.5 * value * value)) { return value; }
  }
  return 0.0;
}
