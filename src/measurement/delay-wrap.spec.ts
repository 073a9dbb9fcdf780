import { describe, expect, it } from 'vitest';
import { RADIO_30GHZ, RADIO_3_5GHZ } from '../channel/radio.ts';
import { handPaths } from '../channel/testing/links.ts';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { delayWarning, delayWarningSentence } from './delay-wrap.ts';

const at = (metres: number, magnitude = 1) => ({
  delay: metres / SPEED_OF_LIGHT,
  azimuth: 0,
  elevation: 0,
  magnitude,
});

describe('delays that wrap', () => {
  it('are those beyond 1,249 m at 60 kHz and 2,498 m at 30 kHz, comb 4', () => {
    expect(delayWarning(handPaths(at(1240)), RADIO_30GHZ)).toBeNull();
    expect(delayWarning(handPaths(at(1255)), RADIO_30GHZ)).toMatchObject({ paths: 1, strongest: true });
    expect(delayWarning(handPaths(at(1255), at(2490)), RADIO_3_5GHZ)).toBeNull();
    expect(delayWarning(handPaths(at(2510)), RADIO_3_5GHZ)?.period).toBeCloseTo(1 / 120e3, 15);
    expect(delayWarning(handPaths(), RADIO_30GHZ)).toBeNull();
  });

  it('are told with how late they are, and whether the report itself is wrong', () => {
    const weak = delayWarning(handPaths(at(100), at(1300, 0.1), at(1500, 0.2)), RADIO_30GHZ);
    expect(weak).toMatchObject({ paths: 2, strongest: false });
    expect(delayWarningSentence(weak ?? never())).toBe(
      '2 paths arrive up to 5.00 µs late; this sounding repeats after 4.17 µs, so they are read as early ones.',
    );
    const strong = delayWarning(handPaths(at(100), at(1300, 2)), RADIO_30GHZ);
    expect(delayWarningSentence(strong ?? never())).toContain('too short by whole periods');
  });
});

function never(): never {
  throw new Error('no warning');
}
