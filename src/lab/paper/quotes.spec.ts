import { describe, expect, it } from 'vitest';
import { quotedErrors, quotedPoints, quotedSnr } from './quotes.ts';

describe('what a text says of a figure', () => {
  it('is of one SNR, of a range, or of none that it names', () => {
    expect(quotedSnr({ snr_db: [-4, -4] })).toBe('−4\u00a0dB');
    expect(quotedSnr({ snr_db: [4, 6] })).toBe('4 to 6\u00a0dB');
    expect(quotedSnr({ snr_db: null })).toBe('not said');
  });

  it('is a length, two of them, or one that is not gone beyond', () => {
    expect([quotedErrors(0.4, 0.4), quotedErrors(1, 2.2), quotedErrors(null, 3), quotedErrors(7, null)]).toEqual([
      '0.40',
      '1.00 to 2.20',
      'below 3.00',
      'above 7.00',
    ]);
  });

  it('is marked where it is one length at one SNR', () => {
    const quote = { estimator: 'cnn', title: 'CNN', words: '', ours: null };
    const point = { ...quote, snr_db: [6, 6] as [number, number], least_m: 0.4, most_m: 0.4 };
    expect(
      quotedPoints([point, { ...point, most_m: 1 }, { ...point, snr_db: [4, 6] }, { ...point, snr_db: null }]),
    ).toEqual([{ estimator: 'cnn', title: 'CNN', snrDb: 6, error: 0.4 }]);
  });
});
