/** What the slider of noise means: the SNR of every link, or an offset to what the link budget or an evaluation gives each of them. */
import type { SessionView } from '../../engine/frontend.ts';
import { withUnit } from '../format.ts';

/** Where the strength of the noise comes from. */
export type SnrKind = SessionView['snr'];

/** A meaning of the slider. */
export interface SnrScale {
  readonly label: string;
  /** One sentence for those who wonder. */
  readonly explained: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** Value of a page that was asked for none, decibels. */
  readonly standard: number;
}

/** All meanings; values are decibels. */
export const SNR_SCALES: Readonly<Record<SnrKind, SnrScale>> = {
  imposed: {
    label: 'SNR',
    explained: 'Signal-to-noise ratio per antenna and tone, imposed on every link',
    minimum: -10,
    maximum: 30,
    step: 1,
    standard: 6,
  },
  'link-budget': {
    label: 'SNR offset',
    explained:
      'Added to what the link budget gives each link: 23 dBm over all tones, noise figure 5 dB, no link above 30 dB',
    minimum: -20,
    maximum: 20,
    step: 1,
    standard: 0,
  },
  drawn: {
    label: 'SNR offset',
    explained: 'Added to the SNR that the evaluation drew for each user',
    minimum: -20,
    maximum: 20,
    step: 1,
    standard: 0,
  },
};

/** What an offset is added to. */
const BASES: Readonly<Partial<Record<SnrKind, string>>> = {
  'link-budget': 'the link budget',
  drawn: 'the SNR that each user drew',
};

/** A value of the slider as people read it: "6 dB", or "+0 dB" for an offset. */
export function snrText(kind: SnrKind, value: number): string {
  const text = withUnit(value, 0, 'dB');
  return BASES[kind] !== undefined && value >= 0 ? `+${text}` : text;
}

/** The same in a sentence: "6 dB", or "+0 dB to the link budget". */
export function snrSentence(kind: SnrKind, value: number): string {
  const base = BASES[kind];
  return base === undefined ? snrText(kind, value) : `${snrText(kind, value)} to ${base}`;
}

/** Whether a value lies on the slider. */
export function isOnScale(kind: SnrKind, value: number): boolean {
  const { minimum, maximum } = SNR_SCALES[kind];
  return value >= minimum && value <= maximum;
}
