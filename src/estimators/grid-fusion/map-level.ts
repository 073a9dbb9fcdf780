/** How much of a map's probability lies where it is denser than at a position. */
import type { CellGrid } from './grid.ts';

/** A square between four middles is looked at in so many steps along each side. */
const STEPS = 8;

/** Probability of its four corners below which a square is left out: all of them together hold nothing to speak of. */
const NOTHING = 1e-7;

/**
 * Levels on maps of one grid. Between the middles of the cells the density is as positions are dealt out to them (see
 * `createCellShares`): bilinear, so that a cell's probability is a tent over the four squares around its middle.
 *
 * @returns level of x and y on a map: the probability of all that is denser, in [0, 1]; 1 where the map says nothing
 */
export function createMapLevel({
  pitch,
  origin,
  columns,
  cells,
}: CellGrid): (probabilities: Float64Array, x: number, y: number) => number {
  const indexOf = new Map(cells.map((cell, index) => [cell, index]));
  const squares = [...new Set(cells.flatMap((cell) => [0, 1, columns, columns + 1].map((back) => cell - back)))];
  const corners = squares.map((cell) => [0, 1, columns, columns + 1].map((on) => indexOf.get(cell + on) ?? -1));
  const squareOf = new Map(squares.map((cell, square) => [cell, square]));
  const densityIn = (values: readonly number[], east: number, north: number): number =>
    (values[0] * (1 - east) + values[1] * east) * (1 - north) + (values[2] * (1 - east) + values[3] * east) * north;
  return (probabilities, x, y) => {
    const valuesOf = (square: number): number[] =>
      corners[square].map((index) => (index < 0 ? 0 : probabilities[index]));
    const [across, up] = [(x - origin[0]) / pitch - 0.5, (y - origin[1]) / pitch - 0.5];
    const [column, row] = [Math.floor(across), Math.floor(up)];
    const own = squareOf.get(row * columns + column);
    const here = own === undefined ? 0 : densityIn(valuesOf(own), across - column, up - row);
    let [denser, all] = [0, 0];
    for (let square = 0; square < squares.length; square++) {
      const values = valuesOf(square);
      if (values[0] + values[1] + values[2] + values[3] < NOTHING) continue;
      for (let step = 0; step < STEPS * STEPS; step++) {
        const density = densityIn(values, ((step % STEPS) + 0.5) / STEPS, (Math.floor(step / STEPS) + 0.5) / STEPS);
        all += density;
        if (density > here) denser += density;
      }
    }
    return all > 0 ? denser / all : 1;
  };
}
