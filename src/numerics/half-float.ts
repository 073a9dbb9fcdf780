/** IEEE 754 half precision: how weights are stored. Eleven bits of mantissa, 6e-8 … 65,504. */

const scratch = new DataView(new ArrayBuffer(4));

/** The half-precision bits nearest to a number (ties to even; beyond the range ±Infinity). */
export function toHalf(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const mantissa = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa ? 0x200 : 0);
  const rebased = exponent - 112;
  if (rebased >= 31) return sign | 0x7c00;
  // Below the normal range the implicit one becomes explicit and moves right.
  const shift = rebased > 0 ? 13 : 14 - rebased;
  if (shift > 24) return sign;
  const full = rebased > 0 ? (rebased << 23) | mantissa : mantissa | 0x800000;
  const half = full >>> shift;
  const rest = full & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  // A carry out of the mantissa runs into the exponent, which is what rounding up should do.
  return sign | (rest > middle || (rest === middle && half & 1) ? half + 1 : half);
}

/** The number that half-precision bits stand for. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const mantissa = bits & 0x3ff;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}
