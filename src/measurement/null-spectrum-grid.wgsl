// The null spectrum on a periodic grid, ψ = 2πg/GRID both ways. One thread a cell.

override ROWS: u32;
override COLUMNS: u32;
override GRID: u32; // a power of two

/// [links, rows, 2·columns − 1].
@group(0) @binding(0) var<storage, read> coefficients: array<vec2f>;
/// [links, GRID (ψ_y), GRID (ψ_x)].
@group(0) @binding(1) var<storage, read_write> values: array<f32>;

const THREADS = 64u;
var<workgroup> circle: array<vec2f, GRID>;

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) thread: u32) {
  for (var g = thread; g < GRID; g += THREADS) { circle[g] = phasor(g * (0x80000000u / (GRID / 2u))); }
  workgroupBarrier();
  if (id.x >= GRID * GRID) { return; }
  let x = i32(id.x % GRID);
  let y = i32(id.x / GRID);
  let width = 2u * COLUMNS - 1u;
  let first = id.y * ROWS * width;
  var sum = f32(ROWS * COLUMNS) + coefficients[first + COLUMNS - 1u].x;
  for (var lag = COLUMNS - 1u; lag < ROWS * width; lag++) {
    let dy = i32(lag / width);
    let dx = i32(lag % width) - i32(COLUMNS) + 1;
    let c = coefficients[first + lag];
    let e = circle[u32(x * dx + y * dy) & (GRID - 1u)];
    sum -= 2.0 * (c.x * e.x - c.y * e.y);
  }
  values[id.y * GRID * GRID + id.x] = sum;
}
