/** The air interface: carrier, numerology and sounding signal of one system. */

/** Uplink sounding configuration (TS 38.211 §6.4.1.4). */
export interface RadioConfiguration {
  /** Carrier frequency, hertz. */
  readonly carrierFrequency: number;
  /** Subcarrier spacing, hertz. */
  readonly subcarrierSpacing: number;
  /** Sounded resource blocks. */
  readonly resourceBlocks: number;
  /** Comb size K_TC: every K_TC-th subcarrier carries a pilot. */
  readonly combSize: number;
  /** SRS symbols in the slot, all at one comb offset. */
  readonly symbols: number;
  /** Sequence identity n_ID; group number u = n_ID mod 30 without hopping. */
  readonly sequenceIdentity: number;
  /** Length of the delay grid that the comb spectrum is zero-padded to. */
  readonly delayBins: number;
}

/** The S1–S3 numerology of the PE-MSRN paper, table 4: 30 GHz, 60 kHz, 262 RB, comb 4, two symbols. */
export const RADIO_30GHZ: RadioConfiguration = {
  carrierFrequency: 30e9,
  subcarrierSpacing: 60e3,
  resourceBlocks: 262,
  combSize: 4,
  symbols: 2,
  sequenceIdentity: 0,
  delayBins: 4096,
};

/** The numerology of `tokyo`: 3.5 GHz, 100 MHz carrier, 30 kHz, SRS comb 4 over 272 RB (97.9 MHz), two symbols. */
export const RADIO_3_5GHZ: RadioConfiguration = {
  carrierFrequency: 3.5e9,
  subcarrierSpacing: 30e3,
  resourceBlocks: 272,
  combSize: 4,
  symbols: 2,
  sequenceIdentity: 0,
  delayBins: 4096,
};

/** Number of pilot tones: 12 subcarriers a block over the comb (786 for the S1–S3 numerology, 816 for that of `tokyo`). */
export function pilotToneCount(radio: RadioConfiguration): number {
  return (12 * radio.resourceBlocks) / radio.combSize;
}

/** Distance between pilot tones, hertz. */
export function pilotToneSpacing(radio: RadioConfiguration): number {
  return radio.combSize * radio.subcarrierSpacing;
}
