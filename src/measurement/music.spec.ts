/** The parts of MUSIC against plain references, and the whole in cases whose answer is known. */
import { describe, expect, it } from 'vitest';
import { steeringVector } from '../channel/array.ts';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { RADIO_30GHZ } from '../channel/radio.ts';
import { soundChannel } from '../channel/sounding.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import type { HandPath } from '../channel/testing/links.ts';
import { handPaths, handSite } from '../channel/testing/links.ts';
import { decomposeHermitian } from '../numerics/hermitian-eigen.ts';
import { createRandom } from '../numerics/random.ts';
import { gramMatrix, pairedSteeringVector, toPairedSpace } from './covariance.ts';
import { createMeasurementWorkspace, measure } from './measure.ts';
import type { Measurement } from './measure.ts';
import { musicSpectrum } from './music.ts';
import { descendNullSpectrum, evaluateNullSpectrum, fillNullSpectrum, sampleNullSpectrum } from './null-spectrum.ts';
import { createSignalSubspace, findSignalSubspace, MAXIMUM_SOURCES } from './signal-subspace.ts';
import { countSources, logDeterminant } from './source-count.ts';

/** Random snapshots of some sources in unit noise: one row [S, 2] per element. */
function sourceSnapshots(rows: number, columns: number, snapshots: number, amplitudes: readonly number[]) {
  const random = createRandom(rows, columns, snapshots, amplitudes.length);
  const panel = handSite({ rows, columns }).panel;
  const data = Array.from({ length: rows * columns }, () => new Float64Array(2 * snapshots));
  for (const row of data) random.fillNormal(row, Math.SQRT1_2);
  for (const amplitude of amplitudes) {
    const a = steeringVector(panel, 1.6 * (random.uniform() - 0.5), 1.6 * (random.uniform() - 0.5));
    for (let s = 0; s < snapshots; s++) {
      const re = amplitude * Math.SQRT1_2 * random.normal();
      const im = amplitude * Math.SQRT1_2 * random.normal();
      data.forEach((row, m) => {
        row[2 * s] += re * a[2 * m] - im * a[2 * m + 1];
        row[2 * s + 1] += re * a[2 * m + 1] + im * a[2 * m];
      });
    }
  }
  return data;
}

/** Σ over snapshots of ½(y yᴴ + J y* yᵀ J) [M, M, 2], the definition of forward–backward averaging. */
function plainForwardBackward(data: readonly Float64Array[]): Float64Array {
  const antennas = data.length;
  const covariance = new Float64Array(2 * antennas * antennas);
  const add = (m: number, n: number, a: Float64Array, b: Float64Array, sign: 1 | -1): void => {
    for (let s = 0; s < a.length; s += 2) {
      covariance[2 * (m * antennas + n)] += 0.5 * (a[s] * b[s] + a[s + 1] * b[s + 1]);
      covariance[2 * (m * antennas + n) + 1] += 0.5 * sign * (a[s + 1] * b[s] - a[s] * b[s + 1]);
    }
  };
  for (let m = 0; m < antennas; m++) {
    for (let n = 0; n < antennas; n++) {
      add(m, n, data[m], data[n], 1);
      add(m, n, data[antennas - 1 - m], data[antennas - 1 - n], -1);
    }
  }
  return covariance;
}

