import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';

describe('crc32c', () => {
  it('agrees with the published check values (RFC 3720 §B.4)', () => {
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  });

  it('notices every flipped bit', () => {
    const bytes = Uint8Array.from({ length: 40 }, (_, i) => (i * 37) & 255);
    const before = crc32c(bytes);
    for (let bit = 0; bit < 320; bit++) {
      bytes[bit >> 3] ^= 1 << (bit & 7);
      expect(crc32c(bytes)).not.toBe(before);
      bytes[bit >> 3] ^= 1 << (bit & 7);
    }
  });
});
