// The null spectrum at one point, from its coefficients; see null-spectrum.ts. Needs phasor.wgsl before it, and of its kernel
// the overrides ROWS and COLUMNS and `var<storage, read> coefficients: array<vec2f>`.

/// Value, gradient (x, y) and curvature (xx, xy, yy), by radians.
struct Jet {
  value: f32,
  gradient: vec2f,
  curvature: vec3f,
}

/// Both phases are turns/2^32.
fn nullSpectrumJet(link: u32, x: i32, y: i32) -> Jet {
  let width = 2u * COLUMNS - 1u;
  let first = link * ROWS * width;
  var jet = Jet(f32(ROWS * COLUMNS) + coefficients[first + COLUMNS - 1u].x, vec2f(0.0), vec3f(0.0));
  for (var lag = COLUMNS - 1u; lag < ROWS * width; lag++) {
    let dy = i32(lag / width);
    let dx = i32(lag % width) - i32(COLUMNS) + 1;
    let c = multiply(coefficients[first + lag], phasor(bitcast<u32>(dx * x + dy * y)));
    let d = vec2f(f32(dx), f32(dy));
    jet.value -= 2.0 * c.x;
    jet.gradient += 2.0 * c.y * d;
    jet.curvature += 2.0 * c.x * vec3f(d.x * d.x, d.x * d.y, d.y * d.y);
  }
  return jet;
}
