/** The cells of a town where users may be: those on a square grid that training users stood in, and their neighbours. */

/** A grid; travels with the weights. */
export interface CellGrid {
  /** Side of a cell, metres. */
  readonly pitch: number;
  /** South-west corner of the grid, metres. */
  readonly origin: readonly [number, number];
  /** Cells from west to east in a row of the grid. */
  readonly columns: number;
  /** Numbers of the cells that may hold a user, row · columns + column, rising. */
  readonly cells: readonly number[];
}

/**
 * Lays the grid.
 *
 * @param positions of the training users [users, 3], metres
 */
export function layGrid(positions: ArrayLike<number>, pitch: number): CellGrid {
  const minimum = [Infinity, Infinity];
  const maximum = [-Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 3) {
    for (const axis of [0, 1]) {
      minimum[axis] = Math.min(minimum[axis], positions[i + axis]);
      maximum[axis] = Math.max(maximum[axis], positions[i + axis]);
    }
  }
  // A cell more on every side, so that a neighbour of a cell is never beyond the border.
  const origin = [(Math.floor(minimum[0] / pitch) - 1) * pitch, (Math.floor(minimum[1] / pitch) - 1) * pitch] as const;
  const columns = Math.floor((maximum[0] - origin[0]) / pitch) + 2;
  const cells = new Set<number>();
  for (let i = 0; i < positions.length; i += 3) {
    const column = Math.floor((positions[i] - origin[0]) / pitch);
    const row = Math.floor((positions[i + 1] - origin[1]) / pitch);
    for (const step of [0, 1, -1, columns, -columns]) cells.add(row * columns + column + step);
  }
  return { pitch, origin, columns, cells: [...cells].sort((a, b) => a - b) };
}

/** Middles of the cells [cells, 2], metres. */
export function cellCentres({ pitch, origin, columns, cells }: CellGrid): Float64Array {
  return Float64Array.from(
    cells.flatMap((cell) => [
      origin[0] + ((cell % columns) + 0.5) * pitch,
      origin[1] + (Math.floor(cell / columns) + 0.5) * pitch,
    ]),
  );
}

/** Finds the shares of cells; owns its look-up. */
export type CellShares = (x: number, y: number) => { readonly index: number; readonly share: number }[];

/**
 * How a position is dealt out to the cells around it, by how near their middles are (bilinearly), so that the middle of its shares
 * is the position itself; cells where nobody may be get nothing, and the others their part.
 */
export function createCellShares({ pitch, origin, columns, cells }: CellGrid): CellShares {
  const indexOf = new Map(cells.map((cell, index) => [cell, index]));
  return (x, y) => {
    const across = (x - origin[0]) / pitch - 0.5;
    const up = (y - origin[1]) / pitch - 0.5;
    const [column, row] = [Math.floor(across), Math.floor(up)];
    const [east, north] = [across - column, up - row];
    const around = [
      { cell: row * columns + column, share: (1 - east) * (1 - north) },
      { cell: row * columns + column + 1, share: east * (1 - north) },
      { cell: (row + 1) * columns + column, share: (1 - east) * north },
      { cell: (row + 1) * columns + column + 1, share: east * north },
    ].flatMap(({ cell, share }) => {
      const index = indexOf.get(cell);
      return index === undefined || share === 0 ? [] : [{ index, share }];
    });
    const total = around.reduce((sum, { share }) => sum + share, 0);
    return around.map(({ index, share }) => ({ index, share: share / total }));
  };
}
