/** Which places may look like somebody: those that share a strong path, found without looking at all of them. */
import type { SeenPaths } from './seen-paths.ts';
import { SEEN_WIDTH } from './seen-paths.ts';

/** Sides of a cell of (range, sideways), metres: a path of a neighbouring place is in the same cell or in the next. */
const CELL = { range: 3, sideways: 6 } as const;

/** Of every link so many paths are looked up, the strongest. */
const LOOKED_UP = 4;

/** Places that are compared at most: those with most cells in common. */
const MOST = 300;

/** See {@link indexPlaces}. */
export interface PlaceIndex {
  /**
   * The places that share most of a user's strong paths, in no telling order; none where nobody shares any.
   *
   * @param users paths of the same sites
   */
  candidates(this: void, users: SeenPaths, user: number): Uint32Array;
}

/** Sorts the places by the cells that their strong paths fall into. */
export function indexPlaces(places: SeenPaths): PlaceIndex {
  const { sites, count } = places;
  let columns = 0;
  let widest = 0;
  eachPath(places, 0, count, (_, __, range, sideways) => {
    columns = Math.max(columns, Math.floor(range / CELL.range) + 1);
    widest = Math.max(widest, Math.abs(Math.floor(sideways / CELL.sideways)));
  });
  // One row more on either side, so that neighbours of a cell are cells.
  const rows = 2 * widest + 3;
  const cellAt = (site: number, column: number, row: number): number =>
    column < 0 || column >= columns || Math.abs(row) > widest + 1
      ? -1
      : (site * columns + column) * rows + row + widest + 1;
  const cellOf = (site: number, range: number, sideways: number): number =>
    cellAt(site, Math.floor(range / CELL.range), Math.floor(sideways / CELL.sideways));
  const starts = new Uint32Array(sites * columns * rows + 1);
  eachPath(places, 0, count, (_, site, range, sideways) => starts[cellOf(site, range, sideways) + 1]++);
  for (let cell = 1; cell < starts.length; cell++) starts[cell] += starts[cell - 1];
  const members = new Uint32Array(starts[starts.length - 1]);
  const filled = starts.slice();
  eachPath(places, 0, count, (place, site, range, sideways) => {
    members[filled[cellOf(site, range, sideways)]++] = place;
  });

  const votes = new Uint16Array(count);
  return {
    candidates(users, user) {
      const touched: number[] = [];
      eachPath(users, user, user + 1, (_, site, range, sideways) => {
        const column = Math.floor(range / CELL.range);
        const row = Math.floor(sideways / CELL.sideways);
        for (let next = 0; next < 9; next++) {
          const cell = cellAt(site, column + (next % 3) - 1, row + Math.floor(next / 3) - 1);
          if (cell < 0) continue;
          for (let at = starts[cell]; at < starts[cell + 1]; at++) {
            if (votes[members[at]]++ === 0) touched.push(members[at]);
          }
        }
      });
      const found = touched.length > MOST ? mostVoted(touched, votes) : Uint32Array.from(touched);
      for (const place of touched) votes[place] = 0;
      return found;
    },
  };
}

/** The places that most voted for; of those that share the last seats the first. Counted, for sorting all would take longest. */
function mostVoted(places: readonly number[], votes: Uint16Array): Uint32Array {
  const withVotes: number[] = [];
  for (const place of places) withVotes[votes[place]] = (withVotes[votes[place]] ?? 0) + 1;
  let least = withVotes.length - 1;
  let seats = MOST;
  for (; (withVotes[least] ?? 0) <= seats; least--) seats -= withVotes[least] ?? 0;
  const last = places.filter((place) => votes[place] === least).sort((a, b) => a - b);
  return Uint32Array.from([...places.filter((place) => votes[place] > least), ...last.slice(0, seats)]);
}

/** The strong paths of some users or places. */
function eachPath(
  { sites, offsets, values }: SeenPaths,
  from: number,
  to: number,
  look: (who: number, site: number, range: number, sideways: number) => void,
): void {
  for (let link = sites * from; link < sites * to; link++) {
    const last = Math.min(offsets[link + 1], offsets[link] + LOOKED_UP);
    for (let path = offsets[link]; path < last; path++) {
      look(Math.floor(link / sites), link % sites, values[SEEN_WIDTH * path], values[SEEN_WIDTH * path + 1]);
    }
  }
}
