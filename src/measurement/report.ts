/** What a site reports of one sounding: the five values of the PE-MSRN paper, X_r = {γ, θ, φ, τ, P}, or why there are none. */
import type { Measurement } from './measure.ts';
import type { NoFix } from './no-fix.ts';
import { reasonCode } from './no-fix.ts';

/** The five values of many users at one site, as a structure of arrays: what a network is fed. */
export interface ReportValues {
  readonly count: number;
  /** Signal-to-noise ratio γ per antenna and tone, linear [count] (eq. 4). */
  readonly snr: Float64Array;
  /** Azimuth θ of the strongest arrival, global frame, radians [count] (eq. 1). */
  readonly azimuth: Float64Array;
  /** Elevation φ of the strongest arrival, global frame, radians [count] (eq. 1). */
  readonly elevation: Float64Array;
  /** Time of arrival τ, seconds [count] (eq. 3). */
  readonly delay: Float64Array;
  /** Received power P of one antenna and tone for unit transmit power, linear [count]. */
  readonly power: Float64Array;
}

/** Reports of many users at one site. A user without a measurement holds NaN throughout, and the reason. */
export interface MeasurementTable extends ReportValues {
  /** Time of arrival of the first path that stands out, seconds [count]; see `estimateFirstPath`. */
  readonly firstDelay: Float64Array;
  /** Why there is no report, as `reasonCode` numbers it; 0 where there is one [count]. */
  readonly reasons: Uint8Array;
}

/** A table in which nobody has been heard: no path reaches the site. */
export function createMeasurementTable(count: number): MeasurementTable {
  const column = (): Float64Array => new Float64Array(count).fill(NaN);
  return {
    count,
    snr: column(),
    azimuth: column(),
    elevation: column(),
    delay: column(),
    power: column(),
    firstDelay: column(),
    reasons: new Uint8Array(count).fill(reasonCode('no-path')),
  };
}

/** Writes what was measured, or why nothing was, into one row of a table. */
export function writeReport(table: MeasurementTable, row: number, report: Measurement | NoFix): void {
  const values = report.kind === 'measurement' ? report : NOTHING;
  table.snr[row] = values.snr;
  table.azimuth[row] = values.azimuth;
  table.elevation[row] = values.elevation;
  table.delay[row] = values.delay;
  table.power[row] = values.power;
  table.firstDelay[row] = values.firstDelay;
  table.reasons[row] = report.kind === 'measurement' ? 0 : reasonCode(report.reason);
}

const NOTHING = { snr: NaN, azimuth: NaN, elevation: NaN, delay: NaN, power: NaN, firstDelay: NaN };

/** Some neighbouring rows of a table, on the same memory. */
export function partOfReports(table: MeasurementTable, start: number, count: number): MeasurementTable {
  const end = start + count;
  return {
    count,
    snr: table.snr.subarray(start, end),
    azimuth: table.azimuth.subarray(start, end),
    elevation: table.elevation.subarray(start, end),
    delay: table.delay.subarray(start, end),
    power: table.power.subarray(start, end),
    firstDelay: table.firstDelay.subarray(start, end),
    reasons: table.reasons.subarray(start, end),
  };
}

/** Copies the rows of one table into another, from a row on. */
export function copyReports(source: MeasurementTable, target: MeasurementTable, row: number): void {
  target.snr.set(source.snr, row);
  target.azimuth.set(source.azimuth, row);
  target.elevation.set(source.elevation, row);
  target.delay.set(source.delay, row);
  target.power.set(source.power, row);
  target.firstDelay.set(source.firstDelay, row);
  target.reasons.set(source.reasons, row);
}
