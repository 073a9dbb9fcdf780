/**
 * What a visitor waits for, on the browser's own performance timeline: there it can be read by benchmarks, by the
 * browser's profiler, and by nobody else.
 */

/** From the pointer's event to the moment the new fix is handed to the map. */
export const DRAG_MEASURE = 'wavefix:drag';

/** The first fixes are on the screen: their errors in the panels. */
const FIRST_FIX_MARK = 'wavefix:first-fix';

/** The map has painted the first fixes; without a graphics processor that takes seconds longer. */
const FIRST_MAP_MARK = 'wavefix:first-map';

/** Entries kept; a page that is open all day should not collect them. */
const LIMIT = 2000;

/**
 * Notes how long a dragged user's fix took.
 *
 * @param since when the pointer asked for it, milliseconds on the clock of `performance.now()`
 */
export function noteDrag(since: number): void {
  if (performance.getEntriesByName(DRAG_MEASURE).length >= LIMIT) performance.clearMeasures(DRAG_MEASURE);
  performance.measure(DRAG_MEASURE, { start: since, end: performance.now() });
}

/** Notes that the first fixes are drawn, once the frame that follows has been painted. */
export function noteFirstFix(): void {
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(FIRST_FIX_MARK)));
}

/** Notes that the map's frame with the first fixes is painted. */
export function noteFirstMap(): void {
  performance.mark(FIRST_MAP_MARK);
}
