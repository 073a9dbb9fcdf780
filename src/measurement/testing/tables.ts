/** Tables of reports made up of their five values, for tests. */
import { reasonCode } from '../no-fix.ts';
import type { MeasurementTable, ReportValues } from '../report.ts';

/** The table whose first paths are the strongest ones; a row without an SNR has no report because it has no path. */
export function completeTable(values: ReportValues): MeasurementTable {
  return {
    ...values,
    firstDelay: values.delay.slice(),
    reasons: Uint8Array.from(values.snr, (snr) => (Number.isNaN(snr) ? reasonCode('no-path') : 0)),
  };
}