describe('paired space', () => {
  it.each([
    { rows: 4, columns: 4 },
    { rows: 3, columns: 3 },
    { rows: 2, columns: 5 },
  ])('makes the forward–backward covariance of $rows×$columns real with the same eigenvalues', ({ rows, columns }) => {
    const antennas = rows * columns;
    const data = sourceSnapshots(rows, columns, 40, [3, 1]);
    const paired = toPairedSpace(data, new Float64Array(antennas * 80));
    const real = gramMatrix(paired, antennas, 80, 'rows', new Float64Array(antennas * antennas));
    const complex = Float64Array.from({ length: 2 * antennas * antennas }, (_, i) => (i % 2 === 0 ? real[i / 2] : 0));
    expect(decomposeHermitian(complex, antennas).values).toBeAllclose(
      decomposeHermitian(plainForwardBackward(data), antennas).values,
      { relative: 1e-10 },
    );
  });

  it.each([
    { rows: 8, columns: 8 },
    { rows: 3, columns: 5 },
  ])('makes the response of $rows×$columns elements real', ({ rows, columns }) => {
    const [p, q] = [0.37, -0.61];
    const a = steeringVector(handSite({ rows, columns }).panel, p, q);
    const data = Array.from({ length: rows * columns }, (_, m) => a.subarray(2 * m, 2 * m + 2));
    const paired = toPairedSpace(data, new Float64Array(2 * rows * columns));
    const expected = pairedSteeringVector(rows, columns, Math.PI * p, Math.PI * q, new Float64Array(rows * columns));
    expect(paired.filter((_, i) => i % 2 === 0)).toBeAllclose(expected, { absolute: 1e-12 });
    expect(paired.filter((_, i) => i % 2 === 1)).toBeAllclose(new Float64Array(rows * columns), { absolute: 1e-12 });
  });
});

/** The whole chain, where the taps of the gate oversample the sounding and their noise is not white. */
const chainSite = handSite();
const chain = createMeasurementWorkspace(chainSite, RADIO_30GHZ);

describe('source count', () => {
  it('knows ln det', () => {
    expect(logDeterminant(Float64Array.of(4, 2, 2, 3), 2)).toBeCloseTo(Math.log(8), 12);
    expect(logDeterminant(Float64Array.of(1, 2, 2, 1), 2)).toBe(-Infinity);
  });

  it.each([0, 1, 2, 3, 5, 6, 7, 8, 11])('finds %i sources in noise, or as many as it may answer', (sources) => {
    const amplitudes = Array.from({ length: sources }, () => 1.5);
    const data = toPairedSpace(sourceSnapshots(8, 8, 200, amplitudes), new Float64Array(64 * 400));
    expect(findSignalSubspace(data, createSignalSubspace(64, 400))).toBe(Math.min(sources, MAXIMUM_SOURCES));
  });

  it.each([-10, 0, 10, 30])('counts one source on a lone path through the whole chain, at %i dB', (snrDb) => {
    const path: HandPath = { delay: 1.2e-7, azimuth: 0.7, elevation: -0.1, magnitude: 1e-4 };
    const channel = synthesizeChannel(handPaths(path), chainSite, RADIO_30GHZ);
    for (let seed = 0; seed < 8; seed++) {
      const sounding = soundChannel(channel, RADIO_30GHZ, 10 ** (snrDb / 10), createRandom(seed, snrDb + 50));
      expect(measure(sounding, chain)).toMatchObject({ kind: 'measurement', sourceCount: 1 });
    }
  });

  it('counts none in noise alone', () => {
    const sounding = new Float32Array(2 * 2 * 64 * 786);
    for (let seed = 0; seed < 8; seed++) {
      createRandom(seed).fillNormal(sounding, 1e-5);
      expect(measure(sounding, chain)).toEqual({ kind: 'no-fix', reason: 'no-signal' });
    }
  });

  it('stops at the most that it may answer', () => {
    const values = Float64Array.of(64, 32, 16, 8, 4, 2, 1, 0.5);
    const trace = values.reduce((sum, x) => sum + x, 0) + 0.01;
    expect(countSources(values, trace, -20, 9, 1000, 3)).toBe(3);
  });
});

