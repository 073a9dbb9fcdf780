/** Where the pilot tones lie. */

/**
 * Frequency of each pilot tone from the carrier. The carrier is the subcarrier in the middle of the band and the comb
 * begins at the lowest one, so the tones reach one spacing further below it than above (TS 38.211 §5.3.1, §6.4.1.4.3).
 *
 * @param tones number of pilot tones
 * @param toneSpacing distance between them, hertz
 * @returns hertz [tones]
 */
export function toneFrequencies(tones: number, toneSpacing: number): Float64Array {
  return Float64Array.from({ length: tones }, (_, tone) => (tone - tones / 2) * toneSpacing);
}
