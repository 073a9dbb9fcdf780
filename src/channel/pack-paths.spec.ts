import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { PATH_WORDS, packPaths, toFixedTurns } from './pack-paths.ts';
import { pilotToneCount } from './radio.ts';
import { synthesizeChannel } from './synthesize.ts';
import { handPaths, handSite, randomPaths, SMALL_RADIO } from './testing/links.ts';

describe('packed paths', () => {
  it('add up to the channel over its scale, link by link', () => {
    const site = handSite({ rows: 3, columns: 4 });
    const tones = pilotToneCount(SMALL_RADIO);
    const links = [
      randomPaths(6),
      handPaths(),
      handPaths({ delay: 1e5 / SPEED_OF_LIGHT, azimuth: 0.3, elevation: 0.1, magnitude: 3e-7, phase: 2 }),
    ];
    const { words, offsets, scales } = packPaths(links, site, SMALL_RADIO);
    const magnitudes = new Float32Array(words.buffer);
    expect([...offsets]).toEqual([0, 6, 6, 7]);
    for (const [link, paths] of links.entries()) {
      const sums: number[] = [];
      for (let m = 0; m < 12; m++) {
        for (let k = 0; k < tones; k++) {
          let [re, im] = [0, 0];
          for (let p = offsets[link]; p < offsets[link + 1]; p++) {
            const [start, tone, column, row] = words.subarray(PATH_WORDS * p + 1, PATH_WORDS * (p + 1));
            const turns = (start + tone * k + column * (m % 4) + row * Math.floor(m / 4)) % 2 ** 32;
            const angle = (2 * Math.PI * turns) / 2 ** 32;
            re += magnitudes[PATH_WORDS * p] * Math.cos(angle);
            im += magnitudes[PATH_WORDS * p] * Math.sin(angle);
          }
          sums.push(re, im);
        }
      }
      const channel = synthesizeChannel(paths, site, SMALL_RADIO).map((value) => value / scales[link]);
      expect(sums).toBeAllclose(channel, { absolute: 1e-6 });
    }
  });

  it('scale every link to magnitudes near one, by powers of two', () => {
    const links = [1e-9, 1e-3, 1, 700].map((magnitude) => handPaths({ delay: 0, azimuth: 0, elevation: 0, magnitude }));
    const { words, scales } = packPaths([...links, handPaths()], handSite(), SMALL_RADIO);
    const magnitudes = new Float32Array(words.buffer);
    links.forEach((_, link) => {
      expect(Number.isInteger(Math.log2(scales[link]))).toBe(true);
      expect(magnitudes[PATH_WORDS * link]).toBeGreaterThan(0.7);
      expect(magnitudes[PATH_WORDS * link]).toBeLessThan(1.5);
    });
    expect(scales[4]).toBe(1);
  });

  it('write angles as fractions of 2³², whole turns dropped', () => {
    expect([0, 0.25, -0.25, 1, -3.5, 1e6 + 0.5, -1e-20].map(toFixedTurns)).toEqual([
      0,
      2 ** 30,
      3 * 2 ** 30,
      0,
      2 ** 31,
      2 ** 31,
      0,
    ]);
  });
});
