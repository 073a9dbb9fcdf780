/** Dirichlet's kernel. */

/**
 * (1/N)·Σ_n e^{+j2π(n − n̄)y/N} over n = 0 … N − 1 with n̄ = (N − 1)/2: sin(πy)/(N·sin(πy/N)), real, 1 at y = 0.
 *
 * @param y place, in units of 1/N of the period; zeros lie at whole numbers
 * @param count N
 */
export function dirichlet(y: number, count: number): number {
  const small = Math.sin((Math.PI * y) / count);
  // At whole periods both sines vanish; what is left is the sign.
  if (Math.abs(small) < 1e-9) return Math.cos(Math.PI * y) / Math.cos((Math.PI * y) / count);
  return Math.sin(Math.PI * y) / (count * small);
}
