/** Errors of every measurement against SNR on a lone path, beside the Cramér–Rao bounds; writes docs/measurement-errors.md. */
import { beforeAll, describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { RADIO_30GHZ } from '../channel/radio.ts';
import { soundChannel } from '../channel/sounding.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { handPaths, handSite } from '../channel/testing/links.ts';
import { fromDecibels, toDecibels } from '../numerics/decibels.ts';
import { mean, rootMeanSquare } from '../numerics/quantiles.ts';
import { createRandom } from '../numerics/random.ts';
import { createMeasurementWorkspace, measure } from './measure.ts';
import { singlePathBounds } from './testing/bounds.ts';

const SNRS_DB = [-10, -5, 0, 5, 10, 15, 20, 25, 30];
const DRAWS = 100;

/** Root mean square errors at one SNR; ratios are of errors to each draw's own bound. */
interface ErrorRow {
  readonly snrDb: number;
  readonly range: number;
  readonly rangeBound: number;
  readonly azimuth: number;
  readonly azimuthBound: number;
  readonly elevation: number;
  readonly elevationBound: number;
  readonly ratios: { readonly delay: number; readonly azimuth: number; readonly elevation: number };
  readonly snrBias: number;
  readonly snrError: number;
  readonly powerError: number;
  readonly fixes: number;
}

const site = handSite({ azimuth: 0.4, elevation: -0.15 });
const workspace = createMeasurementWorkspace(site, RADIO_30GHZ);

/** Lone paths from anywhere in front of the panel, 3 to 60 m away, each with its own noise. */
function measureErrors(snrDb: number): ErrorRow {
  const errors = { delay: [], azimuth: [], elevation: [], snr: [], power: [] } as Record<string, number[]>;
  const bounds = { delay: [], azimuth: [], elevation: [] } as Record<string, number[]>;
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = createRandom(2025, snrDb + 100, draw);
    const delay = (3 + 57 * random.uniform()) / SPEED_OF_LIGHT;
    const azimuth = 0.4 + 1.8 * (random.uniform() - 0.5);
    const elevation = -0.15 + 1.0 * (random.uniform() - 0.5);
    const path = { delay, azimuth, elevation, magnitude: 1e-4, phase: 2 * Math.PI * random.uniform() };
    const snr = fromDecibels(snrDb);
    const channel = synthesizeChannel(handPaths(path), site, RADIO_30GHZ);
    const result = measure(soundChannel(channel, RADIO_30GHZ, snr, random), workspace);
    if (result.kind === 'no-fix') continue;
    const bound = singlePathBounds(site, RADIO_30GHZ, snr, azimuth, elevation);
    errors.delay.push(result.delay - delay);
    errors.azimuth.push(result.azimuth - azimuth);
    errors.elevation.push(result.elevation - elevation);
    errors.snr.push(toDecibels(result.snr) - snrDb);
    errors.power.push(toDecibels(result.power / 1e-8));
    bounds.delay.push(bound.delay);
    bounds.azimuth.push(bound.azimuth);
    bounds.elevation.push(bound.elevation);
  }
  const ratio = (name: string): number => rootMeanSquare(errors[name].map((error, i) => error / bounds[name][i]));
  return {
    snrDb,
    range: rootMeanSquare(errors.delay) * SPEED_OF_LIGHT,
    rangeBound: rootMeanSquare(bounds.delay) * SPEED_OF_LIGHT,
    azimuth: rootMeanSquare(errors.azimuth),
    azimuthBound: rootMeanSquare(bounds.azimuth),
    elevation: rootMeanSquare(errors.elevation),
    elevationBound: rootMeanSquare(bounds.elevation),
    ratios: { delay: ratio('delay'), azimuth: ratio('azimuth'), elevation: ratio('elevation') },
    snrBias: mean(errors.snr),
    snrError: rootMeanSquare(errors.snr),
    powerError: rootMeanSquare(errors.power),
    fixes: errors.delay.length,
  };
}

/** The table of docs/measurement-errors.md. */
function formatTable(rows: readonly ErrorRow[]): string {
  const degrees = (radians: number): string => ((radians * 180) / Math.PI).toPrecision(2);
  const millimetres = (metres: number): string => (metres * 1e3).toPrecision(2);
  const lines = rows.map((row) =>
    [
      row.snrDb,
      millimetres(row.range),
      millimetres(row.rangeBound),
      degrees(row.azimuth),
      degrees(row.azimuthBound),
      degrees(row.elevation),
      degrees(row.elevationBound),
      row.snrBias.toFixed(2).replace('-0.00', '0.00'),
      row.snrError.toFixed(2),
      row.powerError.toFixed(2),
    ].join(' | '),
  );
  return `# Errors of the measurements against SNR

Written by \`src/measurement/measurement-errors.spec.ts\`; run the tests with \`-u\` to renew it. One path, no multipath: what noise
alone does. 30 GHz, 786 pilot tones over 188.64 MHz, two symbols, an 8×8 panel of isotropic elements at half a wavelength.
Each row holds root mean square errors over ${DRAWS} seeded draws of noise, direction (±52° × ±29° about the boresight) and distance
(3–60 m). SNR is per antenna and tone. Bounds are Cramér–Rao's for one path of unknown complex amplitude.

| SNR, dB | range, mm | bound, mm | azimuth, ° | bound, ° | elevation, ° | bound, ° | SNR bias, dB | SNR error, dB | power error, dB |
|---|---|---|---|---|---|---|---|---|---|
${lines.map((line) => `| ${line} |`).join('\n')}

With thirty paths instead of one: [measurement-errors-hall.md](measurement-errors-hall.md).
`;
}

describe('measurement errors on a lone path', () => {
  let rows: ErrorRow[] = [];
  beforeAll(() => {
    rows = SNRS_DB.map(measureErrors);
  }, 180_000);

  it('always gives a fix', () => {
    expect(rows.map((row) => row.fixes)).toEqual(SNRS_DB.map(() => DRAWS));
  });

  it('keeps the time of arrival within 1.3 times its bound', () => {
    for (const { snrDb, ratios } of rows) expect(ratios.delay, `${snrDb} dB`).toBeLessThan(1.3);
  });

  it('keeps both angles within 1.3 times their bounds', () => {
    for (const { snrDb, ratios } of rows) {
      expect(ratios.azimuth, `${snrDb} dB`).toBeLessThan(1.3);
      expect(ratios.elevation, `${snrDb} dB`).toBeLessThan(1.3);
    }
  });

  it('beats no bound, as no estimator can', () => {
    // 100 draws know a standard deviation to 7 %.
    for (const { ratios } of rows) for (const ratio of Object.values(ratios)) expect(ratio).toBeGreaterThan(0.75);
  });

  it('estimates the true SNR without bias from −10 to 30 dB', () => {
    for (const { snrDb, snrBias, snrError } of rows) {
      expect(Math.abs(snrBias), `${snrDb} dB`).toBeLessThan(0.1);
      expect(snrError, `${snrDb} dB`).toBeLessThan(0.2);
    }
  });

  it('writes the table', async () => {
    await expect(formatTable(rows)).toMatchFileSnapshot('../../docs/measurement-errors.md');
  });
});
