import { describe, expect, it } from 'vitest';
import type { PathTable } from '../propagation/path-table.ts';
import type { Site } from '../scene/sites.ts';
import { directionVector, elementPositions } from './array.ts';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { RADIO_30GHZ } from './radio.ts';
import type { RadioConfiguration } from './radio.ts';
import { pilotFrequencies } from './srs.ts';
import { synthesizeChannel } from './synthesize.ts';
import { handPaths, handSite, randomPaths, SMALL_RADIO } from './testing/links.ts';

/** Σ_p a_p·e^{j2π(r·u)/λ}·e^{−j2πfτ}, every term by its own sine and cosine. */
function plainChannel(paths: PathTable, site: Site, radio: RadioConfiguration): Float64Array {
  const positions = elementPositions(site, radio.carrierFrequency);
  const frequencies = pilotFrequencies(radio);
  const antennas = positions.length / 3;
  const channel = new Float64Array(2 * antennas * frequencies.length);
  for (let p = 0; p < paths.count; p++) {
    const u = directionVector(paths.departureAzimuths[p], paths.departureElevations[p]);
    for (let m = 0; m < antennas; m++) {
      let ahead = 0;
      for (let axis = 0; axis < 3; axis++) ahead += (positions[3 * m + axis] - site.position[axis]) * u[axis];
      for (let k = 0; k < frequencies.length; k++) {
        const turns = (ahead * radio.carrierFrequency) / SPEED_OF_LIGHT - frequencies[k] * paths.delays[p];
        const phase = 2 * Math.PI * (turns - Math.round(turns));
        const re = paths.amplitudes[2 * p];
        const im = paths.amplitudes[2 * p + 1];
        const i = 2 * (m * frequencies.length + k);
        channel[i] += re * Math.cos(phase) - im * Math.sin(phase);
        channel[i + 1] += re * Math.sin(phase) + im * Math.cos(phase);
      }
    }
  }
  return channel;
}

describe('channel synthesis', () => {
  it.each([
    { count: 25, rows: 8, columns: 8, radio: RADIO_30GHZ },
    { count: 1, rows: 8, columns: 8, radio: RADIO_30GHZ },
    { count: 3, rows: 3, columns: 5, radio: SMALL_RADIO },
    { count: 2, rows: 1, columns: 1, radio: SMALL_RADIO },
    { count: 4, rows: 4, columns: 2, radio: { ...SMALL_RADIO, resourceBlocks: 13 } },
    { count: 5, rows: 2, columns: 3, radio: { ...SMALL_RADIO, combSize: 12, resourceBlocks: 37 } },
    { count: 5, rows: 2, columns: 3, radio: { ...SMALL_RADIO, combSize: 12, resourceBlocks: 38 } },
    { count: 5, rows: 2, columns: 3, radio: { ...SMALL_RADIO, combSize: 12, resourceBlocks: 1 } },
  ])('is the sum over $count paths at $rows×$columns elements', ({ count, rows, columns, radio }) => {
    const paths = randomPaths(count);
    const site = handSite({ rows, columns });
    expect(synthesizeChannel(paths, site, radio)).toBeAllclose(plainChannel(paths, site, radio), {
      absolute: 2e-7,
      relative: 1e-6,
    });
  });

  it('holds its phase at ten kilometres', () => {
    const paths = handPaths({ delay: 1e4 / SPEED_OF_LIGHT, azimuth: 0.4, elevation: -0.2 });
    const channel = synthesizeChannel(paths, handSite(), RADIO_30GHZ);
    expect(channel).toBeAllclose(plainChannel(paths, handSite(), RADIO_30GHZ), { absolute: 2e-7 });
  });

  it('is zero without a path, also where there was one before', () => {
    const target = new Float32Array(2 * 64 * 36).fill(3);
    expect(synthesizeChannel(handPaths(), handSite(), SMALL_RADIO, target).every((x) => x === 0)).toBe(true);
  });

  it('is the same to the tone for equal delays at any antenna of a single boresight path', () => {
    const site = handSite();
    const channel = synthesizeChannel(handPaths({ delay: 1e-7, azimuth: 0.4, elevation: -0.2 }), site, SMALL_RADIO);
    for (let m = 1; m < 64; m++) {
      expect(channel.subarray(72 * m, 72 * (m + 1))).toBeAllclose(channel.subarray(0, 72), { absolute: 1e-6 });
    }
  });
});