describe('signal subspace', () => {
  it.each([20, 200])('is that of the full decomposition, from %i real snapshots of 64 elements', (snapshots) => {
    const data = toPairedSpace(sourceSnapshots(8, 8, snapshots / 2, [5, 3, 2]), new Float64Array(64 * snapshots));
    const subspace = createSignalSubspace(64, snapshots);
    const count = findSignalSubspace(data, subspace);
    expect(count).toBe(3);
    const real = gramMatrix(data, 64, snapshots, 'rows', new Float64Array(64 * 64));
    const full = decomposeHermitian(
      Float64Array.from({ length: 2 * 64 * 64 }, (_, i) => (i % 2 === 0 ? real[i / 2] : 0)),
      64,
    );
    const project = (vector: (i: number, m: number) => number): Float64Array =>
      Float64Array.from({ length: 64 * 64 }, (_, at) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += vector(i, Math.floor(at / 64)) * vector(i, at % 64);
        return sum;
      });
    expect(project((i, m) => subspace.vectors[64 * i + m])).toBeAllclose(
      project((i, m) => full.vectors[2 * (64 * i + m)]),
      { absolute: 1e-5 },
    );
  });
});

describe('null spectrum', () => {
  const rows = 4;
  const columns = 5;
  const random = createRandom(12);
  const vectors = new Float64Array(MAXIMUM_SOURCES * 20);
  random.fillNormal(vectors, 0.3);
  const spectrum = { rows, columns, coefficients: new Float64Array(2 * rows * (2 * columns - 1)) };
  fillNullSpectrum(spectrum, vectors, 3);

  /** M − Σ(aᵀe)², straight from the definition. */
  function plain(x: number, y: number): number {
    const a = pairedSteeringVector(rows, columns, x, y, new Float64Array(20));
    let value = 20;
    for (let i = 0; i < 3; i++) value -= a.reduce((sum, element, m) => sum + element * vectors[20 * i + m], 0) ** 2;
    return value;
  }

  it('is M less the projection on the signal eigenvectors, on its grid and off it', () => {
    const grid = sampleNullSpectrum(spectrum, 16, new Float64Array(256));
    const expected = Float64Array.from({ length: 256 }, (_, i) =>
      plain((2 * Math.PI * (i % 16)) / 16, (2 * Math.PI * Math.floor(i / 16)) / 16),
    );
    expect(grid).toBeAllclose(expected, { absolute: 1e-10 });
    const jet = jetAt(0.3, -1.1);
    expect(jet.value).toBeCloseTo(plain(0.3, -1.1), 10);
  });

  function jetAt(x: number, y: number) {
    const jet = { value: 0, gradientX: 0, gradientY: 0, curvatureXX: 0, curvatureXY: 0, curvatureYY: 0 };
    evaluateNullSpectrum(spectrum, x, y, jet);
    return jet;
  }

  it('has the derivatives of its differences', () => {
    const h = 1e-5;
    const [x, y] = [0.7, 2.1];
    const here = jetAt(x, y);
    const slope = (key: 'value' | 'gradientX' | 'gradientY', dx: number, dy: number): number =>
      (jetAt(x + dx, y + dy)[key] - jetAt(x - dx, y - dy)[key]) / (2 * h);
    expect([here.gradientX, here.gradientY]).toBeAllclose([slope('value', h, 0), slope('value', 0, h)], {
      relative: 1e-6,
      absolute: 1e-6,
    });
    expect([here.curvatureXX, here.curvatureXY, here.curvatureYY]).toBeAllclose(
      [slope('gradientX', h, 0), slope('gradientX', 0, h), slope('gradientY', 0, h)],
      { relative: 1e-6, absolute: 1e-5 },
    );
  });

  it('descends to a point without slope that lies below the start', () => {
    for (let trial = 0; trial < 20; trial++) {
      const start = [6 * random.uniform(), 6 * random.uniform()];
      const jet = jetAt(0, 0);
      const [x, y] = descendNullSpectrum(spectrum, start[0], start[1], 0.2, jet);
      expect(jet.value).toBeLessThanOrEqual(plain(start[0], start[1]) + 1e-12);
      expect(Math.hypot(jetAt(x, y).gradientX, jetAt(x, y).gradientY)).toBeLessThan(1e-4);
      expect(jet.value).toBeCloseTo(plain(x, y), 10);
    }
  });
});

