import { describe, expect, it } from 'vitest';
import { spreadSentence, spreadText } from './spread-text.ts';

describe('the spread of samples', () => {
  it('is told with its unit, and no smaller than anybody cares for', () => {
    const plain = (text: string): string => text.replaceAll(/\s/g, ' ');
    expect(plain(spreadText(3.14))).toBe('± 3.1 m');
    expect(plain(spreadText(3.2e-11))).toBe('< 0.010 mm');
    expect(plain(spreadSentence(0.025))).toBe('half of the samples within 2.5 cm');
    expect(plain(spreadSentence(0))).toBe('half of the samples within 0.010 mm');
  });
});
