/** What travels with the weights of the probability maps. */
import * as v from 'valibot';
import { INPUT_METADATA } from '../site-inputs/metadata.ts';

const finite = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The schema; see `CellGrid`. */
export const GRID_METADATA = v.intersect([
  INPUT_METADATA,
  v.object({
    grid: v.object({
      pitch: v.pipe(finite, v.gtValue(0)),
      origin: v.tuple([finite, finite]),
      columns: v.pipe(whole, v.minValue(1)),
      cells: v.pipe(v.array(whole), v.minLength(1)),
    }),
  }),
]);