describe('direction of the strongest arrival', () => {
  const site = handSite({ azimuth: 3, elevation: -0.2 }); // looks across ±π
  const workspace = createMeasurementWorkspace(site, RADIO_30GHZ);

  /** Measures hand-written paths. */
  function measurePaths(paths: readonly HandPath[], snr: number, seed = 1): Measurement {
    const channel = synthesizeChannel(handPaths(...paths), site, RADIO_30GHZ);
    const result = measure(soundChannel(channel, RADIO_30GHZ, snr, createRandom(seed)), workspace);
    if (result.kind !== 'measurement') throw new Error(`no fix: ${result.reason}`);
    return result;
  }

  it.each([
    [3, -0.2],
    [-2.9, 0.1],
    [2.2, -0.7],
    [3.05, -1.2],
    [-2.1, 0.5],
  ])('is exact without noise: azimuth %d, elevation %d', (azimuth, elevation) => {
    const result = measurePaths([{ delay: 8.3e-8, azimuth, elevation, magnitude: 1e-4 }], Infinity);
    expect([result.azimuth, result.elevation]).toBeAllclose([azimuth, elevation], { absolute: 1e-5 });
    expect(Math.abs(result.delay - 8.3e-8) * SPEED_OF_LIGHT).toBeLessThan(1e-5);
    expect(result.snr).toBe(Infinity);
    expect(result.sourceCount).toBe(1);
  });

  it('reports the stronger of two paths, whichever arrives first', () => {
    const near = { azimuth: 2.6, elevation: 0 };
    const far = { azimuth: -2.9, elevation: -0.4 };
    for (const [first, second] of [
      [near, far],
      [far, near],
    ]) {
      for (const [a, b, strongest] of [
        [1, 0.6, first],
        [0.6, 1, second],
      ] as const) {
        const result = measurePaths(
          [
            { delay: 1e-7, ...first, magnitude: a },
            { delay: 1.05e-7, ...second, magnitude: b, phase: 1 },
          ],
          10,
        );
        expect([result.azimuth, result.elevation]).toBeAllclose([strongest.azimuth, strongest.elevation], {
          absolute: 5e-3,
        });
      }
    }
  });

  it('tells two coherent paths of equal power and equal delay apart', () => {
    const directions = [
      { azimuth: 2.5, elevation: -0.1 },
      { azimuth: -2.8, elevation: -0.3 },
    ];
    const result = measurePaths(
      directions.map((direction, i) => ({ delay: 1e-7, ...direction, phase: 1.3 * i })),
      100,
    );
    const distances = directions.map(({ azimuth, elevation }) =>
      Math.hypot(result.azimuth - azimuth, result.elevation - elevation),
    );
    // Forward–backward averaging restores the rank: without it both would merge into one vector between them.
    expect(Math.min(...distances)).toBeLessThan(5e-3);
    expect(result.sourceCount).toBe(2);
  });

  it('shows its peak in the pseudo-spectrum where it reports it', () => {
    const result = measurePaths([{ delay: 1e-7, azimuth: 2.7, elevation: -0.35 }], 10);
    const azimuths = Float64Array.from({ length: 181 }, (_, i) => 3 + Math.PI * (i / 180 - 0.5));
    const elevations = Float64Array.from({ length: 181 }, (_, i) => Math.PI * (i / 180 - 0.5));
    const spectrum = musicSpectrum(workspace.music, azimuths, elevations);
    const peak = spectrum.indexOf(Math.max(...spectrum));
    expect(Math.abs(azimuths[peak % 181] - result.azimuth)).toBeLessThan(0.02);
    expect(Math.abs(elevations[Math.floor(peak / 181)] - result.elevation)).toBeLessThan(0.02);
    expect(spectrum.every((value) => value === 0 || value >= 0.999)).toBe(true);
  });
});
