/** Operations in words. */
import type { UnitView } from '../../engine/frontend.ts';

/** What a person calls an operation: "residual 1 a". */
export function unitTitle({ name }: Pick<UnitView, 'name'>): string {
  return name.replaceAll('_', ' ').replace(/ (conv|bn)\b/g, '');
}

/** "6×6×16", or "128" for a row of numbers. */
export function shapeText({ height, width, channels }: Pick<UnitView, 'height' | 'width' | 'channels'>): string {
  return height * width > 1 ? `${height}×${width}×${channels}` : String(channels);
}
