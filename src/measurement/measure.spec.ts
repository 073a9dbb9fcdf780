/** The measurement stage as a whole: odd input, odd shapes, and what it leaves behind. */
import { describe, expect, it } from 'vitest';
import { RADIO_30GHZ, type RadioConfiguration } from '../channel/radio.ts';
import { soundChannel } from '../channel/sounding.ts';
import { unambiguousDelay } from '../channel/srs.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { handPaths, handSite, SMALL_RADIO, type HandPath } from '../channel/testing/links.ts';
import { LabError } from '../errors/lab-error.ts';
import { createRandom } from '../numerics/random.ts';
import { createMeasurementWorkspace, drawSpectrum, keepProducts, measure, type Measurement } from './measure.ts';
import { NO_FIX_REASONS, reasonOfCode, refuseSounding, type NoFix } from './no-fix.ts';
import { copyReports, createMeasurementTable, writeReport } from './report.ts';

const site = handSite();
const workspace = createMeasurementWorkspace(site, RADIO_30GHZ);
const period = unambiguousDelay(RADIO_30GHZ);

/** A lone path of some delay, measured. */
function measureDelay(delay: number, snr: number, seed = 1) {
  const channel = synthesizeChannel(handPaths({ delay, azimuth: 0.3, elevation: -0.1 }), site, RADIO_30GHZ);
  return measure(soundChannel(channel, RADIO_30GHZ, snr, createRandom(seed)), workspace);
}

function expectReport(result: Measurement | NoFix): Measurement {
  if (result.kind === 'no-fix') throw new Error(`no fix: ${result.reason}`);
  return result;
}

describe('time of arrival on the circle', () => {
  it.each([
    ['at the very start', 1e-10, 1e-10],
    ['in the middle', 2.2e-6, 2.2e-6],
    ['near the end', period - 6e-9, period - 6e-9],
    ['one period late', period + 3e-8, 3e-8],
  ])('reads a path %s', (_, delay, expected) => {
    expect(measureDelay(delay, 1000)).toMatchObject({ kind: 'measurement' });
    const result = measureDelay(delay, 1000);
    if (result.kind === 'measurement') expect(Math.abs(result.delay - expected)).toBeLessThan(1e-11);
  });

  it('never reads a user next to the site as one a kilometre away', () => {
    for (let seed = 0; seed < 20; seed++) {
      const result = measureDelay(2e-12, 0.1, seed);
      if (result.kind !== 'measurement') throw new Error('no fix');
      expect(result.delay).toBeGreaterThanOrEqual(0);
      expect(result.delay).toBeLessThan(1e-9);
    }
  });
});

describe('soundings without a fix', () => {
  const size = 2 * 2 * 64 * 786;

  it('says that nothing arrived', () => {
    expect(measure(new Float32Array(size), workspace)).toEqual({ kind: 'no-fix', reason: 'no-power' });
  });

  it.each([Number.NaN, Infinity, -Infinity])('says that the pilots hold %d', (value) => {
    const received = new Float32Array(size).fill(1);
    received[12345] = value;
    expect(measure(received, workspace)).toEqual({ kind: 'no-fix', reason: 'not-finite' });
  });

  it('finds nothing in noise alone', () => {
    for (let seed = 0; seed < 5; seed++) {
      const received = new Float32Array(size);
      createRandom(seed).fillNormal(received, 1e-5);
      expect(measure(received, workspace)).toEqual({ kind: 'no-fix', reason: 'no-signal' });
    }
  });

  it.each([
    [0, 10, 'no-path'],
    [3, Number.NaN, 'not-finite'],
    [3, -Infinity, 'no-signal'],
  ] as const)('need not be made with %i paths at %d dB', (paths, snrDb, reason) => {
    expect(refuseSounding(paths, snrDb)).toEqual({ kind: 'no-fix', reason });
  });

  it('are made without noise at +∞ dB', () => {
    expect(refuseSounding(1, Infinity)).toBeNull();
    expect(measureDelay(1e-7, Infinity)).toMatchObject({ kind: 'measurement', snr: Infinity });
  });

  it('leave their reason and no number in a table', () => {
    const table = createMeasurementTable(NO_FIX_REASONS.length + 2);
    NO_FIX_REASONS.forEach((reason, row) => writeReport(table, row, { kind: 'no-fix', reason }));
    writeReport(table, NO_FIX_REASONS.length, expectReport(measureDelay(1e-7, 10)));
    expect(Array.from(table.reasons, reasonOfCode)).toEqual([...NO_FIX_REASONS, null, 'no-path']);
    const { snr, azimuth, elevation, delay, power, firstDelay } = table;
    for (const column of [snr, azimuth, elevation, delay, power, firstDelay]) {
      expect(column.subarray(0, NO_FIX_REASONS.length).every(Number.isNaN)).toBe(true);
      expect(column[NO_FIX_REASONS.length]).toBeGreaterThan(-Infinity);
      expect(column[NO_FIX_REASONS.length + 1]).toBeNaN();
    }
    const larger = createMeasurementTable(table.count + 1);
    copyReports(table, larger, 1);
    expect(larger.reasons.subarray(1)).toEqual(table.reasons);
    expect(larger.delay.subarray(1)).toEqual(table.delay);
  });

  it('is not disturbed by what failed before', () => {
    const before = measureDelay(1e-7, 1);
    measure(new Float32Array(size).fill(Number.NaN), workspace);
    expect(measureDelay(1e-7, 1)).toEqual(before);
  });

  it('refuses pilots of another size', () => {
    expect(() => measure(new Float32Array(10), workspace)).toThrow(LabError);
  });
});

