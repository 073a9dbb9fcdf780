/** One path read off tapered taps: its direction from the panel at one tap, and its delay from the taps beside it. */
import type { AntennaPanel } from '../../scene/sites.ts';

/** What is read of one peak. */
export interface PeakReading {
  /** Delay, taps. */
  readonly place: number;
  /** Phase turns from column to column, in [−½, ½); over the spacing in wavelengths it is the horizontal direction cosine. */
  readonly columnTurns: number;
  /** The same from row to row. */
  readonly rowTurns: number;
}

/** Reads peaks of one panel; owns its scratch space. */
export interface PeakReader {
  /**
   * @param taps [taps, antennas, 2]
   * @param tap index of the peak, neither the first nor the last
   */
  read(taps: Float32Array, tap: number): PeakReading;
  /**
   * What a beam in the direction of a reading sees at a tap: mean over the antennas of what they see, turned into phase.
   *
   * @returns re and im
   */
  beam(taps: Float32Array, tap: number, reading: Pick<PeakReading, 'columnTurns' | 'rowTurns'>): [number, number];
}

/** Beams of the coarse search per element of an axis. */
const OVERSAMPLING = 2;
/** The phase slope between the two halves of the panel settles in two steps. */
const SLOPE_STEPS = 2;

/** Prepares a reader. */
export function createPeakReader({ rows, columns }: AntennaPanel): PeakReader {
  const columnBeams = OVERSAMPLING * columns;
  const rowBeams = OVERSAMPLING * rows;
  const columnTable = phasors(columns, columnBeams);
  const rowTable = phasors(rows, rowBeams);
  const half = new Float64Array(2 * rows * columnBeams);
  const turned = new Float64Array(2 * rows * columns);

  /** The beam of the grid that sees most of one tap. */
  const searchGrid = (taps: Float32Array, offset: number): [columnTurns: number, rowTurns: number] => {
    for (let row = 0; row < rows; row++) {
      for (let beam = 0; beam < columnBeams; beam++) {
        let re = 0;
        let im = 0;
        for (let column = 0; column < columns; column++) {
          const at = offset + 2 * (row * columns + column);
          const c = columnTable[2 * (beam * columns + column)];
          const s = columnTable[2 * (beam * columns + column) + 1];
          re += taps[at] * c - taps[at + 1] * s;
          im += taps[at] * s + taps[at + 1] * c;
        }
        half[2 * (row * columnBeams + beam)] = re;
        half[2 * (row * columnBeams + beam) + 1] = im;
      }
    }
    let best = 0;
    let highest = -1;
    for (let vertical = 0; vertical < rowBeams; vertical++) {
      for (let beam = 0; beam < columnBeams; beam++) {
        let re = 0;
        let im = 0;
        for (let row = 0; row < rows; row++) {
          const at = 2 * (row * columnBeams + beam);
          const c = rowTable[2 * (vertical * rows + row)];
          const s = rowTable[2 * (vertical * rows + row) + 1];
          re += half[at] * c - half[at + 1] * s;
          im += half[at] * s + half[at + 1] * c;
        }
        const power = re * re + im * im;
        if (power > highest) {
          highest = power;
          best = vertical * columnBeams + beam;
        }
      }
    }
    return [wrap((best % columnBeams) / columnBeams), wrap(Math.floor(best / columnBeams) / rowBeams)];
  };

  /** Turns one tap's antennas back by a direction; then a plane wave from there is the same on all of them. */
  const turnBack = (taps: Float32Array, offset: number, columnTurns: number, rowTurns: number): void => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const phase = -2 * Math.PI * (columnTurns * (column - (columns - 1) / 2) + rowTurns * (row - (rows - 1) / 2));
        const c = Math.cos(phase);
        const s = Math.sin(phase);
        const at = 2 * (row * columns + column);
        turned[at] = taps[offset + at] * c - taps[offset + at + 1] * s;
        turned[at + 1] = taps[offset + at] * s + taps[offset + at + 1] * c;
      }
    }
  };

  /** Phase from the first to the last half of an axis of `turned`, over how many elements they are apart: turns. */
  const slopeAlong = (count: number, indexOf: (antenna: number) => number): number => {
    const size = Math.floor(count / 2);
    const sums = [0, 0, 0, 0];
    for (let antenna = 0; antenna < rows * columns; antenna++) {
      const place = indexOf(antenna);
      const part = place < size ? 0 : place >= count - size ? 2 : -1;
      if (part < 0) continue;
      sums[part] += turned[2 * antenna];
      sums[part + 1] += turned[2 * antenna + 1];
    }
    const [ar, ai, br, bi] = sums;
    return Math.atan2(bi * ar - br * ai, br * ar + bi * ai) / (2 * Math.PI * (count - size));
  };

  const beam: PeakReader['beam'] = (taps, tap, { columnTurns, rowTurns }) => {
    turnBack(taps, 2 * tap * rows * columns, columnTurns, rowTurns);
    let re = 0;
    let im = 0;
    for (let i = 0; i < turned.length; i += 2) {
      re += turned[i];
      im += turned[i + 1];
    }
    return [re / (rows * columns), im / (rows * columns)];
  };

  return {
    beam,
    read(taps, tap) {
      const offset = 2 * tap * rows * columns;
      let [columnTurns, rowTurns] = searchGrid(taps, offset);
      for (let step = 0; step < SLOPE_STEPS; step++) {
        turnBack(taps, offset, columnTurns, rowTurns);
        const across = columns > 1 ? slopeAlong(columns, (antenna) => antenna % columns) : 0;
        const up = rows > 1 ? slopeAlong(rows, (antenna) => Math.floor(antenna / columns)) : 0;
        columnTurns = wrap(columnTurns + across);
        rowTurns = wrap(rowTurns + up);
      }
      const direction = { columnTurns, rowTurns };
      const [before, here, after] = [-1, 0, 1].map((step) => Math.hypot(...beam(taps, tap + step, direction)));
      return { place: tap + hannOffset(before, here, after), ...direction };
    },
  };
}

/**
 * Where between taps a path lies under Hann's window: with α the higher neighbour over the peak, (2α − 1)/(α + 1) towards it
 * (Grandke 1983, IEEE Trans. Instrum. Meas. 32(2)).
 */
function hannOffset(before: number, here: number, after: number): number {
  const later = after >= before;
  const ratio = Math.min(here > 0 ? (later ? after : before) / here : 0, 1);
  const offset = Math.min(0.5, Math.max(0, (2 * ratio - 1) / (ratio + 1)));
  return later ? offset : -offset;
}

/** e^{−j2π(n − n̄)b/B} [beams, elements, 2]. */
function phasors(elements: number, beams: number): Float64Array {
  const table = new Float64Array(2 * elements * beams);
  for (let beam = 0; beam < beams; beam++) {
    for (let n = 0; n < elements; n++) {
      const phase = (-2 * Math.PI * beam * (n - (elements - 1) / 2)) / beams;
      table[2 * (beam * elements + n)] = Math.cos(phase);
      table[2 * (beam * elements + n) + 1] = Math.sin(phase);
    }
  }
  return table;
}

/** To [−½, ½). */
function wrap(turns: number): number {
  return turns - Math.floor(turns + 0.5);
}
