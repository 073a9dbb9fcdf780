// Power over delay from its transform: the real part, scaled; rounding can push an empty delay below zero. One thread: one delay.

override SCALE: f32;

@group(0) @binding(0) var<storage, read> transform: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> profile: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&profile)) { return; }
  profile[id.x] = max(0.0, transform[id.x].x * SCALE);
}
