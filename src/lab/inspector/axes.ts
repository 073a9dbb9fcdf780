/** Round numbers along an axis. */

/**
 * Ticks at 1, 2 or 5 times a power of ten.
 *
 * @param low lower end
 * @param high upper end
 * @param wanted about how many
 */
export function niceTicks(low: number, high: number, wanted: number): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const rough = span / wanted;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = decade * ([1, 2, 5, 10].find((leading) => leading * decade >= rough) ?? 10);
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * span; k++)
    ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}

/** The smallest of 1, 2, 5 times a power of ten that is at least `value`. */
export function niceAbove(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return Number(
    (decade * ([1, 2, 5, 10].find((leading) => leading * decade >= value * (1 - 1e-9)) ?? 10)).toPrecision(12),
  );
}
