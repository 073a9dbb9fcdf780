import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { sha256 } from './hash.ts';

describe('sha256', () => {
  it('gives the digests of FIPS 180-4', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('agrees with the platform for every length around the block borders', () => {
    const random = createRandom(1);
    for (let length = 50; length < 140; length++) {
      const bytes = Uint8Array.from({ length }, () => random.nextUint32() & 255);
      expect(sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  it('takes parts as if they were joined, and views as their own bytes', () => {
    const numbers = Float64Array.of(1, 2, 3);
    const expected = createHash('sha256')
      .update('x')
      .update(new Uint8Array(numbers.buffer, 8, 8))
      .digest('hex');
    expect(sha256('x', numbers.subarray(1, 2))).toBe(expected);
  });
});
