/** What a site reports of one sounding: the five values of the PE-MSRN paper, X_r = {γ, θ, φ, τ, P}. */

import type { Measurement } from './measure.ts';

/** Reports of many users at one site, as a structure of arrays. A user without a measurement holds NaN throughout. */
export interface MeasurementTable {
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

/** Writes what was measured into one row of a table. */
export function writeReport(table: MeasurementTable, row: number, report: Measurement): void {
  table.snr[row] = report.snr;
  table.azimuth[row] = report.azimuth;
  table.elevation[row] = report.elevation;
  table.delay[row] = report.delay;
  table.power[row] = report.power;
}
