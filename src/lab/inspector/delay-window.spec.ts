import { describe, expect, it } from 'vitest';
import { cutDelayWindow, PROFILE_FLOOR_DB } from './delay-window.ts';

describe('cutDelayWindow', () => {
  it('shows the delays around the paths in decibels below the peak', () => {
    const profile = new Float32Array(4096).fill(1e-9);
    profile[60] = 1;
    profile[80] = 0.1;
    const { nanoseconds, decibels } = cutDelayWindow(profile, 1e-9, 60e-9, 80e-9);
    const at = (ns: number): number => decibels[nanoseconds.findIndex((value) => Math.abs(value - ns) < 0.5)];
    expect(at(60)).toBe(0);
    expect(at(80)).toBeCloseTo(-10, 5);
    expect(at(70)).toBe(-PROFILE_FLOOR_DB);
    expect(nanoseconds[0]).toBeLessThan(60);
    expect(nanoseconds.at(-1)).toBeGreaterThan(80);
    expect(nanoseconds.length).toBeLessThan(100);
  });

  it('reads the end of the profile as delays before nought', () => {
    const profile = new Float32Array(64).fill(1e-6);
    profile[63] = 1;
    const { nanoseconds, decibels } = cutDelayWindow(profile, 1e-9, 0, 4e-9);
    expect(decibels[nanoseconds.findIndex((value) => Math.abs(value + 1) < 0.5)]).toBe(0);
  });
});