describe('panels and combs', () => {
  /** A lone path before some panel and comb, measured. */
  function measureWith(panel: Parameters<typeof handSite>[0], radio: RadioConfiguration, ...paths: HandPath[]) {
    const small = handSite(panel);
    const channel = synthesizeChannel(handPaths(...paths), small, radio);
    const own = createMeasurementWorkspace(small, radio);
    return measure(soundChannel(channel, radio, 1e4, createRandom(5), undefined, own.pilots), own);
  }

  it.each([
    [1, 1],
    [1, 8],
    [8, 1],
  ])('has no fix from a %i×%i panel, which cannot tell two angles', (rows, columns) => {
    const result = measureWith({ rows, columns }, SMALL_RADIO, { delay: 1e-7, azimuth: 0.3, elevation: 0 });
    expect(result).toEqual({ kind: 'no-fix', reason: 'panel-too-small' });
  });

  it('has no fix from a comb of one tone, which cannot tell a delay', () => {
    const radio = { ...RADIO_30GHZ, resourceBlocks: 1, combSize: 12 };
    const result = measureWith({}, radio, { delay: 1e-7, azimuth: 0.3, elevation: 0 });
    expect(result).toEqual({ kind: 'no-fix', reason: 'one-tone' });
  });

  it('has no fix where more paths arrive than the panel has antennas, and one where fewer do', () => {
    const paths = Array.from({ length: 7 }, (_, i) => ({
      delay: 1e-7 + 4e-9 * i,
      azimuth: -1.2 + 0.4 * i,
      elevation: i % 2 === 0 ? -0.5 : 0.3,
      phase: i * i,
    }));
    const panel = { rows: 2, columns: 2 };
    expect(measureWith(panel, RADIO_30GHZ, ...paths)).toEqual({ kind: 'no-fix', reason: 'too-many-sources' });
    expect(measureWith(panel, RADIO_30GHZ, paths[2])).toMatchObject({ kind: 'measurement', sourceCount: 1 });
    expect(measureWith({}, RADIO_30GHZ, ...paths)).toMatchObject({ kind: 'measurement' });
  });

  it('refuses a comb that is too short for a sounding sequence', () => {
    expect(() => createMeasurementWorkspace(site, { ...RADIO_30GHZ, resourceBlocks: 4, combSize: 12 })).toThrow(
      LabError,
    );
  });

  it('refuses a delay grid that would fold the profile', () => {
    expect(() => createMeasurementWorkspace(site, { ...RADIO_30GHZ, delayBins: 1024 })).toThrow(LabError);
  });

  it.each([
    { rows: 2, columns: 2, symbols: 1 },
    { rows: 3, columns: 3, symbols: 2 },
    { rows: 4, columns: 6, symbols: 4 },
  ])('measures with $rows×$columns elements and $symbols symbols', ({ rows, columns, symbols }) => {
    const small = handSite({ rows, columns });
    const radio = { ...SMALL_RADIO, symbols };
    const paths = handPaths({ delay: 3.3e-7, azimuth: 0.6, elevation: -0.35, magnitude: 1e-3 });
    const received = soundChannel(synthesizeChannel(paths, small, radio), radio, 1000, createRandom(2));
    const result = measure(received, createMeasurementWorkspace(small, radio));
    if (result.kind !== 'measurement') throw new Error(`no fix: ${result.reason}`);
    expect(Math.abs(result.delay - 3.3e-7)).toBeLessThan(1e-9);
    expect([result.azimuth, result.elevation]).toBeAllclose([0.6, -0.35], { absolute: 0.02 });
    expect(result.power / 1e-6).toBeCloseTo(1, 1);
  });
});

describe('what a measurement leaves behind', () => {
  it('holds the profile with its peak at the delay, and copies', () => {
    const result = measureDelay(1.5e-7, 10);
    if (result.kind !== 'measurement') throw new Error('no fix');
    const products = keepProducts(workspace);
    const { powerDelayProfile, nullSpectrum } = products;
    expect(powerDelayProfile.length).toBe(4096);
    const binWidth = unambiguousDelay(RADIO_30GHZ) / powerDelayProfile.length;
    expect(binWidth).toBeCloseTo(1.0173e-9, 12);
    const peak = powerDelayProfile.indexOf(Math.max(...powerDelayProfile));
    expect(Math.abs(peak * binWidth - result.delay)).toBeLessThan(binWidth);
    const { values, azimuths, elevations } = drawSpectrum(workspace, nullSpectrum);
    expect(values.length).toBe(azimuths.length * elevations.length);
    const top = values.indexOf(Math.max(...values));
    expect(Math.abs(azimuths[top % azimuths.length] - result.azimuth)).toBeLessThan(0.05);
    expect(Math.abs(elevations[Math.floor(top / azimuths.length)] - result.elevation)).toBeLessThan(0.06);
    const kept = products.leastSquares.slice();
    measureDelay(9e-7, 1);
    expect(products.leastSquares).toBeAllclose(kept, { relative: 0, absolute: 0 });
  });
});
