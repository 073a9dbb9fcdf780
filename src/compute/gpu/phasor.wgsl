// Angles as 32-bit fractions of a turn: they wrap by themselves, and multiples of them are exact.
// Sine and cosine are our own because WGSL promises its built-in ones no better than 2^-11.

/// e^{+j·2π·turns/2^32}, exact to about 1e-7.
fn phasor(turns: u32) -> vec2f {
  // The nearest quarter turn, and what is left: within ±π/4 of it.
  let quarter = (turns + 0x20000000u) >> 30u;
  let x = f32(bitcast<i32>(turns - (quarter << 30u))) * 1.4629180792671596e-9; // 2π/2^32
  let xx = x * x;
  let s = x * (1.0 + xx * (-1.0 / 6.0 + xx * (1.0 / 120.0 + xx * (-1.0 / 5040.0 + xx / 362880.0))));
  let c = 1.0 + xx * (-0.5 + xx * (1.0 / 24.0 + xx * (-1.0 / 720.0 + xx / 40320.0)));
  switch quarter {
    case 0u: { return vec2f(c, s); }
    case 1u: { return vec2f(-s, c); }
    case 2u: { return vec2f(-c, -s); }
    default: { return vec2f(s, -c); }
  }
}

/// A small angle given as turns, |turns| ≤ 1, in fractions of 2^-32.
fn fixedTurns(turns: f32) -> u32 {
  // Half of it fits a signed integer whatever its sign; the doubling wraps.
  return bitcast<u32>(i32(turns * 2147483648.0)) << 1u;
}

/// Complex product.
fn multiply(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

fn conjugate(a: vec2f) -> vec2f {
  return vec2f(a.x, -a.y);
}
