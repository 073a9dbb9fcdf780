import { describe, expect, it } from 'vitest';
import { pilotToneCount } from '../channel/radio.ts';
import { unambiguousDelay } from '../channel/srs.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { fromPanelCosines, panelFrame } from '../channel/array.ts';
import { handPaths, handSite, SMALL_RADIO } from '../channel/testing/links.ts';
import { createRandom } from '../numerics/random.ts';
import { delayAngleFingerprint } from './delay-angle-fingerprint.ts';

const tones = pilotToneCount(SMALL_RADIO);
const powerOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0);

describe('the delay–angle fingerprint', () => {
  it.each([
    { rows: 3, columns: 4, first: 0, count: 5 },
    { rows: 2, columns: 5, first: -3, count: tones },
    { rows: 1, columns: 1, first: 7, count: 2 },
  ])('is the triple sum for $rows×$columns elements from tap $first on', ({ rows, columns, first, count }) => {
    const estimate = new Float32Array(2 * rows * columns * tones);
    createRandom(6).fillNormal(estimate, 1);
    const expected: number[] = [];
    for (let u = -(rows >> 1); u < rows - (rows >> 1); u++) {
      for (let v = -(columns >> 1); v < columns - (columns >> 1); v++) {
        for (let n = first; n < first + count; n++) {
          let re = 0;
          let im = 0;
          for (let m = 0; m < rows * columns; m++) {
            for (let k = 0; k < tones; k++) {
              const turns = (k * n) / tones - (u * Math.floor(m / columns)) / rows - (v * (m % columns)) / columns;
              const [c, s] = [Math.cos(2 * Math.PI * turns), Math.sin(2 * Math.PI * turns)];
              const i = 2 * (m * tones + k);
              re += estimate[i] * c - estimate[i + 1] * s;
              im += estimate[i] * s + estimate[i + 1] * c;
            }
          }
          const scale = Math.sqrt(rows * columns * tones);
          expected.push(re / scale, im / scale);
        }
      }
    }
    const panel = { ...handSite().panel, rows, columns };
    expect(delayAngleFingerprint(estimate, panel, { first, count })).toBeAllclose(expected, { absolute: 1e-5 });
  });

  it('puts a lone path of the grid into its one cell, with all its power', () => {
    const site = handSite({ rows: 4, columns: 8 });
    // Three beams to the side and one down, ten taps late.
    const direction = fromPanelCosines(panelFrame(site.orientation), 3 / (8 * 0.5), -1 / (4 * 0.5));
    const delay = (10 * unambiguousDelay(SMALL_RADIO)) / tones;
    const estimate = synthesizeChannel(handPaths({ delay, ...direction, phase: 1 }), site, SMALL_RADIO);
    const fingerprint = delayAngleFingerprint(estimate, site.panel, { first: 8, count: 16 });
    const cell = 2 * (((-1 + 2) * 8 + (3 + 4)) * 16 + 2);
    const inCell = fingerprint[cell] ** 2 + fingerprint[cell + 1] ** 2;
    expect(inCell / powerOf(estimate)).toBeCloseTo(1, 6);
    expect(powerOf(fingerprint) / powerOf(estimate)).toBeCloseTo(1, 6);
  });
});
