import { describe, expect, it } from 'vitest';
import { pilotFrequencies } from '../../channel/srs.ts';
import { handPaths, handSite, SMALL_RADIO } from '../../channel/testing/links.ts';
import { steeringVector, panelFrame, toPanelCosines } from '../../channel/array.ts';
import { createPathMoments } from './path-moments.ts';

describe('inner products of paths', () => {
  const site = handSite({ rows: 3, columns: 4 });
  // Equal delays, delays a part of a tap, some taps, and more than the sounding's period apart.
  const paths = handPaths(
    { delay: 1e-7, azimuth: 0.5, elevation: -0.1 },
    { delay: 1e-7, azimuth: 0.2, elevation: 0.3 },
    { delay: 1.2e-7, azimuth: -0.3, elevation: 0 },
    { delay: 9e-7, azimuth: 0.1, elevation: 0.1 },
    { delay: 5.43e-6, azimuth: 0.6, elevation: -0.4 },
  );

  it.each([12, 13.5])('equal the sums over all antennas and tones, %d blocks', (resourceBlocks) => {
    const radio = { ...SMALL_RADIO, resourceBlocks, combSize: 2, subcarrierSpacing: 120e3 };
    const tones = (12 * resourceBlocks) / 2;
    const frequencies = pilotFrequencies(radio);
    expect(frequencies.length).toBe(tones);
    const momentsOf = createPathMoments(paths, site, radio);
    const frame = panelFrame(site.orientation);
    const response = (p: number, m: number, k: number): [number, number] => {
      const [h, v] = toPanelCosines(frame, paths.departureAzimuths[p], paths.departureElevations[p]);
      const steering = steeringVector(site.panel, h, v);
      const turn = -2 * Math.PI * frequencies[k] * paths.delays[p];
      const [sr, si] = [steering[2 * m], steering[2 * m + 1]];
      return [sr * Math.cos(turn) - si * Math.sin(turn), sr * Math.sin(turn) + si * Math.cos(turn)];
    };
    const target = new Float64Array(32);
    for (let p = 0; p < paths.count; p++) {
      for (let q = p; q < paths.count; q++) {
        momentsOf(p, q, target);
        const expected = new Float64Array(32);
        const scale = new Float64Array(32);
        for (let m = 0; m < 12; m++) {
          for (let k = 0; k < tones; k++) {
            const [pr, pi] = response(p, m, k);
            const [qr, qi] = response(q, m, k);
            const weights = [1, (m % 4) - 1.5, Math.floor(m / 4) - 1, frequencies[k]];
            weights.forEach((a, i) =>
              weights.forEach((b, j) => {
                expected[2 * (4 * i + j)] += a * b * (pr * qr + pi * qi);
                expected[2 * (4 * i + j) + 1] += a * b * (pr * qi - pi * qr);
                scale[2 * (4 * i + j)] += Math.abs(a * b);
                scale[2 * (4 * i + j) + 1] += Math.abs(a * b);
              }),
            );
          }
        }
        expect(target.map((value, i) => value / scale[i])).toBeAllclose(
          expected.map((value, i) => value / scale[i]),
          { relative: 0, absolute: 1e-11 },
        );
      }
    }
  });
});
