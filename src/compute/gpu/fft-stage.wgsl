// One stage of a self-sorting (Stockham) transform of any length, along the middle axis of [outer, length, inner].
// One thread computes one output: the sum over the stage's radix. Decimation in time, natural order in and out.

struct Stage {
  length: u32,
  radix: u32,
  /// Product of the radices of the stages before.
  done: u32,
  inner: u32,
  /// Points that the input holds along the axis; what lies beyond reads as zero.
  inputLength: u32,
  /// +1 for e^{−j…}, −1 for e^{+j…}.
  direction: f32,
  /// Factor of the output: 1, or 1/length in the last stage of an inverse transform.
  scale: f32,
}

@group(0) @binding(0) var<uniform> stage: Stage;
/// e^{−j2πn/length} [length].
@group(0) @binding(1) var<storage, read> twiddles: array<vec2f>;
@group(0) @binding(2) var<storage, read> input: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec2f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let inner = stage.inner;
  if (id.x >= stage.length * inner) { return; }
  let n = id.x / inner;
  let lane = id.x % inner;
  let span = stage.done * stage.radix;
  let within = n % span;
  let first = (n / span) * stage.done + n % stage.done;
  let hop = stage.length / stage.radix;
  let turn = within * (stage.length / span);
  var sum = vec2f(0.0);
  for (var q = 0u; q < stage.radix; q++) {
    let at = first + q * hop;
    if (at >= stage.inputLength) { break; }
    let w = twiddles[(q * turn) % stage.length] * vec2f(1.0, stage.direction);
    let x = input[(id.y * stage.inputLength + at) * inner + lane];
    sum += vec2f(x.x * w.x - x.y * w.y, x.x * w.y + x.y * w.x);
  }
  output[(id.y * stage.length + n) * inner + lane] = sum * stage.scale;
}
