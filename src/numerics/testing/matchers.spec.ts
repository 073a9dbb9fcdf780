import { describe, expect, it } from 'vitest';

describe('toBeAllclose', () => {
  it('compares element by element, NaN equal to NaN', () => {
    expect([1, NaN, -0]).toBeAllclose(Float64Array.of(1 + 1e-7, NaN, 0));
    expect([1, 2]).not.toBeAllclose([1, 2.1]);
    expect([1, 2]).toBeAllclose([1, 2.1], { absolute: 0.2 });
    expect([NaN]).not.toBeAllclose([0], { absolute: Infinity });
    expect([1]).not.toBeAllclose([1, 1]);
  });

  it('refuses what is no array, which would have no element that differs', () => {
    const refused: readonly unknown[] = [1, undefined, null, () => 1];
    for (const value of refused) {
      const notAnArray = value as number[];
      expect(() => expect(notAnArray).toBeAllclose(notAnArray)).toThrow('compares arrays');
      expect(() => expect(notAnArray).not.toBeAllclose([1])).toThrow('compares arrays');
      expect(() => expect([1]).toBeAllclose(notAnArray)).toThrow('compares arrays');
    }
  });
});
