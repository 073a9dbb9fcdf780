/** The products of a sum in the order of what they add to it, channel by channel where a patch is read. */
import type { NumberView } from '../../engine/frontend.ts';

/** What one channel of the input adds. */
export interface ChannelTerms {
  /** From 0. */
  readonly channel: number;
  /** Sum of its products. */
  readonly sum: number;
  /** What is read [height × width]. */
  readonly inputs: readonly number[];
  /** What each is multiplied by [height × width]. */
  readonly weights: readonly number[];
}

/** The strongest channels, and what all others add. */
export interface StrongestTerms {
  readonly strongest: readonly ChannelTerms[];
  readonly others: { readonly count: number; readonly sum: number };
}

/** @param shown how many channels are told one by one */
export function strongestTerms(
  {
    height,
    width,
    channels,
    inputs,
    weights,
  }: Pick<NumberView, 'height' | 'width' | 'channels' | 'inputs' | 'weights'>,
  shown: number,
): StrongestTerms {
  const pixels = Array.from({ length: height * width }, (_, i) => i);
  const all = Array.from({ length: channels }, (_, channel): ChannelTerms => {
    const at = pixels.map((pixel) => pixel * channels + channel);
    return {
      channel,
      sum: at.reduce((sum, i) => sum + inputs[i] * weights[i], 0),
      inputs: at.map((i) => inputs[i]),
      weights: at.map((i) => weights[i]),
    };
  });
  all.sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
  const rest = all.slice(shown);
  return {
    strongest: all.slice(0, shown),
    others: { count: rest.length, sum: rest.reduce((total, { sum }) => total + sum, 0) },
  };
}
