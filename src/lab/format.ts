/** Numbers as people read them: with a unit, a true minus sign, and as many digits as they carry. */

const MINUS = '−';
/** A no-break space, so that a number never leaves its unit. */
const JOIN = '\u00a0';

/** A number with a fixed count of decimals and a true minus sign; not-a-number is an en dash, infinity its sign. */
export function fixed(value: number, decimals: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value < 0 ? `${MINUS}∞` : '∞';
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A number with so many digits that carry, written out: 0.0034, 1.2, 340. */
export function significant(value: number, digits: number): string {
  if (!Number.isFinite(value) || value === 0) return fixed(value, 0);
  const exponent = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  return fixed(Number(value.toPrecision(digits)), Math.max(0, digits - 1 - exponent));
}

/** A number and its unit, kept together on one line. */
export function withUnit(value: number, decimals: number, unit: string): string {
  return `${fixed(value, decimals)}${JOIN}${unit}`;
}

/** Metres; centimetre digits below 100 m. */
export function metres(value: number): string {
  return withUnit(value, Math.abs(value) < 100 ? 2 : 1, 'm');
}

/** A length that may be far below a centimetre, two digits that carry: "3.4 mm", "2.1 cm", "1.3 m". */
export function fineMetres(value: number): string {
  const [scale, unit] = value < 0.01 ? [1e3, 'mm'] : value < 1 ? [1e2, 'cm'] : [1, 'm'];
  return `${significant(value * scale, 2)}${JOIN}${unit}`;
}

/** A power of ten of metres on an axis: "1 mm", "0.01 m", "100 m". */
export function decadeText(tick: number): string {
  return tick < 0.005 ? `${Number((1e3 * tick).toPrecision(1))}${JOIN}mm` : `${Number(tick.toPrecision(1))}${JOIN}m`;
}

/** A power ratio in decibels. */
export function decibels(ratio: number, decimals = 1): string {
  return withUnit(toDecibels(ratio), decimals, 'dB');
}

/** Ten times the common logarithm of a power ratio. */
export function toDecibels(ratio: number): number {
  return 10 * Math.log10(ratio);
}

/** An angle in radians, as degrees. */
export function degrees(angle: number, decimals = 1): string {
  return `${fixed(toDegrees(angle), decimals)}°`;
}

/** Radians to degrees. */
export function toDegrees(angle: number): number {
  return (angle * 180) / Math.PI;
}

/** A delay in seconds, as nanoseconds, or as microseconds from 1 µs on. */
export function delay(seconds: number, decimals = 1): string {
  return Math.abs(seconds) < 1e-6
    ? withUnit(seconds * 1e9, decimals, 'ns')
    : withUnit(seconds * 1e6, decimals + 2, 'µs');
}

/** A frequency in hertz, as kHz, MHz or GHz. */
export function frequency(hertz: number): string {
  const [scale, unit] = hertz >= 1e9 ? [1e9, 'GHz'] : hertz >= 1e6 ? [1e6, 'MHz'] : [1e3, 'kHz'];
  return `${trimmed(hertz / scale)}${JOIN}${unit}`;
}

/** At most two decimals, and none that are nought. */
function trimmed(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** A share of one, as whole per cent. */
export function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${Math.round(share * 100)}${JOIN}%`;
}

/** A position, three coordinates and one unit. */
export function position(coordinates: ArrayLike<number>): string {
  return `${Array.from(coordinates, (value) => fixed(value, 2)).join(', ')}${JOIN}m`;
}

/** A whole number with thin spaces between thousands. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, JOIN);
}

/** Bytes as kB or MB. */
export function bytes(value: number): string {
  return value < 1e6 ? withUnit(value / 1e3, 0, 'kB') : withUnit(value / 1e6, 1, 'MB');
}
