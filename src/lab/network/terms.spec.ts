import { describe, expect, it } from 'vitest';
import { strongestTerms } from './terms.ts';

describe('the terms of a sum', () => {
  it('are told by channel, the strongest first, and add up to the whole', () => {
    const inputs = Float32Array.from([1, 2, 3, 4, 5, 6]);
    const weights = Float32Array.from([1, -10, 0.5, 1, -10, 0.5]);
    // One row of two pixels with three channels each.
    const { strongest, others } = strongestTerms({ height: 1, width: 2, channels: 3, inputs, weights }, 1);
    expect(strongest).toEqual([{ channel: 1, sum: -70, inputs: [2, 5], weights: [-10, -10] }]);
    expect(others).toEqual({ count: 2, sum: 1 * 1 + 4 * 1 + 3 * 0.5 + 6 * 0.5 });
    const all = strongestTerms({ height: 1, width: 2, channels: 3, inputs, weights }, 5);
    expect(all.strongest.map(({ channel }) => channel)).toEqual([1, 0, 2]);
    expect(all.others).toEqual({ count: 0, sum: 0 });
  });
});
