/** The feature image J of the PE-MSRN paper (eqs. 11–13): a vector laid out row by row in the smallest square. */

/** Side of the smallest square that holds `count` features: H = W = ⌈√N⌉ (eq. 11). */
export function imageSide(count: number): number {
  return Math.ceil(Math.sqrt(count));
}

/**
 * Lays feature i at row ⌊i/W⌋, column i mod W (eqs. 12–13); what is left over stays zero.
 *
 * @param features [count, width]
 * @param width features per vector
 * @returns images [count, H, W], one channel
 */
export function featureImages(features: Float32Array, width: number): Float32Array {
  const side = imageSide(width);
  const count = features.length / width;
  const images = new Float32Array(count * side * side);
  // Row-major order makes ⌊i/W⌋·W + i mod W simply i.
  for (let i = 0; i < count; i++) images.set(features.subarray(i * width, (i + 1) * width), i * side * side);
  return images;
}
