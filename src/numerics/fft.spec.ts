import { describe, expect, it } from 'vitest';
import { createFftPlan, nextPowerOfTwo } from './fft.ts';
import { createRandom } from './random.ts';

/** The definition, summed term by term. */
function plainTransform(data: Float64Array, sign: 1 | -1): Float64Array {
  const size = data.length / 2;
  const result = new Float64Array(2 * size);
  for (let k = 0; k < size; k++) {
    for (let n = 0; n < size; n++) {
      const angle = (sign * 2 * Math.PI * ((k * n) % size)) / size;
      result[2 * k] += data[2 * n] * Math.cos(angle) - data[2 * n + 1] * Math.sin(angle);
      result[2 * k + 1] += data[2 * n] * Math.sin(angle) + data[2 * n + 1] * Math.cos(angle);
    }
  }
  return result;
}

function randomData(size: number): Float64Array {
  const data = new Float64Array(2 * size);
  createRandom(size).fillNormal(data, 1);
  return data;
}

describe('fast Fourier transform', () => {
  it.each([1, 2, 3, 4, 5, 7, 8, 12, 16, 30, 32, 64, 97, 128, 256, 262, 512, 786, 1024, 2048])(
    'matches the sum for %i points',
    (size) => {
      const data = randomData(size);
      const expected = plainTransform(data, -1);
      createFftPlan(size).forward(data);
      expect(data).toBeAllclose(expected, { absolute: 1e-10, relative: 1e-11 });
    },
  );

  it.each([
    [1, 0],
    [8, 3],
    [16, 8],
    [32, 16],
    [32, 17],
    [64, 1],
    [97, 40],
    [128, 50],
    [256, 128],
    [512, 0],
    [1024, 786],
    [2048, 786],
  ])('takes %i points for zero from the %ith on', (size, occupied) => {
    const data = randomData(size);
    const expected = plainTransform(
      data.map((value, i) => (i < 2 * occupied ? value : 0)),
      -1,
    );
    const plan = createFftPlan(size);
    plan.forward(randomData(size)); // so that its scratch space is not empty
    plan.forward(data, occupied);
    expect(data).toBeAllclose(expected, { absolute: 1e-10, relative: 1e-11 });
  });

  it.each([1, 2, 6, 8, 131, 786, 4096])('comes back to where it started for %i points', (size) => {
    const data = randomData(size);
    const original = data.slice();
    const plan = createFftPlan(size);
    plan.forward(data);
    plan.inverse(data);
    expect(data).toBeAllclose(original, { absolute: 1e-12 });
  });

  it('keeps the energy (Parseval) at 4096 points', () => {
    const data = randomData(4096);
    const before = data.reduce((sum, x) => sum + x * x, 0);
    createFftPlan(4096).forward(data);
    expect(data.reduce((sum, x) => sum + x * x, 0) / 4096 / before).toBeCloseTo(1, 12);
  });

  it('puts a tone into one bin', () => {
    const size = 4096;
    const data = new Float64Array(2 * size);
    for (let n = 0; n < size; n++) {
      data[2 * n] = Math.cos((2 * Math.PI * 1234 * n) / size);
      data[2 * n + 1] = Math.sin((2 * Math.PI * 1234 * n) / size);
    }
    createFftPlan(size).forward(data);
    const expected = new Float64Array(2 * size);
    expected[2 * 1234] = size;
    expect(data).toBeAllclose(expected, { absolute: 1e-8 });
  });

  it('refuses a length that is not a positive integer', () => {
    for (const size of [0, -4, 2.5, Number.NaN]) expect(() => createFftPlan(size)).toThrow(RangeError);
  });

  it('finds the next power of two', () => {
    expect([1, 2, 3, 1571, 2048, 2049].map(nextPowerOfTwo)).toEqual([1, 2, 4, 2048, 2048, 4096]);
  });
});
