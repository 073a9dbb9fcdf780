/**
 * What the text of the PE-MSRN paper (Shen et al., Sensors 25(17):5578, 2025) says in numbers of its figures 4 to 11. Their curves
 * are printed nowhere as numbers, and none is read off a picture here.
 */
import type { NetworkId } from './networks.ts';

/** A length or two that the text gives for a curve of errors by SNR. */
export interface QuotedError {
  /** Whose curve; several where the text speaks of them at once. */
  readonly networks: readonly NetworkId[];
  /** SNRs of the figure that it is said of, both ends included, decibels; null where the text names none. */
  readonly snrDb: readonly [from: number, to: number] | null;
  /** Between which lengths the error lies, metres; null for an end that is open, both alike where the text gives one. */
  readonly errors: readonly [least: number | null, most: number | null];
  /** The text's own words. */
  readonly words: string;
}

/** All SNRs of the figures, decibels. */
const WHOLE = [-10, 6] as const;
/** Those of them that are "greater than 2 dB". */
const ABOVE_2 = [4, 6] as const;

const about = (length: number): QuotedError['errors'] => [length, length];

/** By figure, in the order of the text (sections 5.3 to 5.5). */
export const QUOTED_ERRORS: Readonly<Record<6 | 7 | 8 | 9 | 10 | 11, readonly QuotedError[]>> = {
  6: [
    { networks: ['pe-msrn'], snrDb: [-4, -4], errors: about(0.4), words: 'reaching 40 cm in the SNR of −4 dB' },
    { networks: ['pe-msrn'], snrDb: [6, 6], errors: about(0.15), words: 'approximately 15 cm in the SNR of 6 dB' },
    { networks: ['pe-msn'], snrDb: null, errors: about(0.32), words: 'a practical measurement error of 0.32 m' },
    { networks: ['pe-srn'], snrDb: null, errors: about(0.6), words: 'RMSE approaching 0.6 m as SNR increases' },
  ],
  7: [
    {
      networks: ['pe-msrn'],
      snrDb: WHOLE,
      errors: [null, 1],
      words: 'maintains sub-meter accuracy even under low SNR conditions',
    },
    { networks: ['pe-msrn'], snrDb: [6, 6], errors: about(0.4), words: 'approximately 40 cm accuracy when SNR = 6 dB' },
  ],
  8: [
    {
      networks: ['pe-fcnet'],
      snrDb: null,
      errors: about(2),
      words: 'consistently achieving 2 m accuracy at higher SNR levels',
    },
  ],
  9: [
    {
      networks: ['pe-msrn'],
      snrDb: [6, 6],
      errors: about(0.2),
      words: 'at an SNR of 6 dB, the accuracy can reach 20 cm',
    },
  ],
  10: [
    { networks: ['pe-msrn', 'cnn'], snrDb: WHOLE, errors: [null, 3], words: 'achieve positioning accuracy below 3 m' },
    {
      networks: ['pe-msrn'],
      snrDb: WHOLE,
      errors: [1, 2.2],
      words: 'even under low SNR conditions … ranging from 1 m to 2.2 m',
    },
  ],
  11: [
    {
      networks: ['pe-msrn'],
      snrDb: ABOVE_2,
      errors: about(2),
      words: 'approximately 2 m … with the SNR being greater than 2 dB',
    },
    {
      networks: ['cnn'],
      snrDb: ABOVE_2,
      errors: about(3),
      words: 'around 3 m, in environments with the SNR being greater than 2 dB',
    },
    {
      networks: ['fcnet', 'fe-fcnet', 'pe-fcnet'],
      snrDb: ABOVE_2,
      errors: [7, null],
      words: 'the positioning error of the other algorithms exceeds 7 m',
    },
    { networks: ['pe-msrn'], snrDb: WHOLE, errors: [null, 5], words: 'the positioning accuracy remains within 5 m' },
  ],
};

/** Figure 4: mean squared errors at the end of a training (section 5.2). The text gives them of two networks. */
export const QUOTED_LOSSES: readonly {
  readonly network: NetworkId;
  readonly training: number;
  readonly validation: number;
}[] = [
  { network: 'pe-msrn', training: 0.0145, validation: 0.0091 },
  { network: 'cnn', training: 0.0321, validation: 0.0163 },
];

/** Figure 5: PE-MSRN at its best length (section 5.2): 80 % of the validation set err by at most this, metres. */
export const QUOTED_DISTRIBUTION = { epochs: 100, share: 0.8, error_m: 0.78 } as const;

/** Section 5.3: how much worse the ablation is said to be, as shares; see figure 6 for the errors. */
export const QUOTED_LOSS_OF_ACCURACY = { 'pe-msn': 0.52, 'pe-srn': 0.75, msrn: 0.77 } as const;
