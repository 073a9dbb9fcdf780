import { describe, expect, it } from 'vitest';
import { polarOf } from './apparent-position.ts';
import { foldedFix } from './folded-fix.ts';
import { FOLDED_FEATURES, writeFoldedFeatures } from './folded-features.ts';
import { fixesAmong } from './geometric-fix.ts';

const reference = {
  origin: [0.2, 20, 5],
  minimum: [2, 2, 0.5],
  maximum: [58, 38, 2.5],
  scene: 's3',
} as const;

/** A report of a path that seems to come from a point behind the south wall. */
const raw = Float64Array.of(3, ...polarOf([30, -15, 1], reference.origin), -80);

describe('writeFoldedFeatures', () => {
  it('says what the names say', () => {
    const target = new Float64Array(FOLDED_FEATURES.length);
    writeFoldedFeatures(raw, reference, target);
    const named = Object.fromEntries(FOLDED_FEATURES.map(([name], i) => [name, target[i]]));
    const range = Math.hypot(29.8, 35, 4);
    const fix = foldedFix(raw, reference);
    expect(named['apparent y']).toBeCloseTo(-15, 9);
    expect(fixesAmong(target, FOLDED_FEATURES.length)).toBeAllclose(fix.position);
    expect(named['y in the region']).toBeGreaterThan(12);
    expect(named['tanh Δy']).toBeCloseTo(-1, 9);
    expect(named['tanh Δz']).toBeCloseTo(Math.tanh(named['apparent z'] - fix.position[2]), 9);
    expect(named['power over free space']).toBeCloseTo(-80 + 20 * Math.log10(range), 9);
    expect(named['ln range']).toBeCloseTo(Math.log(range), 9);
    expect(named['ln spread']).toBeCloseTo(Math.log(fix.spread), 9);
    expect(named['mirrors on the way']).toBe(fix.bounces);
  });

  it('keeps NaN', () => {
    const target = new Float64Array(FOLDED_FEATURES.length);
    writeFoldedFeatures(new Float64Array(5).fill(NaN), reference, target);
    expect([...target].every(Number.isNaN)).toBe(true);
  });
});
