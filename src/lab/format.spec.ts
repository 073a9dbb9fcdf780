import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  decadeText,
  decibels,
  degrees,
  delay,
  fineMetres,
  fixed,
  frequency,
  metres,
  percent,
  position,
  significant,
} from './format.ts';

/** The same text with plain spaces. */
const plain = (text: string): string => text.replace(/\u00a0/g, ' ');

describe('numbers with units', () => {
  it('writes a true minus, and none before a rounded nought', () => {
    expect(fixed(-8.44, 1)).toBe('−8.4');
    expect(fixed(-0.001, 2)).toBe('0.00');
  });

  it('says what is not a number', () => {
    expect(fixed(Number.NaN, 2)).toBe('–');
    expect(fixed(Infinity, 2)).toBe('∞');
    expect(percent(Number.NaN)).toBe('–');
  });

  it('chooses the unit by the size', () => {
    expect(plain(delay(62.1e-9))).toBe('62.1 ns');
    expect(plain(delay(1.25e-6))).toBe('1.250 µs');
    expect(plain(frequency(30e9))).toBe('30 GHz');
    expect(plain(frequency(188.64e6))).toBe('188.64 MHz');
    expect(plain(frequency(240e3))).toBe('240 kHz');
    expect(plain(bytes(512_300))).toBe('512 kB');
    expect(plain(bytes(2_340_000))).toBe('2.3 MB');
  });

  it('converts ratios and angles', () => {
    expect(plain(decibels(0.001))).toBe('−30.0 dB');
    expect(degrees(-Math.PI / 6)).toBe('−30.0°');
    expect(plain(metres(0.254))).toBe('0.25 m');
    expect(plain(percent(0.9004))).toBe('90 %');
  });

  it('writes as many digits as carry, and rounds before it counts them', () => {
    expect([0.00341, 0.0996, 1.24, 9.96, 341.7, 0].map((value) => significant(value, 2))).toEqual([
      '0.0034',
      '0.10',
      '1.2',
      '10',
      '340',
      '0',
    ]);
    expect([0.0034, 0.021, 1.26, 14].map((value) => plain(fineMetres(value)))).toEqual([
      '3.4 mm',
      '2.1 cm',
      '1.3 m',
      '14 m',
    ]);
    expect([1e-4, 1e-3, 0.01, 0.1, 100].map((tick) => plain(decadeText(tick)))).toEqual([
      '0.1 mm',
      '1 mm',
      '0.01 m',
      '0.1 m',
      '100 m',
    ]);
  });

  it('keeps a position in one piece', () => {
    expect(plain(position([1, -2.5, 0.456]))).toBe('1.00, −2.50, 0.46 m');
    expect(plain(count(1234567))).toBe('1 234 567');
  });
});
