import { describe, expect, it } from 'vitest';
import { createRandom, liesUnderDensity, ZIGGURAT } from './random.ts';

const COUNT = 400_000;

/** Correlation of two equally long samples of mean zero and variance one. */
function correlation(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum / a.length;
}

describe('seeded random numbers', () => {
  it('repeats itself from the same seeds and differs from any others', () => {
    const draw = (...seeds: number[]): number[] => {
      const random = createRandom(...seeds);
      return Array.from({ length: 8 }, () => random.nextUint32());
    };
    expect(draw(1, 2)).toEqual(draw(1, 2));
    const streams = [draw(1, 2), draw(2, 1), draw(1), draw(1, 2, 0), draw(3), draw(1 + 2 ** 32)];
    expect(new Set(streams.map(String)).size).toBe(streams.length);
  });

  it('keeps the stream it has always had', () => {
    const random = createRandom(42);
    const integers = [random.nextUint32(), random.nextUint32(), random.nextUint32()];
    expect({ integers, uniform: random.uniform(), normal: random.normal() }).toMatchInlineSnapshot(`
      {
        "integers": [
          1888535085,
          319864279,
          3593638514,
        ],
        "normal": 1.1066764015591466,
        "uniform": 0.29233328849488516,
      }
    `);
  });

  it('is uniform: moments and a chi-square over 256 cells', () => {
    const random = createRandom(7);
    const cells = new Float64Array(256);
    let sum = 0;
    let square = 0;
    let outside = 0;
    for (let i = 0; i < COUNT; i++) {
      const u = random.uniform();
      outside += u >= 0 && u < 1 ? 0 : 1;
      sum += u;
      square += u * u;
      cells[Math.floor(u * 256)]++;
    }
    expect(outside).toBe(0);
    expect(Math.abs(sum / COUNT - 1 / 2)).toBeLessThan(5 / Math.sqrt(12 * COUNT));
    expect(Math.abs(square / COUNT - 1 / 3)).toBeLessThan((5 * Math.sqrt(4 / 45)) / Math.sqrt(COUNT));
    const expected = COUNT / 256;
    const chiSquare = cells.reduce((total, cell) => total + (cell - expected) ** 2 / expected, 0);
    // 255 degrees of freedom: mean 255, standard deviation √510.
    expect(Math.abs(chiSquare - 255)).toBeLessThan(5 * Math.sqrt(510));
  });

  it('is normal: four moments, the tail and a chi-square over equally likely cells', () => {
    const samples = new Float64Array(COUNT);
    createRandom(11).fillNormal(samples, 1);
    const moment = (power: number): number => samples.reduce((sum, x) => sum + x ** power, 0) / COUNT;
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(COUNT));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / COUNT));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / COUNT));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / COUNT));
    // Beyond 3.4426 the ziggurat leaves its table: P(|x| > 3.4426) = 5.7613e-4.
    for (const [limit, probability] of [
      [2, 0.0455002639],
      [3, 0.0026997961],
      [3.442619855899, 0.00057609],
      [4, 0.0000633425],
    ]) {
      const beyond = samples.reduce((count, x) => count + (Math.abs(x) > limit ? 1 : 0), 0);
      expect(Math.abs(beyond - COUNT * probability)).toBeLessThan(5 * Math.sqrt(COUNT * probability));
    }
    const quartiles = [-0.6744897501960817, 0, 0.6744897501960817];
    const cells = [0, 0, 0, 0];
    for (const x of samples) cells[quartiles.filter((q) => x > q).length]++;
    const chiSquare = cells.reduce((total, cell) => total + (cell - COUNT / 4) ** 2 / (COUNT / 4), 0);
    expect(chiSquare).toBeLessThan(21); // 3 degrees of freedom: P < 1e-4
  });

  it('scales, and fills both widths with the numbers that single draws give', () => {
    const single = createRandom(5);
    const expected = Float64Array.from({ length: 5000 }, () => 3 * single.normal());
    const wide = new Float64Array(5000);
    createRandom(5).fillNormal(wide, 3);
    expect(wide).toEqual(expected);
    const narrow = new Float32Array(5000);
    createRandom(5).fillNormal(narrow, 3);
    expect(narrow).toEqual(Float32Array.from(expected));
  });

  it('goes on where a fill left off', () => {
    const filled = createRandom(9);
    filled.fillNormal(new Float64Array(1000), 1);
    const stepped = createRandom(9);
    for (let i = 0; i < 1000; i++) stepped.normal();
    expect([filled.normal(), filled.nextUint32()]).toEqual([stepped.normal(), stepped.nextUint32()]);
  });

  it('gives neighbouring seeds streams that know nothing of each other', () => {
    const stream = (...seeds: number[]): Float64Array => {
      const samples = new Float64Array(100_000);
      createRandom(...seeds).fillNormal(samples, 1);
      return samples;
    };
    const base = stream(1, 0);
    const limit = 5 / Math.sqrt(base.length);
    for (const other of [stream(1, 1), stream(2, 0), stream(0, 1)]) {
      expect(Math.abs(correlation(base, other))).toBeLessThan(limit);
    }
    expect(Math.abs(correlation(base.subarray(1), base.subarray(0, -1)))).toBeLessThan(limit);
  });
});

describe('the strips of the ziggurat', () => {
  it('are cut by the density itself, whether or not the chord decides', () => {
    const { threshold, scale, density } = ZIGGURAT;
    const random = createRandom(3);
    let differing = 0;
    for (let layer = 1; layer < threshold.length; layer++) {
      for (let i = 0; i < 2000; i++) {
        const size = threshold[layer] + random.uniform() * (2147483647 - threshold[layer]);
        const bits = (Math.floor(size) & ~127) | layer;
        // Half of the heights are tried close to the density, where it is hardest to tell.
        const exact =
          (Math.exp(-0.5 * (bits * scale[layer]) ** 2) - density[layer]) / (density[layer - 1] - density[layer]);
        const uniform = i % 2 === 0 ? random.uniform() : exact + (random.uniform() - 0.5) * 1e-6;
        const height = density[layer] + uniform * (density[layer - 1] - density[layer]);
        if (liesUnderDensity(bits, uniform) !== height < Math.exp(-0.5 * (bits * scale[layer]) ** 2)) differing++;
      }
    }
    expect(differing).toBe(0);
  });
});
