/** Decibels of power ratios. They exist only at the edges: the page, the terminal, the paper's feature vector. */

/** 10·lg of a linear power ratio; −Infinity for 0, NaN for a negative one. */
export function toDecibels(ratio: number): number {
  return 10 * Math.log10(ratio);
}

/** The linear power ratio of a value in decibels; 0 for −Infinity. */
export function fromDecibels(decibels: number): number {
  return 10 ** (decibels / 10);
}
