import { describe, expect, it } from 'vitest';
import { fromPanelCosines, panelFrame } from '../channel/array.ts';
import { RADIO_3_5GHZ, pilotToneCount } from '../channel/radio.ts';
import { unambiguousDelay } from '../channel/srs.ts';
import { handPaths, handSite } from '../channel/testing/links.ts';
import { synthesizeTaperedTaps, TAP_COUNT } from './taps/tapered-taps.ts';
import {
  createFingerprintReader,
  FINGERPRINT_SCALARS,
  FINGERPRINT_TAPS,
  fingerprintBeams,
  fingerprintWidth,
} from './tap-fingerprint.ts';

const radio = RADIO_3_5GHZ;
const site = handSite({ rows: 4, columns: 4 });
const { panel } = site;
const tap = unambiguousDelay(radio) / pilotToneCount(radio);
const beams = fingerprintBeams(panel);

/** Fingerprint of one path in the direction of a beam, and one ten taps later from boresight. */
function fingerprint(delay: number, magnitude: number): Float32Array {
  // One beam to the side: the phase turns by a quarter from column to column.
  const { azimuth, elevation } = fromPanelCosines(panelFrame(site.orientation), 1 / panel.columns / panel.spacing, 0);
  const paths = handPaths(
    { delay: delay * tap, azimuth, elevation, magnitude, phase: 1 },
    {
      delay: (delay + 10) * tap,
      azimuth: site.orientation.azimuth,
      elevation: site.orientation.elevation,
      magnitude: magnitude / 2,
    },
  );
  const taps = synthesizeTaperedTaps(paths, site, radio, new Float32Array(2 * 16 * TAP_COUNT));
  const target = new Float32Array(fingerprintWidth(panel));
  createFingerprintReader(panel).read(taps, target);
  return target;
}

/** |·|² by tap and beam. */
const powerAt = (values: Float32Array, n: number, beam: number): number => {
  const at = FINGERPRINT_SCALARS + 2 * (n * beams + beam);
  return values[at] ** 2 + values[at + 1] ** 2;
};

describe('the fingerprint of taps', () => {
  it('starts eight taps before the first one that stands out, and says where that is', () => {
    const values = fingerprint(61, 1e-4);
    // The pulse of a path is two taps wide on either side.
    const start = values[1];
    expect(start).toBe(61 - 1 - 8);
    const first = powerAt(values, 61 - start, 4 + (panel.columns >> 1) + 1);
    const second = powerAt(values, 71 - start, 4 + (panel.columns >> 1));
    expect(first / second).toBeCloseTo(4, 2);
    expect(first).toBeGreaterThan(100 * powerAt(values, 61 - start, 4 + (panel.columns >> 1)));
    expect(Math.max(...Array.from({ length: 100 }, (_, i) => powerAt(values, 28 + i, 5)))).toBeLessThan(1e-4 * first);
  });

  it('has mean power one, and tells the power that was divided out', () => {
    const [strong, weak] = [fingerprint(61, 1e-3), fingerprint(61, 1e-4)];
    expect(weak.subarray(1)).toBeAllclose(strong.subarray(1), { relative: 1e-4, absolute: 1e-5 });
    expect(strong[0] - weak[0]).toBeCloseTo(20, 3);
    const sum = weak.subarray(FINGERPRINT_SCALARS).reduce((total, value) => total + value * value, 0);
    expect(sum / FINGERPRINT_TAPS / beams).toBeCloseTo(1, 4);
  });

  it('is cut at the last tap, and NaN where nothing stands out', () => {
    expect(fingerprint(TAP_COUNT - 20, 1e-4).every(Number.isFinite)).toBe(true);
    const target = new Float32Array(fingerprintWidth(panel));
    createFingerprintReader(panel).read(new Float32Array(2 * 16 * TAP_COUNT), target);
    expect(target.every(Number.isNaN)).toBe(true);
  });
});
